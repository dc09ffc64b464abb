package io.fairlead.openapi;

import io.fairlead.kernel.error.Fault;
import io.fairlead.kernel.settings.SettingsSchema;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An OpenAPI 3.1 document. */
final class Document {

  private record Problem(
      String type,
      String title,
      int status,
      String detail,
      String instance,
      String code,
      List<Fault> errors) {}

  private Document() {}

  /**
   * Describes resources.
   *
   * @param settings by operationId, what a request's body holds
   */
  static Map<String, Object> of(
      String version, List<Class<?>> resources, Map<String, SettingsSchema> settings) {
    Schemas schemas = new Schemas();
    Paths paths = new Paths(schemas, settings);
    resources.forEach(paths::add);
    Map<String, Object> problem = schemas.of(Problem.class);
    schemas
        .named()
        .get("Problem")
        .put("required", List.of("type", "title", "status", "detail", "instance", "code"));
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("openapi", "3.1.0");
    document.put(
        "info",
        Map.of(
            "title",
            "Fairlead",
            "version",
            version,
            "description",
            "Everything that can be seen or set. PUT merges: a field left out keeps its value,"
                + " null clears one that may be empty. x-change says of a setting whether a change"
                + " takes hold in what lives (hot) or needs a new generation (sealed)."));
    document.put("servers", List.of(Map.of("url", "/")));
    document.put("security", List.of(Map.of("basic", List.of()), Map.of("bearer", List.of())));
    document.put("paths", paths.all());
    document.put(
        "components",
        Map.of(
            "schemas",
            schemas.named(),
            "responses",
            Map.of(
                "Problem",
                Map.of(
                    "description",
                    "what went wrong, as RFC 9457 has it; errors names each wrong field",
                    "content",
                    Paths.content("application/problem+json", problem))),
            "securitySchemes",
            Map.of(
                "basic",
                Map.of("type", "http", "scheme", "basic"),
                "bearer",
                Map.of("type", "http", "scheme", "bearer", "bearerFormat", "JWT"))));
    return document;
  }
}

package io.fairlead.openapi;

import io.fairlead.kernel.settings.SettingsSchema;
import io.fairlead.rest.Rest;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The operations of resources, as OpenAPI has them: by path, then by method. */
final class Paths {

  private static final Pattern TEMPLATE = Pattern.compile("\\{\\s*(\\w+)\\s*(:[^}]*)?}");

  private final Schemas schemas;
  private final Map<String, SettingsSchema> settings;
  private final Map<String, Map<String, Object>> paths = new TreeMap<>();

  /**
   * @param settings by operationId, what a request's body holds
   */
  Paths(Schemas schemas, Map<String, SettingsSchema> settings) {
    this.schemas = schemas;
    this.settings = settings;
  }

  Map<String, Map<String, Object>> all() {
    return paths;
  }

  void add(Class<?> resource) {
    Path base = resource.getAnnotation(Path.class);
    if (base == null) {
      return;
    }
    Method[] methods = resource.getMethods();
    Arrays.sort(methods, Comparator.comparing(Method::getName));
    for (Method method : methods) {
      Operation operation = method.getAnnotation(Operation.class);
      Optional<String> verb = verb(method);
      if (operation != null && verb.isPresent()) {
        Path own = method.getAnnotation(Path.class);
        String path = join(base.value(), own == null ? "" : own.value());
        paths
            .computeIfAbsent(path, p -> new TreeMap<>())
            .put(
                verb.get().toLowerCase(Locale.ROOT),
                describe(resource, method, operation, path, verb.get()));
      }
    }
  }

  private Map<String, Object> describe(
      Class<?> resource, Method method, Operation operation, String path, String verb) {
    Map<String, Object> description = new LinkedHashMap<>();
    description.put("operationId", operation.operationId());
    description.put("summary", operation.summary());
    Tag tag = resource.getAnnotation(Tag.class);
    if (tag != null) {
      description.put("tags", List.of(tag.name()));
    }
    List<Object> parameters = parameters(method, path);
    if (!parameters.isEmpty()) {
      description.put("parameters", parameters);
    }
    if (Arrays.asList(method.getParameterTypes()).contains(Map.class)) {
      description.put("requestBody", body(operation.operationId(), verb.equals("POST")));
    }
    description.put("responses", responses(method));
    return description;
  }

  private static List<Object> parameters(Method method, String path) {
    List<Object> parameters = new ArrayList<>();
    Matcher matcher = TEMPLATE.matcher(path);
    while (matcher.find()) {
      parameters.add(
          Map.of(
              "name",
              matcher.group(1),
              "in",
              "path",
              "required",
              true,
              "schema",
              Map.of("type", "string")));
    }
    for (Parameter parameter : method.getAnnotationsByType(Parameter.class)) {
      parameters.add(query(parameter));
    }
    for (java.lang.reflect.Parameter parameter : method.getParameters()) {
      HeaderParam header = parameter.getAnnotation(HeaderParam.class);
      if (header != null) {
        parameters.add(
            Map.of(
                "name",
                header.value(),
                "in",
                "header",
                "required",
                false,
                "schema",
                Map.of("type", "string")));
      }
    }
    return parameters;
  }

  private static Map<String, Object> query(Parameter parameter) {
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("type", parameter.schema().type().isEmpty() ? "string" : parameter.schema().type());
    if (parameter.schema().allowableValues().length > 0) {
      schema.put("enum", List.of(parameter.schema().allowableValues()));
    }
    if (!parameter.schema().minimum().isEmpty()) {
      schema.put("minimum", Long.valueOf(parameter.schema().minimum()));
    }
    if (!parameter.schema().maximum().isEmpty()) {
      schema.put("maximum", Long.valueOf(parameter.schema().maximum()));
    }
    if (!parameter.schema().defaultValue().isEmpty()) {
      String value = parameter.schema().defaultValue();
      schema.put("default", schema.get("type").equals("integer") ? Long.valueOf(value) : value);
    }
    Map<String, Object> described = new LinkedHashMap<>();
    described.put("name", parameter.name());
    described.put("in", "query");
    described.put("description", parameter.description());
    described.put("schema", schema);
    return described;
  }

  private Map<String, Object> body(String operation, boolean creates) {
    SettingsSchema known = settings.get(operation);
    Map<String, Object> schema =
        known == null ? Map.of("type", "object") : Schemas.ofSettings(known.settings(), creates);
    return Map.of(
        "required", schema.containsKey("required"), "content", content("application/json", schema));
  }

  private Map<String, Object> responses(Method method) {
    Map<String, Object> responses = new TreeMap<>();
    for (ApiResponse response : method.getAnnotationsByType(ApiResponse.class)) {
      Map<String, Object> described = new LinkedHashMap<>();
      described.put(
          "description", response.description().isEmpty() ? "done" : response.description());
      if (response.content().length > 0) {
        described.put(
            "content",
            content(
                "application/json", schemas.of(response.content()[0].schema().implementation())));
      }
      responses.put(response.responseCode(), described);
    }
    if (responses.isEmpty()) {
      responses.put(
          "200",
          Map.of(
              "description",
              "done",
              "content",
              content("application/json", schemas.of(method.getGenericReturnType()))));
    }
    responses.put("default", Map.of("$ref", "#/components/responses/Problem"));
    return responses;
  }

  static Map<String, Object> content(String type, Map<String, Object> schema) {
    return Map.of(type, Map.of("schema", schema));
  }

  private static Optional<String> verb(Method method) {
    return Arrays.stream(method.getAnnotations())
        .map(Annotation::annotationType)
        .map(type -> type.getAnnotation(HttpMethod.class))
        .filter(found -> found != null)
        .map(HttpMethod::value)
        .findFirst();
  }

  /** {@code /pools} and {@code {id: [a-z]+}} are {@code /api/v1/pools/{id}}. */
  private static String join(String base, String own) {
    String joined = (Rest.BASE + "/" + base + "/" + own).replaceAll("/+", "/");
    String path = joined.endsWith("/") ? joined.substring(0, joined.length() - 1) : joined;
    return TEMPLATE.matcher(path).replaceAll("{$1}");
  }
}

package io.fairlead.openapi;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotNull;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fairlead.kernel.settings.Rules;
import io.fairlead.kernel.settings.Setting;
import io.fairlead.kernel.settings.Setting.Type;
import io.fairlead.kernel.settings.SettingsSchema;
import io.fairlead.rest.host.HostResource;
import io.fairlead.rest.traffic.ConnectionResource;
import io.fairlead.rest.traffic.NetworkResource;
import io.fairlead.rest.traffic.PoolResource;
import io.fairlead.rest.traffic.SessionResource;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.Test;

/** The document that is made of what there is, held against copies of the contract. */
public class DocumentTest {

  private static final SettingsSchema SETTINGS =
      new SettingsSchema(
          List.of(
              Setting.sealed("url", Type.TEXT, null, Rules.notBlank(), "Where.").asRequired(),
              Setting.sealed("password", Type.TEXT, null, Setting.Rule.ANY, "Secret.").asSecret(),
              Setting.hot(
                  "creation_throttle.burst", Type.INTEGER, "10", Rules.atLeast(1), "Burst."),
              Setting.hot("tags", Type.LIST, "a,b", Setting.Rule.ANY, "Tags."),
              Setting.hot("idle_timeout_secs", Type.INTEGER, "600", Rules.atLeast(1), "Idle.")
                  .asClearable()),
          List.of());

  private final JsonNode document =
      new ObjectMapper()
          .valueToTree(
              Document.of(
                  "1.2.3",
                  List.of(
                      HostResource.class,
                      PoolResource.class,
                      ConnectionResource.class,
                      SessionResource.class,
                      NetworkResource.class),
                  Map.of("createPool", SETTINGS, "updatePoolConfig", SETTINGS)));

  @Test
  public void everyRowOfTheContractIsThere() throws Exception {
    for (String[] row : rows("rest.tsv")) {
      String path = row[3];
      assertFalse(
          row[2] + " " + path,
          document.at("/paths/" + escape(path) + "/" + row[2].toLowerCase()).isMissingNode());
    }
  }

  @Test
  public void operationsHaveTheNamesOfTheirTwins() throws Exception {
    int twins = 0;
    for (String[] row : rows("graphql.tsv")) {
      String[] twin = row[4].split(" ");
      assertEquals(
          row[1],
          document
              .at("/paths/" + escape(twin[1]) + "/" + twin[0].toLowerCase() + "/operationId")
              .asText());
      twins++;
    }
    assertEquals(15, twins);
  }

  @Test
  public void operationIdsAreUnique() {
    Set<String> seen = new HashSet<>();
    document
        .get("paths")
        .forEach(
            path ->
                path.forEach(
                    operation -> {
                      String id = operation.get("operationId").asText();
                      assertTrue(id, !id.isBlank() && seen.add(id));
                      assertFalse(id, operation.get("summary").asText().isBlank());
                    }));
    assertTrue(
        seen.containsAll(
            List.of("about", "plugins", "createPool", "deletePool", "pausePool", "resumePool")));
  }

  @Test
  public void everyReferenceLeadsSomewhere() {
    document
        .findValuesAsText("$ref")
        .forEach(ref -> assertFalse(ref, document.at(ref.substring(1)).isMissingNode()));
  }

  @Test
  public void recordsAreShownAsRestShowsThem() {
    JsonNode pool = document.at("/components/schemas/Pool/properties");
    assertEquals("integer", pool.at("/max_connections/type").asText());
    assertEquals("[\"string\",\"null\"]", pool.at("/username/type").toString());
    assertEquals(
        "#/components/schemas/PoolLastError", pool.at("/last_error/anyOf/0/$ref").asText());
    assertEquals(
        "date-time",
        document.at("/components/schemas/PoolLastError/properties/at/format").asText());
    assertEquals(
        "#/components/schemas/Connection",
        document.at("/components/schemas/PageOfConnection/properties/data/items/$ref").asText());
    assertEquals(
        "#/components/schemas/PageOfConnection",
        document
            .at("/paths/~1api~1v1~1connections/get/responses/200/content")
            .at("/application~1json/schema/$ref")
            .asText());
  }

  @Test
  public void settingsSayDefaultAndHotOrSealed() {
    JsonNode create = body("/paths/~1api~1v1~1pools/post");
    assertEquals("[\"url\"]", create.get("required").toString());
    JsonNode update = body("/paths/~1api~1v1~1pools~1{id}/put");
    assertFalse(update.has("required"));
    JsonNode fields = update.get("properties");
    assertEquals("sealed", fields.at("/url/x-change").asText());
    assertTrue(fields.at("/password/writeOnly").asBoolean());
    assertEquals("hot", fields.at("/creation_throttle/properties/burst/x-change").asText());
    assertEquals(10, fields.at("/creation_throttle/properties/burst/default").asInt());
    assertEquals("[\"a\",\"b\"]", fields.at("/tags/default").toString());
    assertEquals("[\"integer\",\"null\"]", fields.at("/idle_timeout_secs/type").toString());
    assertEquals("Idle.", fields.at("/idle_timeout_secs/description").asText());
  }

  @Test
  public void parametersAreTold() {
    Map<String, JsonNode> parameters = new TreeMap<>();
    document
        .at("/paths/~1api~1v1~1connections/get/parameters")
        .forEach(p -> parameters.put(p.get("name").asText(), p));
    assertEquals(
        Set.of("pool", "state", "user", "min_idle_secs", "page", "page_size"), parameters.keySet());
    assertEquals(1000, parameters.get("page_size").at("/schema/maximum").asInt());
    assertEquals(50, parameters.get("page_size").at("/schema/default").asInt());
    JsonNode put = document.at("/paths/~1api~1v1~1pools~1{id}/put/parameters");
    assertEquals("id", put.at("/0/name").asText());
    assertTrue(put.at("/0/required").asBoolean());
    assertEquals("If-Match", put.at("/1/name").asText());
  }

  private JsonNode body(String operation) {
    JsonNode schema =
        document.at(operation + "/requestBody/content").at("/application~1json/schema");
    assertFalse(operation, schema.isMissingNode());
    return schema;
  }

  private static String escape(String path) {
    return path.replace("/", "~1");
  }

  private static List<String[]> rows(String name) throws Exception {
    try (var in = DocumentTest.class.getResourceAsStream("/contract/" + name)) {
      assertNotNull(name, in);
      return new BufferedReader(new InputStreamReader(in, UTF_8))
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .map(line -> line.split("\t"))
          .toList();
    }
  }
}

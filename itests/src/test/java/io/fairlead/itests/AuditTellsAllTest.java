package io.fairlead.itests;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.Test;

/**
 * Whatever changes something leaves a record, on every surface; no secret does; kill -9 loses none.
 */
public class AuditTellsAllTest extends WithServer {

  private static final String FIRST = "s3cret-the-first";
  private static final String SECOND = "s3cret-the-second";
  private static final Set<String> NAMED_TEXTS = Set.of("String", "ID");

  /** A write that the document lists: its method and path, as they stand there. */
  private record Write(String method, String path) {}

  @Test
  public void everyWriteOperationOfEverySurfaceLeavesARecord() throws Exception {
    Map<String, Write> writes = restWrites();
    assertTrue(
        writes.toString(), writes.keySet().containsAll(Set.of("login", "updateAuditConfig")));
    int before = total("");
    writes.forEach(
        (operation, write) ->
            server.call(
                write.method(),
                write.path().replaceAll("\\{[^}]*}", "nobody_has_this"),
                write.method().equals("DELETE") ? null : "{\"no_such_field\": 1}",
                Map.of()));
    assertNoneMissing(writes.keySet(), "rest");
    assertTrue(total("") - before >= writes.size());

    Map<String, String> mutations = mutations();
    mutations.values().forEach(query -> server.graphql("mutation{" + query + "}"));
    assertNoneMissing(mutations.keySet(), "graphql");

    Set<String> commands = new TreeSet<>(mutations.keySet());
    for (String command : commands) {
      String target = mutations.get(command).contains("nobody") ? " nobody_has_this" : "";
      shell("fairlead:" + command + target);
    }
    assertNoneMissing(commands, "shell");
  }

  @Test
  public void aChangeSaysWhoFromWhereAndWhatWasThereBeforeAndAfterAndNoSecret() throws Exception {
    JsonNode pool = server.get("/api/v1/pools/main").body();
    int most = pool.get("max_connections").asInt();
    server.put("/api/v1/pools/main", "{\"max_connections\": " + (most + 1) + "}");
    JsonNode changed = newest("?operation=updatePoolConfig&outcome=OK");
    assertEquals("admin", changed.get("user").asText());
    assertEquals("127.0.0.1", changed.get("address").asText());
    assertEquals("rest", changed.get("surface").asText());
    assertEquals("main", changed.get("target").asText());
    assertEquals(most, changed.at("/before/max_connections").asInt());
    assertEquals(most + 1, changed.at("/after/max_connections").asInt());

    server.put("/api/v1/pools/main", "{\"password\": \"" + FIRST + "\"}");
    assertEquals("***", newest("?operation=updatePoolConfig").at("/after/password").asText());
    server.put("/api/v1/pools/main", "{\"password\": null}");
    server.post(
        "/api/v1/users",
        "{\"name\":\"eve\",\"password\":\"" + FIRST + "\",\"roles\":[\"viewer\"]}");
    assertEquals("eve", newest("?operation=createUser&outcome=OK").get("target").asText());
    server.put(
        "/api/v1/users/eve/password",
        "{\"current\":\"" + Server.PASSWORD + "\",\"new\":\"" + SECOND + "\"}");
    server.put(
        "/api/v1/users/eve/password", "{\"current\":\"" + FIRST + "\",\"new\":\"" + FIRST + "\"}");
    assertEquals("FORBIDDEN", newest("?operation=changePassword").get("outcome").asText());
    server.post("/api/v1/auth/login", "{\"username\":\"eve\",\"password\":\"" + SECOND + "\"}");
    assertEquals("eve", newest("?operation=login&outcome=OK").get("user").asText());
    server.post("/api/v1/auth/login", "{\"username\":\"hunter2\",\"password\":\"x\"}");
    JsonNode refused = newest("?operation=login&outcome=UNAUTHENTICATED");
    assertEquals("", refused.get("user").asText());
    assertEquals("***", refused.at("/after/username").asText());
    server.post("/api/v1/pools/main/pause", null);
    server.post("/api/v1/pools/main/resume", null);
    JsonNode resumed = newest("?operation=resumePool&outcome=OK");
    assertEquals("paused", resumed.at("/before/mode").asText());
    assertEquals("running", resumed.at("/after/mode").asText());

    String eve = basic("eve", SECOND);
    assertEquals(403, as(eve, "DELETE", "/api/v1/pools/main"));
    JsonNode forbidden = newest("?user=eve&operation=deletePool");
    assertEquals("FORBIDDEN", forbidden.get("outcome").asText());
    assertEquals(403, as(eve, "GET", "/api/v1/audit"));
    for (int i = 0; i < 3; i++) {
      assertEquals(401, as(basic("eve", "s3cret-guess"), "GET", "/api/v1/about"));
      assertEquals(401, as(basic("s3cret-typed-for-a-name", ""), "GET", "/api/v1/about"));
    }
    assertEquals("eve", newest("?operation=authenticate&user=eve").get("user").asText());
    for (String file : files()) {
      assertFalse(file, file.contains("s3cret"));
    }
  }

  @Test
  public void anEditByHandIsNotedAndAllSurfacesShowTheSame() throws Exception {
    String file = "io.fairlead.pool-main.cfg";
    server.write(file, server.read(file).stripTrailing() + "\nmax_wait_queue = 321\n");
    Await.until(
        "the edit is noted",
        Duration.ofSeconds(30),
        () ->
            total("?operation=changeFile&outcome=OK") > 0
                && newest("?operation=changeFile").at("/after/max_wait_queue").asInt() == 321);
    JsonNode rest = newest("?operation=changeFile");
    assertEquals("file", rest.get("surface").asText());
    assertEquals(file, rest.get("target").asText());
    JsonNode graphql =
        server
            .graphql(
                "{audit(operation:\"changeFile\",pageSize:1)"
                    + "{totalCount data{at user address surface operation target before after outcome count}}}")
            .at("/data/audit/data/0");
    assertEquals(rest, graphql);
    assertEquals(
        rest,
        Server.JSON
            .readTree(shell("fairlead:audit operation=changeFile page_size=1 --json"))
            .at("/data/0"));
  }

  @Test
  public void killNineLosesNoRecordOfAnAcknowledgedChange() throws Exception {
    JsonNode config = server.put("/api/v1/audit/config", "{\"max_files\": 7}").body();
    assertEquals(7, config.get("max_files").asInt());
    assertTrue(config.toString(), config.get("applied").asBoolean());
    int most = 900;
    for (int i = 0; i < 5; i++) {
      server.put("/api/v1/access/config", "{\"token_secs\": " + ++most + "}");
    }
    server.kill();
    server.run();
    JsonNode last = newest("?operation=updateAccessConfig&outcome=OK");
    assertEquals(most, last.at("/after/token_secs").asInt());
    assertEquals(most - 1, last.at("/before/token_secs").asInt());
    assertEquals(most, server.get("/api/v1/access/config").body().get("token_secs").asInt());
    assertEquals(7, server.get("/api/v1/audit/config").body().get("max_files").asInt());
    assertNotEquals(0, server.get("/api/v1/audit/config").body().get("bytes").asInt());
  }

  @Test
  public void badQuestionsAreToldWhatIsWrong() {
    assertEquals(422, server.get("/api/v1/audit?since=yesterday&page=0&colour=red").status());
    assertEquals(
        3,
        server.get("/api/v1/audit?since=yesterday&page=0&colour=red").body().get("errors").size());
    assertEquals(422, server.put("/api/v1/audit/config", "{\"max_files\": 1}").status());
  }

  /** By operationId. */
  private static Map<String, Write> restWrites() {
    Map<String, Write> writes = new TreeMap<>();
    for (var path : server.get("/api-docs/openapi.json").body().get("paths").properties()) {
      for (var method : path.getValue().properties()) {
        JsonNode operation = method.getValue().path("operationId");
        if (path.getKey().startsWith("/api/v1/")
            && operation.isTextual()
            && Set.of("post", "put", "delete", "patch").contains(method.getKey())) {
          writes.put(
              operation.asText(),
              new Write(method.getKey().toUpperCase(java.util.Locale.ROOT), path.getKey()));
        }
      }
    }
    return writes;
  }

  /** By name, each as a selection that is valid and does nothing to anybody. */
  private static Map<String, String> mutations() {
    Map<String, String> mutations = new TreeMap<>();
    JsonNode fields =
        server
            .graphql(
                "{__type(name:\"Mutation\"){fields{name type{kind ofType{kind}} args{name type{kind"
                    + " ofType{kind name inputFields{name type{kind ofType{name}}}}}}}}}")
            .at("/data/__type/fields");
    for (JsonNode field : fields) {
      List<String> arguments = new ArrayList<>();
      for (JsonNode argument : field.get("args")) {
        JsonNode type = argument.get("type");
        if (type.get("kind").asText().equals("NON_NULL")) {
          arguments.add(argument.get("name").asText() + ":" + sample(type.get("ofType")));
        }
      }
      boolean object =
          field.at("/type/kind").asText().equals("OBJECT")
              || field.at("/type/ofType/kind").asText().equals("OBJECT");
      String name = field.get("name").asText();
      mutations.put(
          name,
          name
              + (arguments.isEmpty() ? "" : "(" + String.join(",", arguments) + ")")
              + (object ? "{__typename}" : ""));
    }
    return mutations;
  }

  /** A value of a required argument's type: a text that names nothing, an input without a field. */
  private static String sample(JsonNode type) {
    if (NAMED_TEXTS.contains(type.path("name").asText())) {
      return "\"nobody_has_this\"";
    }
    if (type.path("name").asText().equals("Int")) {
      return "1";
    }
    List<String> required = new ArrayList<>();
    for (JsonNode input : type.path("inputFields")) {
      if (input.at("/type/kind").asText().equals("NON_NULL")) {
        required.add(input.get("name").asText() + ":" + sample(input.at("/type/ofType")));
      }
    }
    return "{" + String.join(",", required) + "}";
  }

  private static void assertNoneMissing(Set<String> expected, String surface) {
    assertTrue(expected.toString(), expected.size() > 15);
    Set<String> missing = new TreeSet<>(expected);
    missing.removeAll(operations(surface));
    assertEquals(surface, Set.of(), missing);
  }

  private static Set<String> operations(String surface) {
    Set<String> operations = new TreeSet<>();
    int pages = 1;
    for (int page = 1; page <= pages; page++) {
      JsonNode answer = server.get("/api/v1/audit?page_size=1000&page=" + page).body();
      pages = answer.get("total_pages").asInt();
      for (JsonNode noted : answer.get("data")) {
        if (noted.get("surface").asText().equals(surface)) {
          operations.add(noted.get("operation").asText());
        }
      }
    }
    return operations;
  }

  private static JsonNode newest(String query) {
    JsonNode data = server.get("/api/v1/audit" + query).body().get("data");
    assertTrue("no record for " + query, data != null && !data.isEmpty());
    return data.get(0);
  }

  private static int total(String query) {
    return server.get("/api/v1/audit" + query).body().get("total_count").asInt();
  }

  private static List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(server.instance.resolve("data/audit"))) {
      List<String> contents = new ArrayList<>();
      for (Path file : files.toList()) {
        contents.add(Files.readString(file));
      }
      return contents;
    }
  }

  private static int as(String authorization, String method, String path) {
    return server.send(method, path, null, Map.of("Authorization", authorization)).statusCode();
  }

  private static String basic(String user, String password) {
    return "Basic "
        + Base64.getEncoder()
            .encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
  }

  private static String shell(String command) throws Exception {
    try (ShellGuest guest = ShellGuest.asks(server, command)) {
      guest.endInput();
      return guest.all();
    }
  }
}

package io.fairlead.itests;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.junit.After;
import org.junit.Test;

/** The log changes its form and its levels while it is written, keeps them, and keeps secrets. */
public class TheLogFollowsItsSettingsTest {

  private static final Duration SOON = Duration.ofSeconds(30);
  private static final Pattern OBEYED = Pattern.compile("[\\p{Cc}\\p{Cf}&&[^\\n\\t]]");
  private static final String SECRET = "ahRef7ooSh9k";

  private final Server server = Server.start();

  @After
  public void stop() {
    server.close();
  }

  @Test
  public void theFormIsChangedWhileItIsWrittenAndKept() throws Exception {
    assertEquals("text", server.get("/api/v1/log/config").body().get("format").asText());
    Server.Answer changed = server.put("/api/v1/log/config", "{\"format\": \"json\"}");
    assertEquals(changed.body().toString(), 200, changed.status());
    assertTrue(changed.body().get("applied").asBoolean());
    JsonNode line = Await.until("a line is an object", SOON, this::provoked, n -> n != null);
    assertEquals("INFO", line.get("log.level").asText());
    assertTrue(line.toString(), line.get("message").asText().contains("main"));
    assertTrue(line.has("@timestamp") && line.has("log.logger"));
    assertEquals(
        "json", server.graphql("{logConfig{format level}}").at("/data/logConfig/format").asText());

    // An edit of the log's own file lays nothing bare.
    server.write(
        "org.ops4j.pax.logging.cfg",
        server.read("org.ops4j.pax.logging.cfg")
            + "\nlog4j2.logger.extra.name = extra\nlog4j2.logger.extra.level = INFO\n");
    Await.until("it is an object still", SOON, this::provoked, n -> n != null);

    server.kill();
    server.run();
    assertEquals("json", server.get("/api/v1/log/config").body().get("format").asText());
    Await.until("it is an object after a restart", SOON, this::provoked, n -> n != null);

    JsonNode back =
        server.graphql("mutation{updateLogConfig(config:{format:\"text\"}){format applied}}");
    assertEquals("text", back.at("/data/updateLogConfig/format").asText());
    Await.until("a line is for people", SOON, this::provokedText, t -> t.contains(" INFO "));
  }

  @Test
  public void nothingThatATerminalObeysIsInALineWhoeverSentIt() throws Exception {
    for (String format : List.of("text", "json")) {
      server.put("/api/v1/log/config", "{\"format\": \"" + format + "\"}");
      String table = "no_such_" + format;
      Server.Answer changed =
          server.put(
              "/api/v1/pools/main",
              "{\"init_sql\": \"SELECT 1 FROM "
                  + table
                  + " -- \\n2026 \\u001b[31m \\u009b \\u202e ü\"}");
      assertTrue(
          changed.body().toString(),
          changed.status() / 100 == 2); // 202 when it is not in force yet
      String line =
          Await.until(
              table + " is told",
              SOON,
              () ->
                  lines().stream()
                      .filter(l -> l.toLowerCase(Locale.ROOT).contains(table))
                      .findFirst()
                      .orElse(""),
              l -> !l.isEmpty());
      assertTrue(line, line.contains("ü"));
      if (format.equals("json")) {
        String message = Server.JSON.readTree(line).get("message").asText();
        assertTrue(message, message.contains("\u001b[31m \u009b ? ü"));
      } else {
        assertTrue(line, line.contains("\\n2026 ?[31m ? ? ü"));
      }
    }
    String log = Files.readString(server.instance.resolve("logs/fairlead.log"));
    assertFalse(log, OBEYED.matcher(log).find());
  }

  @Test
  public void levelsAreChangedByLoggerAndWrongOnesNamed() throws Exception {
    Server.Answer changed =
        server.put("/api/v1/log/config", "{\"levels\": {\"io.fairlead.pool\": \"off\"}}");
    assertEquals(changed.body().toString(), 200, changed.status());
    assertEquals("off", changed.body().at("/levels/io.fairlead.pool").asText());
    assertEquals("info", changed.body().get("level").asText());
    Await.until(
        "the pool says nothing any more",
        SOON,
        () -> {
          long before = Files.size(server.instance.resolve("logs/fairlead.log"));
          server.post("/api/v1/pools/main/pause", "{}");
          server.post("/api/v1/pools/main/resume", "{}");
          return Files.size(server.instance.resolve("logs/fairlead.log")) == before;
        });
    assertEquals(422, server.put("/api/v1/log/config", "{\"level\": \"loud\"}").status());
    assertEquals(
        422, server.put("/api/v1/log/config", "{\"levels\": {\"a b\": \"info\"}}").status());
  }

  @Test
  public void aPasswordIsInNoLineWhateverFails() throws Exception {
    server.put("/api/v1/log/config", "{\"levels\": {\"io.fairlead\": \"debug\"}}");
    String settings =
        "{\"name\":\"%s\",\"driver\":\"org.postgresql.Driver\",\"url\":\"%s\",\"username\":\"u\",\"password\":\""
            + SECRET
            + "\",\"min_connections\":1,\"initial_connections\":1,\"max_connections\":1}";
    Server.Answer inUrl =
        server.post(
            "/api/v1/pools",
            settings.formatted("in_url", "jdbc:postgresql://127.0.0.1:1/x?password=" + SECRET));
    assertEquals(422, inUrl.status());
    assertFalse(inUrl.body().toString().contains(SECRET));
    Server.Answer created =
        server.post(
            "/api/v1/pools", settings.formatted("failing", "jdbc:postgresql://127.0.0.1:1/x"));
    assertEquals(created.body().toString(), 201, created.status());
    server.write(
        "io.fairlead.pool-edited.cfg",
        "driver = org.postgresql.Driver\nurl = jdbc:postgresql://127.0.0.1:1/x?password="
            + SECRET
            + "\nusername = u\npassword = "
            + SECRET
            + "\n");
    Await.until(
        "the pool says that its database is down",
        SOON,
        () -> server.get("/api/v1/pools/failing").body().get("state").asText(),
        "database_down"::equals);
    Await.until(
        "the edited file is refused",
        SOON,
        () -> server.get("/api/v1/plugins").body().get("failed_configs").toString(),
        text -> text.contains("pool-edited") || text.contains("pool~edited"));
    assertEquals(
        "one line for the state, however often it is tried",
        1,
        lines().stream().filter(l -> l.contains("pool failing: database_down")).count());
    assertFalse(String.join("\n", lines()).contains(SECRET));
    assertFalse(server.console().contains(SECRET));
    assertFalse(server.get("/api/v1/plugins").body().toString().contains(SECRET));
  }

  @Test
  public void thatTheServerIsReadyIsSaidOnce() {
    Await.until("it is said", SOON, () -> lines().stream().anyMatch(l -> l.endsWith(" - ready")));
    assertEquals(1, lines().stream().filter(l -> l.endsWith(" - ready")).count());
  }

  /** Has something logged and returns it as an object; null when it is none. */
  private JsonNode provoked() throws IOException {
    String line = provokedText();
    return line.startsWith("{") ? Server.JSON.readTree(line) : null;
  }

  private String provokedText() throws IOException {
    int before = lines().size();
    server.post("/api/v1/pools/main/pause", "{}");
    server.post("/api/v1/pools/main/resume", "{}");
    List<String> after = lines();
    return after.size() > before ? after.get(after.size() - 1) : "";
  }

  private List<String> lines() {
    try {
      return Files.readAllLines(server.instance.resolve("logs/fairlead.log"));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}

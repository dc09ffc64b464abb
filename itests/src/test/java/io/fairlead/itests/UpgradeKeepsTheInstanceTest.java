package io.fairlead.itests;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.fairlead.client.FairleadClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Map;
import org.junit.After;
import org.junit.Test;

/**
 * Another distribution on the same instance: settings, users, logins, states and data are kept, and
 * a setting that has another name now keeps its value. There and back again.
 */
public class UpgradeKeepsTheInstanceTest {

  private static final Duration SOON = Duration.ofSeconds(20);
  private static final String NOTICE = "io.fairlead.notice.cfg";

  private final Server server = Server.start();
  private final Path former = server.distribution();

  @After
  public void stop() {
    server.close();
  }

  @Test
  public void whatWasChangedBeforeHoldsAfter() throws Exception {
    try (StrangersProject first = StrangersProject.against(former);
        StrangersProject second = StrangersProject.against(former)) {
      first.build();
      second.edit("NoticeBoard.java", "\"text\", Type.TEXT", "\"message\", Type.TEXT");
      second.edit("NoticeBoard.java", "\"What to say.\")", "\"What to say.\").formerly(\"text\")");
      second.edit("NoticeBoard.java", "text(\"text\")", "text(\"message\")");
      second.build();

      first.deployTo(server);
      Await.until("the plug-in answers", SOON, () -> notice().status() == 200);
      JsonNode login = change();
      long session = sessionId();
      assertEquals(0, server.stop());

      server.useDistribution(next());
      second.deployTo(server);
      server.run();
      assertKept(login);
      assertTrue("ids never repeat", sessionId() > session);
      assertRenamed();
      assertEquals(0, server.stop());

      server.useDistribution(former);
      first.deployTo(server);
      server.run();
      assertKept(login);
      assertTold();
    }
  }

  /** Changes one thing of each kind, and returns a login that is to last. */
  private JsonNode change() throws IOException {
    assertEquals(200, server.put("/api/v1/pools/main", "{\"max_connections\": 33}").status());
    Server.Answer made =
        server.post(
            "/api/v1/pools",
            """
            {"name": "orders", "driver": "org.h2.Driver", "url": "jdbc:h2:mem:orders",
             "min_connections": 0}
            """);
    assertEquals(made.body().toString(), 201, made.status());
    assertEquals(202, server.post("/api/v1/pools/orders/drain", "{}").status());
    Await.until("it is drained", SOON, () -> state("orders").equals("drained"));
    String vera = "{\"name\": \"vera\", \"password\": \"vera's own\", \"roles\": [\"viewer\"]}";
    assertEquals(201, server.post("/api/v1/users", vera).status());
    assertEquals(200, server.put("/api/v1/notice", "{\"text\": \"Backup at 8\"}").status());
    try (FairleadClient client = server.client()) {
      client.query("CREATE TABLE kept(id INT)");
      client.query("INSERT INTO kept VALUES (42)");
    }
    Server.Answer login =
        server.call(
            "POST",
            "/api/v1/auth/login",
            "{\"username\": \"vera\", \"password\": \"vera's own\"}",
            Map.of("Authorization", ""));
    assertEquals(login.body().toString(), 200, login.status());
    return login.body();
  }

  private void assertKept(JsonNode login) throws IOException {
    JsonNode main = server.get("/api/v1/pools/main").body();
    assertEquals(33, main.get("max_connections").asInt());
    assertTrue(main.get("applied").asBoolean());
    assertEquals("drained", state("orders"));
    Map<String, String> token = Map.of("Authorization", "Bearer " + login.get("token").asText());
    assertEquals(200, server.call("GET", "/api/v1/pools/main", null, token).status());
    assertEquals(403, server.call("PUT", "/api/v1/pools/main", "{}", token).status());
    try (FairleadClient client = server.client()) {
      assertEquals("42", client.query("SELECT id FROM kept").rows().get(0).get(0));
    }
  }

  /** The former name is read and left alone; the next change writes the present one. */
  private void assertRenamed() throws IOException {
    Await.until("the plug-in answers", SOON, () -> notice().status() == 200);
    JsonNode shown = notice().body();
    assertEquals("Backup at 8", shown.get("text").asText());
    assertTrue(shown.get("applied").asBoolean());
    assertTrue(server.read(NOTICE).contains("text = Backup at 8"));
    String line = NOTICE + ": read as former names of {text=message}";
    String log = Files.readString(server.instance.resolve("logs/fairlead.log"));
    assertEquals(log, 1, log.lines().filter(l -> l.contains(line)).count());

    assertEquals(200, server.put("/api/v1/notice", "{\"level\": \"warning\"}").status());
    assertEquals("Backup at 8", notice().body().get("text").asText());
    assertTrue(server.read(NOTICE).contains("message = Backup at 8"));
    assertFalse(server.read(NOTICE).contains("text"));

    server.write(NOTICE, "text = one\nmessage = another\n");
    Await.until("two names are refused", SOON, () -> failure().contains("called now"));
    assertEquals("Backup at 8", notice().body().get("text").asText());
    server.write(NOTICE, "message = Backup at 8\n");
    Await.until("one is right again", SOON, () -> failure().isEmpty());
  }

  /** A name that the former distribution does not know yet: nothing is lost, and it is told. */
  private void assertTold() {
    Await.until(
        "the unknown name is told", SOON, () -> failure().contains("no such setting; one of text"));
    assertFalse(notice().body().get("applied").asBoolean());
    assertEquals("All is well.", notice().body().get("text").asText());
    assertTrue(server.read(NOTICE).contains("message = Backup at 8"));
    assertTrue(
        "what stood there before the change of distribution",
        Files.exists(server.instance.resolve("data/etc-before").resolve(NOTICE)));
  }

  private Server.Answer notice() {
    return server.get("/api/v1/notice");
  }

  private String state(String pool) {
    return server.get("/api/v1/pools/" + pool).body().get("state").asText();
  }

  /** Why the notice's file is not in force; empty when it is. */
  private String failure() {
    for (JsonNode failed : server.get("/api/v1/plugins").body().get("failed_configs")) {
      if (failed.get("file").asText().equals(NOTICE)) {
        return failed.get("reason").asText();
      }
    }
    return "";
  }

  private long sessionId() throws IOException {
    try (FairleadClient client = server.client()) {
      client.ping();
      return server.get("/api/v1/sessions").body().at("/data/0/session_id").asLong();
    }
  }

  /** The same distribution as another build, in another folder. */
  private static Path next() throws IOException {
    Path folder = Path.of("target", "distribution-next-" + System.nanoTime()).toAbsolutePath();
    Files.createDirectories(folder);
    Server.unpack(folder);
    Files.writeString(
        folder.resolve("lib/build.properties"), "next=true\n", StandardOpenOption.APPEND);
    return folder;
  }
}

package io.fairlead.itests;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.fairlead.client.FairleadClient;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.After;
import org.junit.Test;

/**
 * What was acknowledged is there after a restart and after kill -9; each surface's settings show up
 * on the others.
 */
public class SettingsSurviveTest {

  private static final int KILLS = 20;

  private final Server server = Server.start();

  @After
  public void stop() {
    server.close();
  }

  @Test
  public void killNineAtAnyMomentLosesNoAcknowledgedChange() throws Exception {
    for (int round = 0; round < KILLS; round++) {
      AtomicInteger acknowledged = new AtomicInteger();
      AtomicInteger sent = new AtomicInteger();
      int base = 100 + 1_000 * round;
      Thread writer =
          new Thread(
              () -> {
                try {
                  for (int n = base; n < base + 1_000; n++) {
                    sent.set(n);
                    if (server.put("/api/v1/pools/main", "{\"max_wait_queue\": " + n + "}").status()
                        < 300) {
                      acknowledged.set(n);
                    }
                  }
                } catch (RuntimeException | Error killed) {
                  // The server was killed under the request: that change was not acknowledged.
                }
              },
              "settings-writer");
      writer.start();
      int enough = 3 + round % 7;
      Await.until(
          "changes are being acknowledged",
          Duration.ofSeconds(20),
          () -> acknowledged.get() >= base + enough);
      server.kill();
      writer.join();
      server.run();
      int found = server.get("/api/v1/pools/main").body().get("max_wait_queue").asInt();
      assertTrue(
          "round "
              + round
              + ": found "
              + found
              + ", acknowledged "
              + acknowledged
              + ", sent "
              + sent,
          found >= acknowledged.get() && found <= sent.get());
      assertTrue(server.get("/api/v1/pools/main").body().get("applied").asBoolean());
    }
  }

  @Test
  public void eachSurfacesSettingsShowUpOnTheOthersAndSurviveARestart() throws Exception {
    assertEquals(200, server.put("/api/v1/pools/main", "{\"max_connections\": 21}").status());
    assertEquals(
        21,
        server
            .graphql("{connectionPool(id:\"main\"){maxConnections}}")
            .at("/data/connectionPool/maxConnections")
            .asInt());
    assertTrue(server.read("io.fairlead.pool-main.cfg").contains("max_connections"));

    JsonNode updated =
        server.graphql(
            "mutation{updatePoolConfig(poolId:\"main\",config:{maxConnections:22}){maxConnections}}");
    assertEquals(
        updated.toString(), 22, updated.at("/data/updatePoolConfig/maxConnections").asInt());
    assertEquals(22, server.get("/api/v1/pools/main").body().get("max_connections").asInt());

    String file = server.read("io.fairlead.pool-main.cfg");
    server.write(
        "io.fairlead.pool-main.cfg", file.replaceAll("(?m)^(max_connections)\\s*=.*$", "$1 = 23"));
    Await.until(
        "the edit by hand is in force",
        Duration.ofSeconds(10),
        () -> server.get("/api/v1/pools/main").body().get("max_connections").asInt() == 23);

    assertEquals(0, server.stop());
    server.run();
    assertEquals(23, server.get("/api/v1/pools/main").body().get("max_connections").asInt());
  }

  @Test
  public void nonsenseInAFileLeavesTheLastGoodInForceRestartsIncludedAndIsShown() throws Exception {
    assertEquals(200, server.put("/api/v1/pools/main", "{\"max_connections\": 17}").status());
    String good = server.read("io.fairlead.pool-main.cfg");
    server.write(
        "io.fairlead.pool-main.cfg",
        good.replaceAll("(?m)^(max_connections)\\s*=.*$", "$1 = many"));
    Await.until(
        "the failure is shown",
        Duration.ofSeconds(10),
        () ->
            server
                .get("/api/v1/pools/main")
                .body()
                .get("config_error")
                .asText()
                .contains("max_connections"));
    JsonNode pool = server.get("/api/v1/pools/main").body();
    assertEquals(17, pool.get("max_connections").asInt());
    assertFalse(pool.get("applied").asBoolean());
    assertTrue(
        server
            .get("/api/v1/plugins")
            .body()
            .get("failed_configs")
            .toString()
            .contains("io.fairlead.pool-main.cfg"));

    server.kill();
    server.run();
    pool = server.get("/api/v1/pools/main").body();
    assertEquals(17, pool.get("max_connections").asInt());
    assertTrue(
        pool.get("config_error").asText(), pool.get("config_error").asText().contains("many"));
    try (FairleadClient client = server.client()) {
      assertEquals(List.of(List.of("1")), client.query("SELECT 1").rows());
    }
    server.write("io.fairlead.pool-main.cfg", good);
    Await.until(
        "the mended file is in force",
        Duration.ofSeconds(10),
        () -> server.get("/api/v1/pools/main").body().get("applied").asBoolean());
  }

  @Test
  public void everyFieldOfALifecyclePolicySurvivesKillNine() {
    String path = "/api/v1/pools/main/lifecycle/policy";
    for (String field :
        List.of(
            "{\"aging\": {\"type\": \"combined\"}}",
            "{\"aging\": {\"max_lifetime_secs\": 1111}}",
            "{\"aging\": {\"max_borrows\": 2222}}",
            "{\"aging\": {\"error_threshold\": 0.375}}",
            "{\"aging\": {\"jitter_percent\": 33}}",
            "{\"recycling\": \"adaptive\"}",
            "{\"reset\": {\"clear_prepared_statements\": true}}",
            "{\"reset\": {\"rollback_transactions\": false}}",
            "{\"reset\": {\"custom_reset_queries\": [\"VALUES (1, 2)\", \"SELECT 1\"]}}",
            "{\"validation\": {\"query\": \"SELECT 4, 4\"}}",
            "{\"validation\": {\"timeout_secs\": 44}}")) {
      Server.Answer set = server.put(path, field);
      assertTrue(field + " " + set.body(), set.status() == 200 || set.status() == 202);
    }
    String leak =
        "{\"leak\": {\"threshold_secs\": 55, \"action\": \"reclaim\", \"capture\": \"stack\"},"
            + " \"keepalive_secs\": 66, \"validate_on_release\": true}";
    assertTrue(server.put("/api/v1/pools/main", leak).status() < 300);
    JsonNode policy = server.get(path).body();
    JsonNode leaks = server.get("/api/v1/pools/main").body().get("leak");
    server.kill();
    server.run();
    assertEquals(policy, server.get(path).body());
    assertEquals("VALUES (1, 2)", policy.at("/reset/custom_reset_queries/0").asText());
    assertEquals(33, policy.at("/aging/jitter_percent").asInt());
    JsonNode pool = server.get("/api/v1/pools/main").body();
    assertEquals(leaks, pool.get("leak"));
    assertEquals(55, leaks.get("threshold_secs").asInt());
    assertEquals(66, pool.get("keepalive_secs").asInt());
    assertTrue(pool.get("validate_on_release").asBoolean());
  }

  @Test
  public void whatGetGaveCanBePutBackAndChangesNothing() {
    for (String path :
        List.of(
            "/api/v1/pools/main",
            "/api/v1/pools/main/lifecycle/policy",
            "/api/v1/network/protocols")) {
      Server.Answer shown = server.get(path);
      Server.Answer back = server.put(path, shown.body().toString());
      assertEquals(path + " " + back.body(), 200, back.status());
      assertEquals(path, shown.body().get("revision"), back.body().get("revision"));
    }
  }

  @Test
  public void aStaleChangeIsRefusedAndPoolsComeAndGo() throws Exception {
    Server.Answer first = server.get("/api/v1/pools/main");
    String etag = first.header("etag");
    assertEquals(
        200,
        server
            .call(
                "PUT", "/api/v1/pools/main", "{\"max_connections\": 31}", Map.of("If-Match", etag))
            .status());
    assertEquals(
        412,
        server
            .call(
                "PUT", "/api/v1/pools/main", "{\"max_connections\": 32}", Map.of("If-Match", etag))
            .status());
    assertNotEquals(etag, server.get("/api/v1/pools/main").header("etag"));

    String settings =
        "{\"name\":\"extra\",\"driver\":\"org.h2.Driver\",\"url\":\"jdbc:h2:mem:extra\",\"username\":\"sa\",\"min_connections\":1,"
            + "\"initial_connections\":1,\"max_connections\":2}";
    assertEquals(201, server.post("/api/v1/pools", settings).status());
    assertEquals(409, server.post("/api/v1/pools", settings).status());
    server.kill();
    server.run();
    assertEquals(2, server.get("/api/v1/pools/extra").body().get("max_connections").asInt());
    assertEquals(409, server.delete("/api/v1/pools/main").status());
    int deleted = server.delete("/api/v1/pools/extra").status();
    assertTrue("" + deleted, deleted == 204 || deleted == 202);
    Await.until(
        "the pool is gone",
        Duration.ofSeconds(10),
        () -> server.get("/api/v1/pools/extra").status() == 404);
    server.kill();
    server.run();
    assertEquals(404, server.get("/api/v1/pools/extra").status());
  }
}

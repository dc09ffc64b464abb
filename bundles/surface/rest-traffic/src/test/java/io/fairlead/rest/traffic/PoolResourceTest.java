package io.fairlead.rest.traffic;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.fairlead.rest.host.KnownAdmin;
import io.fairlead.rest.host.TestServer;
import io.fairlead.traffic.pool.DrainRequest;
import io.fairlead.traffic.pool.DrainRequest.OnWaiters;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.Test;

public class PoolResourceTest extends TrafficTest {

  private static final String ORDERS = "/api/v1/pools/orders";

  @Test
  public void poolsAreAListByName() throws Exception {
    JsonNode list = get("/api/v1/pools");
    assertTrue(list.isArray());
    assertEquals(List.of("main", "orders"), list.findValuesAsText("pool_id"));
  }

  @Test
  public void aPoolShowsTheContractsFieldsAndNoPassword() throws Exception {
    HttpResponse<String> response = server.get(ORDERS);
    JsonNode pool = json(response, 200);
    assertFields(
        pool,
        ("pool_id name driver url username properties init_sql isolation schema read_only"
                + " min_connections max_connections initial_connections connection_timeout_secs"
                + " idle_timeout_secs max_lifetime_secs creation_timeout_secs creation_throttle"
                + " validate_on_acquire validation_query validation_timeout_secs validation_skip_ms"
                + " max_wait_queue statement_timeout_secs idle_in_transaction_timeout_secs"
                + " transaction_timeout_secs state last_error data_source revision applied"
                + " active_connections idle_connections total_connections waiting_requests")
            .split(" "));
    assertFalse(pool.has("password"));
    assertEquals(10, pool.get("creation_throttle").get("per_second").asInt());
    assertEquals('"' + pool.get("revision").asText() + '"', header(response, "etag"));
  }

  @Test
  public void statsShowTheContractsFields() throws Exception {
    JsonNode stats = get(ORDERS + "/stats");
    assertFields(
        stats,
        ("pool_id active_connections idle_connections total_connections waiting_requests"
                + " total_acquired total_created total_destroyed total_released avg_wait_time_ms"
                + " wait_time_ms hold_time_ms creation_time_ms success_rate")
            .split(" "));
    assertEquals(1L << 40, stats.get("total_acquired").asLong());
    assertFields(stats.get("wait_time_ms"), "p50", "p95", "p99", "max");
    assertEquals("1 waiting, p95 wait 3 ms", stats.at("/sizing/0/reason").asText());
  }

  @Test
  public void decisionsAboutTheSizeAreShownWithTheirReasons() throws Exception {
    JsonNode decisions = get(ORDERS + "/decisions");
    assertFields(decisions.get(0), "at", "from", "to", "reason");
    assertEquals("1 waiting, p95 wait 3 ms", decisions.at("/0/reason").asText());
    assertEquals(404, server.get("/api/v1/pools/none/decisions").statusCode());
  }

  @Test
  public void statsAreCsvWithTheNamesOfJson() throws Exception {
    HttpResponse<String> response = server.get(ORDERS + "/stats?format=csv");
    assertEquals(200, response.statusCode());
    assertTrue(header(response, "content-type").startsWith("text/csv"));
    List<String> lines = response.body().lines().toList();
    assertEquals(2, lines.size());
    List<String> names = List.of(lines.get(0).split(","));
    List<String> values = List.of(lines.get(1).split(","));
    assertEquals(names.size(), values.size());
    assertFalse(names.contains("sizing"));
    JsonNode stats = get(ORDERS + "/stats?format=json");
    for (String name : List.of("pool_id", "total_acquired", "waiting_requests")) {
      assertEquals(stats.get(name).asText(), values.get(names.indexOf(name)));
    }
    assertEquals(
        stats.get("wait_time_ms").get("p95").asText(),
        values.get(names.indexOf("wait_time_ms_p95")));
  }

  @Test
  public void statsAreWrittenForPrometheusByTheBundleThatCan() throws Exception {
    HttpResponse<String> response = server.get(ORDERS + "/stats?format=prometheus");
    assertEquals(200, response.statusCode());
    assertTrue(header(response, "content-type").startsWith("text/plain"));
    assertTrue(response.body(), response.body().startsWith("fairlead_pool_state of "));
    try (TestServer without = new TestServer(new KnownAdmin(), Map.of(), new PoolResource(pools))) {
      assertTrue(
          assertProblem(without.get(ORDERS + "/stats?format=prometheus"), 503, "UNAVAILABLE")
              .toString()
              .contains("io.fairlead.metrics"));
    }
    assertInvalid(server.get(ORDERS + "/stats?format=xml"), "format");
  }

  @Test
  public void aNameThatNothingHasIsUnknownEverywhere() throws Exception {
    for (String name :
        List.of("none", "MAIN", "1", "a%20b", "..", "%7B", "a;b", "x".repeat(2_000))) {
      String path = "/api/v1/pools/" + name;
      assertEquals(404, server.get(path).statusCode());
      assertEquals(404, server.call("PUT", path, "{}").statusCode());
      assertEquals(404, server.call("DELETE", path, null).statusCode());
      assertEquals(404, server.get(path + "/stats").statusCode());
      assertEquals(404, server.call("POST", path + "/drain", "{\"on_waiters\":1}").statusCode());
      assertEquals(404, server.call("POST", path + "/pause", null).statusCode());
      assertEquals(404, server.call("POST", path + "/resume", null).statusCode());
    }
    assertProblem(server.get("/api/v1/pools/none"), 404, "NOT_FOUND");
  }

  @Test
  public void putMergesAndAnswersThePool() throws Exception {
    HttpResponse<String> response = server.call("PUT", ORDERS, "{\"min_connections\":2}");
    JsonNode pool = json(response, 200);
    assertEquals(2, pool.get("min_connections").asInt());
    assertEquals(20, pool.get("max_connections").asInt());
    assertTrue(pool.get("applied").asBoolean());
    assertEquals(pool, get(ORDERS));
    assertEquals('"' + pool.get("revision").asText() + '"', header(response, "etag"));
  }

  @Test
  public void nestedFieldsAreMerged() throws Exception {
    JsonNode pool =
        json(server.call("PUT", ORDERS, "{\"creation_throttle\":{\"per_second\":3}}"), 200);
    assertEquals(3, pool.get("creation_throttle").get("per_second").asInt());
  }

  @Test
  public void aChangeThatIsNotAppliedYetSaysWhereToLook() throws Exception {
    pools.applied = false;
    HttpResponse<String> response = server.call("PUT", ORDERS, "{\"min_connections\":2}");
    assertFalse(json(response, 202).get("applied").asBoolean());
    assertEquals(ORDERS, header(response, "location"));
  }

  @Test
  public void everyWrongFieldIsNamedAndNothingChanged() throws Exception {
    assertInvalid(
        server.call(
            "PUT",
            ORDERS,
            "{\"min_connections\":-1,\"max_connections\":\"x\",\"other\":1,\"creation_throttle\":{\"per_second\":0,\"x\":1}}"),
        "min_connections",
        "max_connections",
        "other",
        "creation_throttle.per_second",
        "creation_throttle.x");
    assertEquals(20, get(ORDERS).get("max_connections").asInt());
  }

  @Test
  public void aStaleWriteChangesNothing() throws Exception {
    String stale = "\"r0\"";
    assertProblem(put("{\"min_connections\":1}", stale), 412, "STALE");
    assertProblem(
        put("{\"min_connections\":1}", "W/" + header(server.get(ORDERS), "etag")), 412, "STALE");
    assertProblem(put("{\"min_connections\":1}", "r0"), 400, "BAD_REQUEST");
    assertEquals(5, get(ORDERS).get("min_connections").asInt());

    assertEquals(
        200, put("{\"min_connections\":1}", header(server.get(ORDERS), "etag")).statusCode());
    assertEquals(200, put("{\"min_connections\":2}", "*").statusCode());
    assertEquals(
        200,
        put("{\"min_connections\":3}", stale + ", " + header(server.get(ORDERS), "etag"))
            .statusCode());
    assertEquals(3, get(ORDERS).get("min_connections").asInt());
  }

  @Test
  public void aNewPoolSaysWhereItIs() throws Exception {
    HttpResponse<String> response =
        server.call("POST", "/api/v1/pools", "{\"name\":\"new\",\"max_connections\":7}");
    assertEquals(7, json(response, 201).get("max_connections").asInt());
    assertEquals("/api/v1/pools/new", header(response, "location"));
    assertEquals(7, get("/api/v1/pools/new").get("max_connections").asInt());
    assertProblem(server.call("POST", "/api/v1/pools", "{\"name\":\"new\"}"), 409, "CONFLICT");
    assertInvalid(
        server.call("POST", "/api/v1/pools", "{\"name\":\"b\",\"max_connections\":0}"),
        "max_connections");
  }

  @Test
  public void aDryRunChangesNothing() throws Exception {
    JsonNode trial =
        json(server.call("POST", "/api/v1/pools?dry_run=true", "{\"name\":\"new\"}"), 200);
    assertTrue(trial.get("opened").asBoolean());
    assertEquals("H2 2.5", trial.get("product").asText());
    assertEquals(1.5, trial.get("open_ms").asDouble(), 0);
    assertEquals(404, server.get("/api/v1/pools/new").statusCode());
    assertInvalid(server.call("POST", "/api/v1/pools?dry_run=maybe", "{}"), "dry_run");
  }

  @Test
  public void deletingSaysWhetherItIsGone() throws Exception {
    assertProblem(server.call("DELETE", "/api/v1/pools/main", null), 409, "CONFLICT");
    pools.emptyAtOnce = false;
    HttpResponse<String> draining = server.call("DELETE", ORDERS, null);
    json(draining, 202);
    assertEquals(ORDERS, header(draining, "location"));
    pools.stored.put("orders", java.util.Map.of());
    pools.emptyAtOnce = true;
    assertEquals(204, server.call("DELETE", ORDERS, null).statusCode());
  }

  @Test
  public void drainTellsWhatIsOutAndWhereToLook() throws Exception {
    HttpResponse<String> response = server.call("POST", ORDERS + "/drain", null);
    assertEquals(3, json(response, 202).get("remaining").asInt());
    assertEquals(ORDERS + "/stats", header(response, "location"));
    json(
        server.call(
            "POST", ORDERS + "/drain", "{\"on_waiters\":\"refuse\",\"deadline_secs\":3600}"),
        202);
    json(server.call("POST", ORDERS + "/drain", "{\"on_waiters\":\"move\",\"to\":\"main\"}"), 202);
    assertEquals(
        List.of(
            new DrainRequest(
                DrainRequest.OnWaiters.SERVE, Optional.empty(), Duration.ofSeconds(30)),
            new DrainRequest(DrainRequest.OnWaiters.REFUSE, Optional.empty(), Duration.ofHours(1)),
            new DrainRequest(OnWaiters.MOVE, Optional.of("main"), Duration.ofSeconds(30))),
        pools.calls);
  }

  @Test
  public void drainThatCannotBeIsRefused() throws Exception {
    assertInvalid(
        server.call("POST", ORDERS + "/drain", "{\"on_waiters\":\"drop\",\"deadline_secs\":0}"),
        "on_waiters",
        "deadline_secs");
    assertInvalid(
        server.call("POST", ORDERS + "/drain", "{\"deadline_secs\":3601,\"to\":\"no-name\"}"),
        "deadline_secs",
        "to");
    assertInvalid(server.call("POST", ORDERS + "/drain", "{\"on_waiters\":\"move\"}"), "to");
    assertEquals(List.of(), pools.calls);
  }

  @Test
  public void pauseAndResumeTakeNoFields() throws Exception {
    assertEquals(
        "paused", json(server.call("POST", ORDERS + "/pause", null), 200).get("state").asText());
    assertInvalid(server.call("POST", ORDERS + "/resume", "{\"now\":true}"), "now");
    assertEquals(
        "running", json(server.call("POST", ORDERS + "/resume", "{}"), 200).get("state").asText());
  }

  @Test
  public void unknownParametersAreNamed() throws Exception {
    assertInvalid(server.get("/api/v1/pools?page=1"), "page");
    assertInvalid(server.get(ORDERS + "?x=1&y=2"), "x", "y");
  }

  private HttpResponse<String> put(String body, String ifMatch) throws Exception {
    return server.send(
        "PUT",
        ORDERS,
        body,
        "Authorization",
        TestServer.BASIC,
        "Content-Type",
        "application/json",
        "If-Match",
        ifMatch);
  }
}

package io.fairlead.rest.traffic;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.fairlead.traffic.pool.RecycleRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.Test;

public class LifecycleResourceTest extends TrafficTest {

  private static final String LIFECYCLE = "/api/v1/pools/orders/lifecycle";
  private static final String LEAKS = "/api/v1/pools/orders/leaks";

  @Test
  public void aPolicyIsShownAndChanged() throws Exception {
    HttpResponse<String> shown = server.get(LIFECYCLE + "/policy");
    JsonNode policy = json(shown, 200);
    assertFields(policy, "aging", "recycling", "reset", "validation", "revision", "applied");
    assertFields(
        policy.get("aging"),
        "type max_lifetime_secs max_borrows error_threshold jitter_percent".split(" "));
    assertFields(
        policy.get("reset"),
        ("reset_session_vars reset_temp_tables clear_prepared_statements rollback_transactions"
                + " custom_reset_queries")
            .split(" "));
    assertFields(policy.get("validation"), "query", "timeout_secs");
    assertEquals('"' + policy.get("revision").asText() + '"', header(shown, "etag"));
    JsonNode changed =
        json(
            server.call(
                "PUT",
                LIFECYCLE + "/policy",
                "{\"aging\": {\"type\": \"usage\", \"max_lifetime_secs\": null}, \"reset\":"
                    + " {\"custom_reset_queries\": [\"SELECT f(1, 2)\"]}}"),
            200);
    assertEquals("usage", changed.get("aging").get("type").asText());
    assertTrue(changed.get("aging").get("max_lifetime_secs").isNull());
    assertEquals("SELECT f(1, 2)", changed.at("/reset/custom_reset_queries/0").asText());
    assertInvalid(
        server.call(
            "PUT", LIFECYCLE + "/policy", "{\"aging\": {\"type\": \"luck\"}, \"nonsense\": 1}"),
        "aging.type",
        "nonsense");
  }

  @Test
  public void aRecycleIsAcceptedAndItsProgressIsAmongTheStats() throws Exception {
    HttpResponse<String> accepted =
        server.call(
            "POST",
            LIFECYCLE + "/recycle",
            "{\"connection_ids\": [4, \"5\"], \"scope\": \"idle\", \"strategy\": \"replace\"}");
    assertFields(json(accepted, 202), "total", "done", "failed");
    assertTrue(header(accepted, "location").endsWith(LIFECYCLE + "/stats"));
    assertEquals(
        List.of(
            new RecycleRequest(
                Optional.of(Set.of(4L, 5L)), Optional.empty(), false, Optional.of("replace"))),
        lives.recycled);
    assertInvalid(
        server.call(
            "POST",
            LIFECYCLE + "/recycle",
            "{\"connection_ids\": [1.5], \"scope\": \"none\", \"strategy\": \"slow\"}"),
        "connection_ids",
        "scope",
        "strategy");
    assertInvalid(
        server.call("POST", LIFECYCLE + "/recycle", "{\"connection_ids\": []}"), "connection_ids");
    JsonNode stats = get(LIFECYCLE + "/stats");
    assertFields(
        stats,
        ("recycled_count replaced_count validations_performed validations_failed success_rate"
                + " enforced_count warnings_issued reset_failures ages recycle")
            .split(" "));
    assertEquals(3, stats.at("/recycle/total").asInt());
  }

  @Test
  public void leaksAreShownAndForgotten() throws Exception {
    JsonNode leaks = get(LEAKS);
    assertEquals(4, leaks.get("total_leaks").asInt());
    assertFields(
        leaks.get("detected_leaks").get(0),
        "connection_id session_id age_seconds user query thread stack allocated_at state"
            .split(" "));
    assertEquals(1, json(server.call("POST", LEAKS + "/clear", "{}"), 200).get("cleared").asInt());
    assertInvalid(server.call("POST", LEAKS + "/clear", "{\"all\": true}"), "all");
  }

  @Test
  public void unknownPoolsAreUnknown() throws Exception {
    for (String path : List.of("/lifecycle/policy", "/lifecycle/stats", "/leaks")) {
      assertProblem(server.get("/api/v1/pools/none" + path), 404, "NOT_FOUND");
    }
    for (String path : List.of("/lifecycle/recycle", "/leaks/clear")) {
      assertProblem(server.call("POST", "/api/v1/pools/none" + path, "{}"), 404, "NOT_FOUND");
    }
    assertProblem(
        server.call("PUT", "/api/v1/pools/none/lifecycle/policy", "{}"), 404, "NOT_FOUND");
  }
}

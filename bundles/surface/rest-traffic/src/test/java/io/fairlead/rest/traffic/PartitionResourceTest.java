package io.fairlead.rest.traffic;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.fairlead.traffic.pool.ClearRequest;
import io.fairlead.traffic.pool.Priority;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Optional;
import org.junit.Test;

public class PartitionResourceTest extends TrafficTest {

  private static final String PARTITIONS = "/api/v1/pools/orders/partitions";
  private static final String QUEUE = "/api/v1/pools/orders/wait-queue";

  @Test
  public void aPartitionIsMadeShownChangedAndRemoved() throws Exception {
    HttpResponse<String> made =
        server.call(
            "POST",
            PARTITIONS,
            "{\"name\": \"gold\", \"type\": \"tenant\", \"limits\": {\"max_connections\": 3}}");
    assertEquals(made.body(), 201, made.statusCode());
    assertTrue(header(made, "location"), header(made, "location").endsWith(PARTITIONS + "/gold"));
    HttpResponse<String> shown = server.get(PARTITIONS + "/gold");
    JsonNode partition = json(shown, 200);
    assertFields(
        partition,
        "name type match weight priority limits over_limit usage built_in revision applied"
            .split(" "));
    assertFields(
        partition.get("limits"),
        ("max_connections min_connections max_wait_queue cpu_limit_seconds memory_limit_bytes"
                + " io_limit_iops io_limit_bytes window_secs")
            .split(" "));
    assertFields(partition.get("usage"), "active_connections", "idle_connections", "waiting");
    assertEquals('"' + partition.get("revision").asText() + '"', header(shown, "etag"));
    JsonNode changed =
        json(
            server.call("PUT", PARTITIONS + "/gold", "{\"limits\": {\"max_connections\": 4}}"),
            200);
    assertEquals(4, changed.get("limits").get("max_connections").asInt());
    assertEquals(1, get(PARTITIONS).size());
    JsonNode stats = get(PARTITIONS + "/gold/stats");
    assertFields(
        stats,
        ("connections_acquired connections_released wait_timeouts cpu_ms bytes wait_time_ms"
                + " limit_violations")
            .split(" "));
    assertEquals(5_000_000_000L, stats.get("connections_acquired").asLong());
    assertEquals(204, server.call("DELETE", PARTITIONS + "/gold", null).statusCode());
  }

  @Test
  public void whatIsNotThereIsUnknown() throws Exception {
    for (String path :
        List.of(
            "/api/v1/pools/none/partitions",
            PARTITIONS + "/none",
            PARTITIONS + "/none/stats",
            "/api/v1/pools/none/wait-queue",
            "/api/v1/pools/none/wait-queue/stats")) {
      assertProblem(server.get(path), 404, "NOT_FOUND");
    }
    assertProblem(server.call("PUT", PARTITIONS + "/none", "{}"), 404, "NOT_FOUND");
    assertProblem(server.call("DELETE", PARTITIONS + "/none", null), 404, "NOT_FOUND");
    assertProblem(
        server.call("POST", "/api/v1/pools/none/wait-queue/clear", "{}"), 404, "NOT_FOUND");
  }

  @Test
  public void theQueueIsPagedSeenAndCleared() throws Exception {
    JsonNode page = get(QUEUE + "?page=1&page_size=10");
    assertPage(page, 1, 1, 10, 1, 1);
    assertEquals(1, page.get("size").asInt());
    assertEquals(1_000, page.get("max").asInt());
    assertFields(
        page.get("data").get(0),
        "id owner since priority boosted position partition deadline budget because waits_for"
            .split(" "));
    assertInvalid(server.get(QUEUE + "?page=0&colour=red"), "page", "colour");
    assertFields(
        get(QUEUE + "/stats"),
        ("current_size total_enqueued total_dequeued average_wait_time_ms max_wait_time_ms p50 p95"
                + " p99 timeouts cancelled refused moved boosted_count deadlocks_detected"
                + " last_deadlock")
            .split(" "));
    JsonNode cleared = json(server.call("POST", QUEUE + "/clear", "{\"priority\": \"low\"}"), 200);
    assertEquals(7, cleared.get("cleared").asInt());
    assertEquals(
        List.of(new ClearRequest(Optional.of(Priority.LOW), Optional.empty())), partitions.cleared);
    assertInvalid(
        server.call("POST", QUEUE + "/clear", "{\"priority\": \"urgent\", \"who\": 1}"),
        "priority",
        "who");
  }
}

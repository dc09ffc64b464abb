package io.fairlead.rest.traffic;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fairlead.rest.host.KnownAdmin;
import io.fairlead.rest.host.TestServer;
import io.fairlead.traffic.pool.FakeBudgets;
import io.fairlead.traffic.pool.FakeLives;
import io.fairlead.traffic.pool.FakePartitions;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.After;
import org.junit.Before;

/** What the tests of the resources share: the host with fakes behind it. */
public abstract class TrafficTest {

  final FakePools pools = new FakePools();
  final FakeSessions sessions = new FakeSessions();
  final FakeNetwork network = new FakeNetwork();
  final FakePartitions partitions = new FakePartitions();
  final FakeLives lives = new FakeLives();
  final FakeBudgets budgets = new FakeBudgets();
  TestServer server;

  @Before
  public void start() throws Exception {
    pools.stored.put("main", Map.of());
    pools.stored.put("orders", Map.of("max_connections", "20"));
    server =
        new TestServer(
            new KnownAdmin(),
            Map.of(),
            new PoolResource(pools, metrics -> metrics.get(0).name() + " of " + metrics.size()),
            new ConnectionResource(pools),
            new SessionResource(sessions),
            new NetworkResource(network),
            new PartitionResource(pools, partitions),
            new WaitQueueResource(pools, partitions),
            new LifecycleResource(pools, lives),
            new LeakResource(pools, lives),
            new BudgetResource(budgets));
  }

  @After
  public void stop() throws Exception {
    server.close();
  }

  JsonNode get(String path) throws Exception {
    return json(server.get(path), 200);
  }

  static JsonNode json(HttpResponse<String> response, int status) throws Exception {
    assertEquals(response.body(), status, response.statusCode());
    assertEquals("application/json", response.headers().firstValue("content-type").orElse(""));
    return new ObjectMapper().readTree(response.body());
  }

  static String header(HttpResponse<String> response, String name) {
    return response.headers().firstValue(name).orElse("");
  }

  static JsonNode assertProblem(HttpResponse<String> response, int status, String code)
      throws Exception {
    assertEquals(response.body(), status, response.statusCode());
    assertEquals("application/problem+json", header(response, "content-type"));
    JsonNode problem = new ObjectMapper().readTree(response.body());
    assertEquals(code, problem.get("code").asText());
    return problem;
  }

  /** 422, with exactly these fields named. */
  static void assertInvalid(HttpResponse<String> response, String... fields) throws Exception {
    JsonNode problem = assertProblem(response, 422, "INVALID");
    assertEquals(
        new TreeSet<>(List.of(fields)),
        new TreeSet<>(problem.get("errors").findValuesAsText("field")));
  }

  static void assertFields(JsonNode object, String... fields) {
    List<String> missing = new ArrayList<>(List.of(fields));
    object.fieldNames().forEachRemaining(missing::remove);
    assertEquals("missing in " + object, List.of(), missing);
  }

  static void assertPage(JsonNode page, int data, int number, int size, int pages, int count) {
    assertEquals(data, page.get("data").size());
    assertEquals(number, page.get("page").asInt());
    assertEquals(size, page.get("page_size").asInt());
    assertEquals(pages, page.get("total_pages").asInt());
    assertEquals(count, page.get("total_count").asInt());
    assertEquals(number < pages, page.get("has_next").asBoolean());
    assertEquals(number > 1 && pages > 0, page.get("has_prev").asBoolean());
    assertTrue(page.get("has_next").isBoolean());
    assertFalse(page.has("total"));
  }
}

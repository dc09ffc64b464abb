package io.fairlead.itests;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.fairlead.client.FairleadClient;
import io.fairlead.client.ServerErrorException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.Test;

/** What a collector reads is what happened, and nobody reads it who may not look. */
public class MetricsTellTheTruthTest extends WithServer {

  private static final Duration SOON = Duration.ofSeconds(20);
  private static final int CLIENTS = 4;
  private static final int STATEMENTS = 50;
  private static final int WRONG = 3;
  private static final String POOL =
      "{\"name\":\"counted\",\"driver\":\"org.h2.Driver\",\"url\":\"jdbc:h2:mem:counted;DB_CLOSE_DELAY=-1\","
          + "\"username\":\"sa\",\"min_connections\":1,\"initial_connections\":1,\"max_connections\":4}";

  @Test
  public void aLoadOfKnownSizeIsCountedToTheLastStatement() throws Exception {
    Map<String, Double> before = scrape();
    for (int c = 0; c < CLIENTS; c++) {
      try (FairleadClient client = server.client()) {
        for (int i = 0; i < STATEMENTS; i++) {
          client.query("SELECT " + i);
        }
        for (int i = 0; i < WRONG; i++) {
          assertThrows(ServerErrorException.class, () -> client.query("SELECT * FROM nowhere"));
        }
      }
    }
    Map<String, Double> after = scrape();
    assertEquals(
        CLIENTS * STATEMENTS,
        grown("fairlead_statement_duration_seconds_count{outcome=\"ok\"}", before, after));
    assertEquals(
        CLIENTS * WRONG,
        grown("fairlead_statement_duration_seconds_count{outcome=\"error\"}", before, after));
    assertEquals(
        CLIENTS * (STATEMENTS + WRONG),
        grown("fairlead_pool_acquired_total{pool=\"main\"}", before, after));
    assertEquals(CLIENTS, grown("fairlead_sessions_opened_total", before, after));
    assertEquals(CLIENTS, grown("fairlead_network_connections_accepted_total", before, after));
    assertTrue(
        grown("fairlead_network_received_bytes_total", before, after)
            > CLIENTS * STATEMENTS * "SELECT 1".length());
    Await.until(
        "no connection is out",
        SOON,
        () -> scrape().get("fairlead_pool_connections{pool=\"main\",state=\"active\"}") == 0);
    assertEquals(
        1,
        (int) scrape().get("fairlead_pool_state{pool=\"main\",state=\"running\"}").doubleValue());
  }

  @Test
  public void operationsAreCountedUnderTheirNamesOnBothSurfacesAndNeverByPath() throws Exception {
    Map<String, Double> before = scrape();
    for (int i = 0; i < 5; i++) {
      server.get("/api/v1/pools");
      server.get("/api/v1/pools/none-of-that-name-" + i);
      server.get("/api/v1/nowhere/" + i);
      server.graphql("{connectionPools{name}}");
    }
    Map<String, Double> after = scrape();
    assertEquals(5, grown(operation("connectionPools", "2xx", "rest"), before, after));
    assertEquals(5, grown(operation("connectionPool", "4xx", "rest"), before, after));
    assertEquals(5, grown(operation("none", "4xx", "rest"), before, after));
    assertEquals(5, grown(operation("connectionPools", "2xx", "graphql"), before, after));
    assertTrue(
        "no series is named after what a client wrote",
        after.keySet().stream().noneMatch(k -> k.contains("nowhere") || k.contains("none-of")));
  }

  private static String operation(String operation, String status, String surface) {
    return "fairlead_operation_duration_seconds_count{operation=\""
        + operation
        + "\",status=\""
        + status
        + "\",surface=\""
        + surface
        + "\"}";
  }

  @Test
  public void countsSurviveAChangeOfThePoolAndGoWithIt() throws Exception {
    assertEquals(201, server.post("/api/v1/pools", POOL).status());
    String created = "fairlead_pool_created_total{pool=\"counted\"}";
    Await.until("it is counted", SOON, () -> scrape().getOrDefault(created, 0.0) >= 1);
    double before = scrape().get(created);
    assertEquals(200, server.put("/api/v1/pools/counted", "{\"max_connections\": 5}").status());
    Map<String, Double> changed = scrape();
    assertTrue(changed.get(created) >= before);
    assertEquals(5, changed.get("fairlead_pool_max_connections{pool=\"counted\"}"), 0);
    assertEquals(
        "the pool's own text has the same series",
        names(changed, "pool=\"counted\""),
        names(
            parse(send("/api/v1/pools/counted/stats?format=prometheus", Map.of()).body()),
            "pool=\"counted\""));
    assertTrue(server.delete("/api/v1/pools/counted").status() < 300);
    Await.until(
        "its series are gone",
        SOON,
        () -> scrape().keySet().stream().noneMatch(k -> k.contains("pool=\"counted\"")));
  }

  @Test
  public void nobodyCollectsWithoutALogin() throws Exception {
    HttpResponse<String> refused = server.send("GET", "/metrics", null, Map.of());
    assertEquals(401, refused.statusCode());
    assertFalse(refused.body().contains("fairlead_"));
    assertEquals(405, server.call("POST", "/metrics", "{}", Map.of()).status());
    Map<String, Double> before = scrape();
    server.send("GET", "/metrics", null, Map.of("Authorization", "Basic YWRtaW46d3Jvbmc="));
    assertEquals(1, grown("fairlead_authentications_total{result=\"refused\"}", before, scrape()));
  }

  @Test
  public void bothTextsAreThere() throws Exception {
    HttpResponse<String> text = send("/metrics", Map.of());
    assertTrue(text.headers().firstValue("content-type").orElse("").contains("version=0.0.4"));
    HttpResponse<String> open = send("/metrics", Map.of("Accept", "application/openmetrics-text"));
    assertTrue(
        open.headers()
            .firstValue("content-type")
            .orElse("")
            .startsWith("application/openmetrics-text"));
    assertTrue(open.body().endsWith("# EOF\n"));
    for (String name :
        List.of(
            "jvm_memory_used_bytes",
            "process_cpu_usage",
            "fairlead_build_info",
            "fairlead_ready")) {
      assertTrue(name, text.body().contains("# TYPE " + name + " "));
    }
  }

  private static long grown(String series, Map<String, Double> before, Map<String, Double> after) {
    assertTrue(series + " is not among\n" + after.keySet(), after.containsKey(series));
    return Math.round(after.get(series) - before.getOrDefault(series, 0.0));
  }

  private static TreeSet<String> names(Map<String, Double> series, String with) {
    return series.keySet().stream()
        .filter(k -> k.contains(with))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Map<String, Double> scrape() {
    return parse(send("/metrics", Map.of()).body());
  }

  private static HttpResponse<String> send(String path, Map<String, String> headers) {
    Map<String, String> all = new HashMap<>(headers);
    all.put("Authorization", Server.authorization());
    HttpResponse<String> response = server.send("GET", path, null, all);
    assertEquals(response.body(), 200, response.statusCode());
    return response;
  }

  private static Map<String, Double> parse(String text) {
    Map<String, Double> series = new HashMap<>();
    text.lines()
        .filter(line -> !line.startsWith("#"))
        .forEach(
            line -> {
              int space = line.lastIndexOf(' ');
              series.put(line.substring(0, space), Double.valueOf(line.substring(space + 1)));
            });
    return series;
  }
}

package io.fairlead.itests;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.fairlead.client.FairleadClient;
import io.fairlead.client.ServerErrorException;
import io.fairlead.itests.swap.Framework;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;

/** Whoever brings a collector sees each request and statement, and whoever does not loses none. */
public class TracingTellsEachRequestTest extends WithServer {

  private static final Duration SOON = Duration.ofSeconds(30);
  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
  private static final String CALLER = "b7ad6b7169203331";
  private static final String PARENT = "00-" + TRACE + "-" + CALLER + "-01";
  private static final String BUNDLE = "io.fairlead.tracing";
  private static final String FILE = "tracing.xml";
  private static final String FEATURES =
      """
      <features name="tracing" xmlns="http://karaf.apache.org/xmlns/features/v1.6.0">
        <feature name="tracing" version="1" install="auto"><feature>fairlead-tracing</feature></feature>
      </features>
      """;
  private static final int SERVER = 2;
  private static final int CLIENT = 3;

  private Collector collector;

  @Before
  public void install() throws IOException {
    collector = new Collector();
    bring();
  }

  @After
  public void close() {
    collector.close();
  }

  private static void bring() throws IOException {
    if (!Files.exists(server.instance.resolve("deploy").resolve(FILE))) {
      Framework.deploy(server.instance, FILE, FEATURES.getBytes(StandardCharsets.UTF_8));
    }
    Await.until("tracing is there", SOON, () -> status("/api/v1/tracing") == 200);
    Await.until("in GraphQL too", SOON, () -> server.graphql("{tracing{enabled}}").has("data"));
  }

  private static void take() throws IOException {
    Files.delete(server.instance.resolve("deploy").resolve(FILE));
    Await.until("tracing is gone", SOON, () -> status("/api/v1/tracing") == 404);
  }

  private static int status(String path) {
    return server.get(path).status();
  }

  private static void configure(String endpoint) {
    JsonNode body =
        Server.JSON
            .createObjectNode()
            .put("enabled", true)
            .put("endpoint", endpoint)
            .put("queue_size", 65_536)
            .put("service_name", "shop")
            .set("headers", Server.JSON.createObjectNode().put("x-api-key", "k3y"));
    int status = server.put("/api/v1/tracing/config", body.toString()).status();
    assertTrue("configured: " + status, status == 200 || status == 202);
    Await.until(
        "it is in force",
        SOON,
        () -> server.get("/api/v1/tracing").body().get("enabled").asBoolean());
  }

  @Test
  public void aCallersTraceGoesOnAndAStatementTellsNoValue() throws Exception {
    configure(collector.endpoint());
    server.call("GET", "/api/v1/pools/main", null, Map.of("traceparent", PARENT));
    server.call(
        "POST",
        "/graphql",
        "{\"query\":\"{connectionPools{name}}\"}",
        Map.of("traceparent", PARENT));
    server.call("GET", "/api/v1/nowhere?key=s3cret", null, Map.of("traceparent", PARENT));
    try (FairleadClient client = server.client()) {
      client.query("SELECT 's3cret'");
      assertThrows(
          ServerErrorException.class, () -> client.query("DELETE FROM s3cret WHERE a = 1"));
    }
    Collector.Span rest = await("GET /api/v1/pools/{id}");
    assertEquals(SERVER, rest.kind());
    assertEquals(TRACE, rest.traceId());
    assertEquals(CALLER, rest.parent());
    assertEquals("shop", rest.service());
    assertTrue(rest.end() > rest.start());
    assertEquals("connectionPool", rest.attributes().get("fairlead.operation"));
    assertEquals("200", rest.attributes().get("http.response.status_code"));
    Collector.Span graphql = await("POST /graphql", "fairlead.operation", "connectionPools");
    assertEquals(CALLER, graphql.parent());
    assertEquals("404", await("GET").attributes().get("http.response.status_code"));
    Collector.Span select = await("SELECT main");
    assertEquals(CLIENT, select.kind());
    assertEquals("", select.parent());
    assertEquals("h2database", select.attributes().get("db.system.name"));
    assertEquals("SELECT", select.attributes().get("db.operation.name"));
    assertEquals("127.0.0.1", select.attributes().get("client.address"));
    assertEquals("_OTHER", await("DELETE main").attributes().get("error.type"));
    assertTrue(collector.bodies.stream().noneMatch(b -> b.contains("s3cret")));
    assertTrue(collector.keys.stream().allMatch("k3y"::equals));
    JsonNode seen = server.get("/api/v1/tracing").body();
    Await.until(
        "all is counted",
        SOON,
        () ->
            server.get("/api/v1/tracing").body().get("exported").asLong()
                <= collector.spans.size());
    assertEquals(seen.toString(), 0, seen.get("dropped").asLong());
  }

  @Test
  public void itIsOnEverySurfaceByOneNameAndItsSecretOnNone() throws Exception {
    configure(collector.endpoint());
    String document = server.get("/api-docs/openapi.json").body().toString();
    String help;
    try (ShellGuest guest = ShellGuest.asks(server, "help")) {
      help = guest.all();
    }
    for (String name : List.of("tracing", "tracingConfig", "updateTracingConfig")) {
      assertTrue(name, document.contains("\"operationId\":\"" + name + "\""));
      assertTrue(name, help.contains("fairlead:" + name));
    }
    String rest = server.get("/api/v1/tracing/config").body().toString();
    String graphql =
        server
            .graphql("{tracingConfig{endpoint headerNames revision} tracing{exported}}")
            .toString();
    String shell;
    try (ShellGuest guest =
        ShellGuest.asks(server, "fairlead:updateTracingConfig sampling_ratio=0.5 --json")) {
      shell = guest.all();
    }
    for (String answer : List.of(rest, graphql, shell)) {
      assertTrue(answer, answer.contains(collector.endpoint()) && answer.contains("x-api-key"));
      assertFalse(answer, answer.contains("k3y"));
    }
    assertEquals(
        0.5, server.get("/api/v1/tracing/config").body().get("sampling_ratio").asDouble(), 0);
    assertEquals(200, server.put("/api/v1/tracing/config", "{\"sampling_ratio\":1}").status());
    JsonNode refused =
        server.put("/api/v1/tracing/config", "{\"endpoint\":\"http://10.0.0.1/v1/traces\"}").body();
    assertTrue(refused.toString(), refused.toString().contains("allow_plaintext_remote"));
    String audit = server.get("/api/v1/audit?operation=updateTracingConfig").body().toString();
    assertTrue(audit.contains("updateTracingConfig"));
    assertFalse(audit.contains("k3y"));
  }

  @Test
  public void aCollectorThatIsAwayLosesNoRequestAndIsTold() throws Exception {
    int port;
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = taken.getLocalPort();
    }
    configure("http://127.0.0.1:" + port + "/v1/traces");
    try (FairleadClient client = server.client()) {
      for (int i = 0; i < 100; i++) {
        assertEquals(200, status("/api/v1/about"));
        client.query("SELECT 1");
      }
    }
    Await.until(
        "the loss is counted",
        SOON,
        () -> server.get("/api/v1/tracing").body().get("failed").asLong() >= 200);
    String error = server.get("/api/v1/tracing").body().at("/last_error/message").asText();
    assertTrue(error, error.contains("refused"));
  }

  @Test
  public void itComesAndGoesUnderLoadAndLeavesNothing() throws Exception {
    configure(collector.endpoint());
    AtomicBoolean over = new AtomicBoolean();
    AtomicLong done = new AtomicLong();
    ExecutorService clients = Executors.newFixedThreadPool(3);
    try (Framework framework = Framework.of(server.instance)) {
      framework.loadersLeft(BUNDLE);
      List<Future<?>> load =
          List.of(
              clients.submit(() -> requests(over, done)),
              clients.submit(() -> queries(over, done)),
              clients.submit(() -> statements(over, done)));
      for (int i = 0; i < 3; i++) {
        more(done);
        take();
        more(done);
        bring();
        Await.until("spans come again", SOON, () -> !collector.spans.isEmpty());
        collector.spans.clear();
      }
      over.set(true);
      for (Future<?> client : load) {
        client.get();
      }
      take();
      Await.until("no thread is left", SOON, () -> framework.threadsLeft(BUNDLE), List::isEmpty);
      Await.until("no loader is left", SOON, () -> framework.loadersLeft(BUNDLE), n -> n == 0);
    } finally {
      over.set(true);
      clients.shutdownNow();
    }
  }

  private static void more(AtomicLong done) {
    long before = done.get();
    Await.until("requests are answered", SOON, () -> done.get() > before + 50);
  }

  private static Object requests(AtomicBoolean over, AtomicLong done) {
    while (!over.get()) {
      assertEquals(200, status("/api/v1/about"));
      done.incrementAndGet();
    }
    return over;
  }

  private static Object queries(AtomicBoolean over, AtomicLong done) {
    while (!over.get()) {
      JsonNode answer = server.graphql("{connectionPools{name}}");
      assertFalse(answer.toString(), answer.has("errors"));
      done.incrementAndGet();
    }
    return over;
  }

  private static Object statements(AtomicBoolean over, AtomicLong done) throws IOException {
    try (FairleadClient client = server.client()) {
      while (!over.get()) {
        client.query("SELECT 1");
        done.incrementAndGet();
      }
    }
    return over;
  }

  private Collector.Span await(String name) {
    return Await.until(
            "a span " + name,
            SOON,
            () -> collector.spans.stream().filter(s -> s.name().equals(name)).toList(),
            found -> !found.isEmpty())
        .get(0);
  }

  private Collector.Span await(String name, String attribute, String value) {
    return Await.until(
            "a span " + name + " with " + value,
            SOON,
            () ->
                collector.spans.stream()
                    .filter(s -> s.name().equals(name))
                    .filter(s -> value.equals(s.attributes().get(attribute)))
                    .toList(),
            found -> !found.isEmpty())
        .get(0);
  }
}

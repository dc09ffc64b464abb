package io.fairlead.tracing;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotNull;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.fairlead.traffic.session.spi.AnsweredStatement;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;

/** Spans on their way to a collector that is there, busy, angry, slow, or gone. */
public class TracingTest {

  private static final long PATIENCE_SECS = 20;

  private final Tracing tracing =
      new Tracing("1", pool -> Database.UNKNOWN, InstantSource.system());
  private final List<String> keys = new CopyOnWriteArrayList<>();
  private final LinkedBlockingQueue<Integer> sizes = new LinkedBlockingQueue<>();
  private final AtomicInteger status = new AtomicInteger(200);
  private volatile byte[] answer = {};
  private volatile CountDownLatch gate = new CountDownLatch(0);
  private HttpServer collector;

  @Before
  public void start() throws IOException {
    collector = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    collector.createContext("/v1/traces", this::take);
    collector.start();
  }

  @After
  public void stop() {
    gate.countDown();
    tracing.close();
    collector.stop(0);
  }

  private void take(HttpExchange exchange) throws IOException {
    int size = exchange.getRequestBody().readAllBytes().length;
    try {
      gate.await(PATIENCE_SECS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    keys.add(String.valueOf(exchange.getRequestHeaders().getFirst("x-api-key")));
    if (status.get() == 307) {
      exchange.getResponseHeaders().add("Location", "/v1/traces");
    }
    exchange.sendResponseHeaders(status.get(), answer.length == 0 ? -1 : answer.length);
    exchange.getResponseBody().write(answer);
    exchange.close();
    sizes.add(size);
  }

  private void run(String... more) {
    run(collector.getAddress().getPort(), more);
  }

  private void run(int port, String... more) {
    Map<String, String> settings = new TreeMap<>();
    settings.put("enabled", "true");
    settings.put("endpoint", "http://127.0.0.1:" + port + "/v1/traces");
    settings.put("headers.x-api-key", "s3cret");
    for (int i = 0; i < more.length; i += 2) {
      settings.put(more[i], more[i + 1]);
    }
    tracing.run(TracingSettings.read(settings));
  }

  private void statements(int count) {
    for (int i = 0; i < count; i++) {
      tracing
          .statements()
          .answered(new AnsweredStatement("SELECT 1", "main", "shop", "a:1", "n", "b", false, 1));
    }
  }

  @Test
  public void whatIsTakenIsCountedAndSentWithItsHeaders() throws Exception {
    run();
    statements(3);
    assertTrue(sizes.poll(PATIENCE_SECS, TimeUnit.SECONDS) > 100);
    await("3 are counted", () -> tracing.status().exported() == 3);
    assertEquals(List.of("s3cret"), keys);
    assertNotNull(tracing.status().lastExportAt());
    assertNull(tracing.status().lastError());
  }

  @Test
  public void aCollectorThatIsAwayLosesSpansAndSaysSo() throws Exception {
    int port;
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = taken.getLocalPort();
    }
    run(port);
    statements(2);
    await("2 are lost", () -> tracing.status().failed() == 2);
    assertEquals(0, tracing.status().exported());
    assertTrue(tracing.status().lastError().message().contains("refused"));
  }

  @Test
  public void aRefusalIsToldWithoutTheSecretAndARedirectIsNotFollowed() {
    for (int refusal : List.of(401, 503, 307)) {
      status.set(refusal);
      long before = tracing.status().failed();
      run();
      statements(1);
      await("it is lost: " + refusal, () -> tracing.status().failed() == before + 1);
      String message = tracing.status().lastError().message();
      assertTrue(message, message.endsWith("answered " + refusal));
      assertFalse(message, message.contains("s3cret"));
    }
    assertEquals(3, keys.size());
  }

  @Test
  public void whatTheCollectorThrowsAwayIsCountedApart() {
    answer = new byte[] {10, 6, 8, 2, 18, 2, 'n', 'o'};
    run();
    statements(5);
    await("3 of 5", () -> tracing.status().exported() == 3);
    assertEquals(2, tracing.status().rejected());
    assertTrue(tracing.status().lastError().message().endsWith("rejected 2 spans: no"));
  }

  @Test
  public void whatComesWhileTheQueueIsFullIsCountedAndNobodyWaits() {
    gate = new CountDownLatch(1);
    run("queue_size", "16");
    statements(500);
    await("nothing is lost from sight", () -> tracing.status().dropped() >= 500 - 16 - 16);
    gate.countDown();
    await(
        "each is accounted for",
        () -> tracing.status().dropped() + tracing.status().exported() == 500);
    assertEquals(0, tracing.status().queued());
  }

  @Test
  public void countsOutliveAChangeAndWhatWaitedGoesWhereItWasToGo() {
    run();
    for (int i = 0; i < 5; i++) {
      statements(2);
      run("service_name", "name" + i);
    }
    await("all 10", () -> tracing.status().exported() == 10);
    tracing.run(TracingSettings.read(Map.of()));
    statements(7);
    assertEquals(10, tracing.status().exported());
    assertFalse(tracing.status().enabled());
  }

  @Test
  public void whatWaitsAtTheEndGoesOutAndNoThreadIsLeft() {
    run();
    statements(4);
    tracing.close();
    assertEquals(4, tracing.status().exported());
    await("no thread is left", () -> threads() == 0);
  }

  @Test
  public void aCollectorThatHangsKeepsNobodyFromEnding() {
    gate = new CountDownLatch(1);
    run("export_timeout_secs", "60");
    statements(1);
    await("it is being sent", () -> threads() == 1);
    tracing.close();
    await("no thread is left", () -> threads() == 0);
    assertEquals(1, tracing.status().failed());
  }

  private static long threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(n -> n.startsWith("fairlead-tracing") || n.startsWith("BatchSpanProcessor"))
        .count();
  }

  private void await(String what, BooleanSupplier met) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECS);
    while (!met.getAsBoolean()) {
      assertTrue(what + ": " + tracing.status(), System.nanoTime() < deadline);
      java.util.concurrent.locks.LockSupport.parkNanos(5_000_000);
    }
  }
}

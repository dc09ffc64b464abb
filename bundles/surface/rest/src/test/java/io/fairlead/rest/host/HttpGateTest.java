package io.fairlead.rest.host;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;

public class HttpGateTest {

  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  private final Server server = new Server();
  private final ServerConnector connector = new ServerConnector(server);
  private final ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1);
  private final CountDownLatch release = new CountDownLatch(1);

  @Before
  public void start() throws Exception {
    server.setHandler(
        new Handler.Abstract() {
          @Override
          public boolean handle(Request request, Response response, Callback callback) {
            if (request.getHttpURI().getPath().equals("/long")) {
              awaitRelease();
            }
            response.write(true, null, callback);
            return true;
          }
        });
    connector.setHost("127.0.0.1");
    server.addConnector(connector);
    server.start();
  }

  private void guard(Map<String, String> settings) throws Exception {
    HttpGate gate =
        new HttpGate(server, () -> HostSettings.SCHEMA.read(settings), executor, System::nanoTime);
    server.addConnector(gate);
    gate.start();
  }

  private void awaitRelease() {
    try {
      assertTrue(release.await(30, TimeUnit.SECONDS));
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @After
  public void stop() throws Exception {
    release.countDown();
    server.stop();
    executor.shutdownNow();
  }

  @Test
  public void headThatDripsIsCutOff() throws Exception {
    SlowHeads heads = new SlowHeads();
    AtomicLong now = new AtomicLong();
    try (Socket client = connect();
        Socket idle = connect()) {
      answer(idle);
      client.getOutputStream().write("GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ".getBytes(US_ASCII));
      Connector[] connectors = {connector};
      await(
          () -> {
            // Until the server has read so far, nothing is there to be remembered or closed.
            heads.look(connectors, now.get(), 10 * SECOND);
            return heads.look(connectors, now.addAndGet(11 * SECOND), 10 * SECOND) == 1;
          });
      assertEquals(-1, client.getInputStream().read());
      answer(idle);
    }
  }

  @Test
  public void whoSaysNothingAtAllIsCutOffAsWellAndNamed() throws Exception {
    SlowHeads heads = new SlowHeads();
    AtomicLong now = new AtomicLong();
    PrintStream before = System.err;
    ByteArrayOutputStream log = new ByteArrayOutputStream();
    try (Socket silent = connect();
        Socket idle = connect()) {
      answer(idle);
      await(() -> connector.getConnectedEndPoints().size() == 2);
      System.setErr(new PrintStream(log, true, UTF_8));
      Connector[] connectors = {connector};
      assertEquals(0, heads.look(connectors, now.get(), 10 * SECOND));
      assertEquals(0, heads.look(connectors, now.addAndGet(9 * SECOND), 10 * SECOND));
      assertEquals(1, heads.look(connectors, now.addAndGet(2 * SECOND), 10 * SECOND));
      assertEquals(-1, silent.getInputStream().read());
      answer(idle);
      String told = log.toString(UTF_8);
      assertTrue(told, told.contains("the last of /127.0.0.1:" + silent.getLocalPort()));
    } finally {
      System.setErr(before);
    }
  }

  @Test
  public void anAddressThatHasItsShareGivesUpItsOldestWithoutRequest() throws Exception {
    guard(
        Map.of(
            "max_connections",
            "20",
            "max_connections_per_address_percent",
            "15",
            "header_timeout_secs",
            "3600")); // three
    try (Socket working = connect();
        Socket silent = connect();
        Socket kept = connect()) {
      send(working, "/long");
      answer(kept);
      try (Socket fourth = connect()) {
        answer(fourth);
        assertEquals("the oldest that may go", -1, silent.getInputStream().read());
        send(kept, "/long");
        send(fourth, "/long");
        await(() -> connector.getConnectedEndPoints().stream().noneMatch(HttpPeers::awaitsHead));
        try (Socket fifth = connect()) {
          assertTrue("all are at work", isGone(fifth));
        }
        try (Socket neighbour = new Socket()) {
          neighbour.bind(new InetSocketAddress("127.0.0.2", 0));
          neighbour.connect(new InetSocketAddress("127.0.0.1", connector.getLocalPort()));
          neighbour.setSoTimeout(30_000);
          answer(neighbour);
        }
        release.countDown();
        for (Socket each : List.of(working, kept, fourth)) {
          assertEquals('H', each.getInputStream().read());
        }
      }
    }
    await(() -> connector.getConnectedEndPoints().isEmpty());
    try (Socket next = connect()) {
      answer(next);
    }
  }

  @Test
  public void silentOnesKeepNobodyOfTheSameHostOut() throws Exception {
    guard(Map.of("max_connections", "100", "header_timeout_secs", "3600"));
    List<Socket> silent = new ArrayList<>();
    try {
      for (int i = 0; i < 105; i++) {
        silent.add(connect());
      }
      assertTrue(ask("/").startsWith("HTTP/1.1 200 "));
    } finally {
      for (Socket each : silent) {
        each.close();
      }
    }
  }

  @Test
  public void beyondTheCapNewConnectionsWait() throws Exception {
    guard(Map.of("max_connections", "2"));
    try (Socket first = connect();
        Socket second = connect()) {
      // It stops accepting when the second is accepted, a moment before that is open.
      await(() -> !connector.isAccepting() && connector.getConnectedEndPoints().size() == 2);
      try (Socket third = connect()) {
        third.getOutputStream().write("GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(US_ASCII));
        assertEquals(2, connector.getConnectedEndPoints().size());
        first.close();
        assertEquals('H', third.getInputStream().read());
      }
      assertTrue(second.isConnected());
    }
  }

  @Test
  public void refusalsOfTheServerAreProblems() throws Exception {
    guard(Map.of());
    for (String path : List.of("/api/v1/pools/..%2f", "/api/v1/pools/a%00b", "/%00")) {
      assertTrue(path, ask(path).startsWith("HTTP/1.1 404 "));
    }
    assertTrue(ask("/" + "x".repeat(9_000)).startsWith("HTTP/1.1 414 "));
    String answer = ask("/a%2fb");
    assertTrue(answer, answer.contains("\r\nContent-Type: application/problem+json\r\n"));
    assertTrue(answer, answer.endsWith("\"code\":\"NOT_FOUND\"}"));
  }

  private static void send(Socket client, String path) throws IOException {
    client
        .getOutputStream()
        .write(("GET " + path + " HTTP/1.1\r\nHost: x\r\n\r\n").getBytes(US_ASCII));
  }

  /** Asks, and reads the answer, which has no body. */
  private static void answer(Socket client) throws IOException {
    send(client, "/");
    StringBuilder answer = new StringBuilder();
    while (answer.indexOf("\r\n\r\n") < 0) {
      int next = client.getInputStream().read();
      assertTrue("closed after: " + answer, next >= 0);
      answer.append((char) next);
    }
    assertTrue(answer.toString(), answer.toString().startsWith("HTTP/1.1 200 "));
  }

  private static boolean isGone(Socket client) throws IOException {
    try {
      return client.getInputStream().read() == -1;
    } catch (SocketException e) {
      return true;
    }
  }

  private String ask(String path) throws IOException {
    try (Socket client = connect()) {
      client
          .getOutputStream()
          .write(
              ("GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
                  .getBytes(US_ASCII));
      ByteArrayOutputStream answer = new ByteArrayOutputStream();
      client.getInputStream().transferTo(answer);
      return answer.toString(US_ASCII);
    }
  }

  private Socket connect() throws IOException {
    Socket socket = new Socket("127.0.0.1", connector.getLocalPort());
    socket.setSoTimeout(30_000);
    return socket;
  }

  private static void await(BooleanSupplier condition) {
    long end = System.nanoTime() + 30 * SECOND;
    while (!condition.getAsBoolean()) {
      assertTrue("not in time", System.nanoTime() < end);
      LockSupport.parkNanos(1_000_000);
    }
  }
}

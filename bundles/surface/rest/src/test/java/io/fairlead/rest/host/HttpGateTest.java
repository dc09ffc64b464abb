package io.fairlead.rest.host;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.util.List;
import java.util.Map;
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

  @Before
  public void start() throws Exception {
    server.setHandler(
        new Handler.Abstract() {
          @Override
          public boolean handle(Request request, Response response, Callback callback) {
            response.write(true, null, callback);
            return true;
          }
        });
    connector.setHost("127.0.0.1");
    server.addConnector(connector);
    server.start();
    HttpGate gate =
        new HttpGate(
            server,
            () -> HostSettings.SCHEMA.read(Map.of("max_connections", "2")),
            executor,
            System::nanoTime);
    server.addConnector(gate);
    gate.start();
  }

  @After
  public void stop() throws Exception {
    server.stop();
    executor.shutdownNow();
  }

  @Test
  public void headThatDripsIsCutOff() throws Exception {
    SlowHeads heads = new SlowHeads();
    AtomicLong now = new AtomicLong();
    try (Socket client = connect();
        Socket idle = connect()) {
      client.getOutputStream().write("GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ".getBytes(US_ASCII));
      Connector[] connectors = {connector};
      await(
          () -> {
            // Until the server has read so far, nothing is there to be remembered or closed.
            heads.look(connectors, now.get(), 10 * SECOND);
            return heads.look(connectors, now.addAndGet(11 * SECOND), 10 * SECOND) == 1;
          });
      assertEquals(-1, client.getInputStream().read());
      idle.getOutputStream().write("GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(US_ASCII));
      assertEquals('H', idle.getInputStream().read());
    }
  }

  @Test
  public void beyondTheCapNewConnectionsWait() throws Exception {
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
    for (String path : List.of("/api/v1/pools/..%2f", "/api/v1/pools/a%00b", "/%00")) {
      assertTrue(path, ask(path).startsWith("HTTP/1.1 404 "));
    }
    assertTrue(ask("/" + "x".repeat(9_000)).startsWith("HTTP/1.1 414 "));
    String answer = ask("/a%2fb");
    assertTrue(answer, answer.contains("\r\nContent-Type: application/problem+json\r\n"));
    assertTrue(answer, answer.endsWith("\"code\":\"NOT_FOUND\"}"));
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

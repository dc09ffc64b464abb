package io.fairlead.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.fairlead.kernel.error.Exhausted;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;

public class BodiesTest {

  /** Jetty itself needs some of them. */
  private static final int THREADS = 8;

  private final Server server = new Server(new QueuedThreadPool(THREADS, THREADS));
  private final ServerConnector connector = new ServerConnector(server, 1, 1);
  private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);
  private final Bodies bodies =
      new Bodies((millis, work) -> timer.schedule(work, millis, TimeUnit.MILLISECONDS));
  private final List<Socket> sockets = new ArrayList<>();
  private volatile Bodies.Limits limits = new Bodies.Limits(1_000, 100_000, 60);

  @Before
  public void start() throws Exception {
    ServletContextHandler context = new ServletContextHandler("/");
    ServletHolder holder = new ServletHolder(new Length());
    holder.setAsyncSupported(true);
    context.addServlet(holder, "/*");
    server.setHandler(context);
    connector.setHost("127.0.0.1");
    server.addConnector(connector);
    server.start();
  }

  @After
  public void stop() throws Exception {
    for (Socket socket : sockets) {
      socket.close();
    }
    server.stop();
    timer.shutdownNow();
  }

  @Test
  public void aBodyIsReadHoweverItComes() throws Exception {
    Socket socket = open("Content-Length: 5", "12345");
    assertEquals("200 5 bytes", answer(socket));
    send(socket, "Content-Length: 5", "12");
    pending(2);
    write(socket, "345");
    assertEquals("on the same connection", "200 5 bytes", answer(socket));
    send(socket, "Transfer-Encoding: chunked", "3\r\nabc\r\n");
    pending(3);
    write(socket, "2\r\nde\r\n0\r\n\r\n");
    assertEquals("200 5 bytes", answer(socket));
    send(socket, "X: no body", "");
    assertEquals("200 0 bytes", answer(socket));
    assertEquals(0, bodies.pending());
  }

  @Test
  public void manySlowOnesHoldNoThread() throws Exception {
    for (int i = 0; i < 10 * THREADS; i++) {
      open("Content-Length: 5", "1");
    }
    pending(10 * THREADS);
    assertEquals("200 2 bytes", answer(open("Content-Length: 2", "ab")));
    for (Socket socket : sockets.subList(0, 10 * THREADS)) {
      write(socket, "2345");
      assertEquals("200 5 bytes", answer(socket));
    }
    assertEquals(0, bodies.pending());
  }

  @Test
  public void oneThatIsNotCompleteInTimeIsRefused() throws Exception {
    limits = new Bodies.Limits(1_000, 100_000, 1);
    assertEquals("408 body: not complete after 1 s", answer(open("Content-Length: 5", "1")));
    pending(0);
  }

  @Test
  public void oneThatIsTooLongIsRefusedWhateverItSays() throws Exception {
    String expected = "413 body: longer than 1000 bytes";
    assertEquals(expected, answer(open("Content-Length: 1001", "")));
    assertEquals(
        expected, answer(open("Transfer-Encoding: chunked", "3e9\r\n" + "x".repeat(1_001))));
    Socket late = open("Transfer-Encoding: chunked", "1\r\nx\r\n");
    pending(1);
    write(late, "3e8\r\n" + "x".repeat(1_000));
    assertEquals(expected, answer(late));
    pending(0);
  }

  @Test
  public void nobodyWaitsWhenTooMuchIsStillArriving() throws Exception {
    limits = new Bodies.Limits(1_000, 10, 60);
    Socket first = open("Content-Length: 20", "0123456789");
    pending(10);
    assertEquals(
        "503 bodies: 10 bytes are still arriving (expected: fewer)",
        answer(open("Content-Length: 5", "1")));
    assertEquals("one that is there", "200 5 bytes", answer(open("Content-Length: 5", "12345")));
    first.close();
    pending(0);
  }

  private void pending(long bytes) {
    await(() -> bodies.pending() == bytes);
  }

  private static void await(BooleanSupplier condition) {
    long end = System.nanoTime() + 30_000_000_000L;
    while (!condition.getAsBoolean()) {
      assertTrue("waited in vain", System.nanoTime() < end);
      LockSupport.parkNanos(2_000_000);
    }
  }

  private Socket open(String header, String body) throws IOException {
    Socket socket = new Socket("127.0.0.1", connector.getLocalPort());
    socket.setSoTimeout(30_000);
    sockets.add(socket);
    send(socket, header, body);
    return socket;
  }

  private static void send(Socket socket, String header, String body) throws IOException {
    write(socket, "POST / HTTP/1.1\r\nHost: localhost\r\n" + header + "\r\n\r\n" + body);
  }

  private static void write(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(US_ASCII));
  }

  /** The status and the body's one line. */
  private static String answer(Socket socket) throws IOException {
    BufferedReader in =
        new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII), 1);
    String status = in.readLine().substring("HTTP/1.1 ".length(), "HTTP/1.1 ".length() + 3);
    String line = in.readLine();
    while (!line.isEmpty()) {
      line = in.readLine();
    }
    return status + " " + in.readLine();
  }

  private final class Length extends HttpServlet {
    private static final long serialVersionUID = 1L;

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      try {
        Optional<byte[]> body = bodies.read(request, limits);
        if (body.isPresent()) {
          write(response, 200, body.get().length + " bytes");
        }
      } catch (HttpRefusal e) {
        write(response, e.status(), e.detail());
      } catch (Exhausted e) {
        write(response, 503, e.getMessage());
      }
    }

    private static void write(HttpServletResponse response, int status, String line)
        throws IOException {
      byte[] bytes = (line + "\n").getBytes(US_ASCII);
      response.setStatus(status);
      response.setContentLength(bytes.length);
      response.getOutputStream().write(bytes);
    }
  }
}

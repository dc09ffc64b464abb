package io.fairlead.rest.host;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;

/** Peers that ask and do not read, and what becomes of everybody else. */
public class SlowReadersTest {

  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
  private static final int THREADS = 24;
  private static final int LENGTH = 4 << 20;

  private final Server server = new Server(new QueuedThreadPool(THREADS));
  private final ServerConnector connector = new ServerConnector(server, 1, 1);
  private final ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1);
  private final AtomicInteger answering = new AtomicInteger();
  private final AtomicInteger asked = new AtomicInteger();
  private final List<Socket> peers = new ArrayList<>();
  private final List<Throwable> failures = new ArrayList<>();

  @Before
  public void start() throws Exception {
    ServletContextHandler context = new ServletContextHandler("/");
    context.addServlet(new ServletHolder(new Answering()), "/");
    context.addFilter(new FilterHolder(new Outermost()), "/*", EnumSet.of(DispatcherType.REQUEST));
    server.setHandler(context);
    connector.setHost("127.0.0.1");
    server.addConnector(connector);
    server.start();
  }

  @After
  public void stop() throws Exception {
    for (Socket each : peers) {
      each.close();
    }
    server.stop();
    executor.shutdownNow();
  }

  private void guard(int writeTimeoutSecs) throws Exception {
    Map<String, String> settings = Map.of("write_timeout_secs", "" + writeTimeoutSecs);
    HttpGate gate =
        new HttpGate(server, () -> HostSettings.SCHEMA.read(settings), executor, System::nanoTime);
    server.addConnector(gate);
    gate.start();
  }

  @Test
  public void moreThanThereAreThreadsStopNobodyAndAreToldOnce() throws Exception {
    guard(3_600);
    PrintStream before = System.err;
    ByteArrayOutputStream log = new ByteArrayOutputStream();
    System.setErr(new PrintStream(log, true, UTF_8));
    try {
      for (int i = 0; i < 3 * THREADS; i++) {
        send(deaf("127.0.0.2"), "/long");
      }
      try (Socket reader = connect("127.0.0.1")) {
        assertTrue(answer(reader, "/short").endsWith("short"));
      }
      await(() -> answering.get() == THREADS / 4);
    } finally {
      System.setErr(before);
    }
    String told = log.toString(UTF_8);
    assertEquals(told, 2, told.split("did not read the answers", -1).length);
    assertTrue(told, told.contains("the last of /127.0.0.2:"));
    assertEquals("who has gone is no failure", List.of(), failures);
  }

  @Test
  public void theAddressThatHasMostOfThemGoesFirst() throws Exception {
    guard(3_600);
    Socket single = deaf("127.0.0.3");
    send(single, "/long");
    await(() -> answering.get() == 1);
    for (int i = 0; i < 2 * THREADS; i++) {
      send(deaf("127.0.0.2"), "/long");
    }
    await(() -> asked.get() == 2 * THREADS + 1 && answering.get() == THREADS / 4);
    assertEquals("though it had waited longest", LENGTH, lengthOf(single));
  }

  @Test
  public void oneThatReadsNothingIsCutAfterAWhile() throws Exception {
    guard(1);
    send(deaf("127.0.0.1"), "/long");
    await(() -> asked.get() == 1);
    await(() -> answering.get() == 0);
    assertEquals(List.of(), failures);
  }

  @Test
  public void whoReadsSlowlyGetsItAll() throws Exception {
    guard(1);
    Socket slow = deaf("127.0.0.1");
    send(slow, "/long");
    InputStream in = slow.getInputStream();
    byte[] some = new byte[65_536];
    long read = 0;
    // Longer in all than the answer may stand still.
    long pause = 3 * SECOND / (LENGTH / some.length);
    while (read < LENGTH) {
      int n = in.read(some);
      assertTrue("cut off after " + read, n > 0);
      read += n;
      LockSupport.parkNanos(pause * n / some.length);
    }
  }

  @Test
  public void whoAsksOnWithoutWaitingIsEnded() throws Exception {
    guard(3_600);
    try (Socket patient = connect("127.0.0.1")) {
      for (int i = 0; i < 100; i++) {
        assertTrue(answer(patient, "/short").endsWith("short"));
      }
    }
    asked.set(0);
    Socket hasty = connect("127.0.0.1");
    hasty.getOutputStream().write(request("/short").repeat(100).getBytes(US_ASCII));
    ByteArrayOutputStream answers = new ByteArrayOutputStream();
    try {
      hasty.getInputStream().transferTo(answers);
    } catch (IOException e) {
      // What was not read when it was closed is told as a reset.
    }
    assertTrue("" + asked.get(), asked.get() > 1 && asked.get() < 50);
  }

  @Test
  public void ofAFailureOfOursEveryTraceIsKept() throws Exception {
    guard(3_600);
    try (Socket reader = connect("127.0.0.1")) {
      assertTrue(answer(reader, "/broken").startsWith("HTTP/1.1 500 "));
    }
    await(() -> !failures.isEmpty());
    assertEquals(ClosedChannelException.class, failures.get(0).getClass());
  }

  private final class Answering extends HttpServlet {
    private static final long serialVersionUID = 1L;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      asked.incrementAndGet();
      switch (request.getRequestURI()) {
        case "/broken" -> throw new ClosedChannelException(); // of a file, say
        case "/short" -> {
          response.setContentLength(5);
          response.getOutputStream().print("short");
        }
        default -> {
          answering.incrementAndGet();
          try {
            response.setContentLength(LENGTH);
            response.getOutputStream().write(new byte[LENGTH]);
          } finally {
            answering.decrementAndGet();
          }
        }
      }
    }
  }

  /** As the HTTP service is: what comes through to it, it logs. */
  private final class Outermost extends HttpFilter {
    private static final long serialVersionUID = 1L;

    @Override
    protected void doFilter(
        HttpServletRequest request, HttpServletResponse response, jakarta.servlet.FilterChain chain)
        throws IOException, ServletException {
      try {
        new SiteFilter(() -> HostSettings.SCHEMA.read(Map.of()), entry -> {}, new AskedAgain(1))
            .doFilter(request, response, chain);
      } catch (IOException | ServletException | RuntimeException e) {
        synchronized (failures) {
          failures.add(e);
        }
        throw e;
      }
    }
  }

  private static String request(String path) {
    return "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
  }

  private static void send(Socket peer, String path) throws IOException {
    peer.getOutputStream().write(request(path).getBytes(US_ASCII));
  }

  /** Asks, and reads an answer whose body is 5 bytes long or that closes. */
  private static String answer(Socket peer, String path) throws IOException {
    send(peer, path);
    StringBuilder answer = new StringBuilder();
    while (answer.indexOf("\r\n\r\n") < 0) {
      int next = peer.getInputStream().read();
      assertTrue("closed after: " + answer, next >= 0);
      answer.append((char) next);
    }
    return answer + new String(peer.getInputStream().readNBytes(5), US_ASCII);
  }

  private static long lengthOf(Socket peer) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      head.append((char) peer.getInputStream().read());
    }
    return peer.getInputStream().readNBytes(LENGTH).length;
  }

  /** One with little room for what it does not read. */
  private Socket deaf(String from) throws IOException {
    Socket socket = new Socket();
    socket.setReceiveBufferSize(2_048);
    return connect(socket, from);
  }

  private Socket connect(String from) throws IOException {
    return connect(new Socket(), from);
  }

  private Socket connect(Socket socket, String from) throws IOException {
    peers.add(socket);
    socket.bind(new InetSocketAddress(from, 0));
    socket.connect(new InetSocketAddress("127.0.0.1", connector.getLocalPort()));
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

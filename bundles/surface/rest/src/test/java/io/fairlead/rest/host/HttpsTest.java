package io.fairlead.rest.host;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.fairlead.kernel.error.Invalid;
import io.fairlead.kernel.error.Unavailable;
import io.fairlead.kernel.tls.TestCertificates;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class HttpsTest {

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private final TestCertificates authority = TestCertificates.authority("CN=Test CA");
  private final Server server = new Server();
  private final ServerConnector plain = new ServerConnector(server);
  private volatile long aheadMillis;
  private Https https;
  private int port;

  @Before
  public void start() throws Exception {
    server.setHandler(
        new Handler.Abstract() {
          @Override
          public boolean handle(Request request, Response response, Callback callback) {
            Content.Sink.write(response, true, "secure " + request.isSecure(), callback);
            return true;
          }
        });
    plain.setHost("127.0.0.1");
    server.addConnector(plain);
    server.start();
    authority.server("CN=first").write(root(), "server");
    Files.writeString(root().resolve("ca.crt"), authority.chainPem());
    port = freePort();
    InstantSource clock = () -> Instant.now().plusMillis(aheadMillis);
    https = new Https(root(), clock, () -> new ConnectionLimits(2, 2));
  }

  @After
  public void stop() throws Exception {
    https.close();
    server.stop();
  }

  private Path root() {
    return folder.getRoot().toPath();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private void apply(String... more) {
    Map<String, String> settings = new HashMap<>();
    settings.put("https_port", String.valueOf(port));
    settings.put("tls.certificate", "server.crt");
    settings.put("tls.key", "server.key");
    for (int i = 0; i < more.length; i += 2) {
      settings.put(more[i], more[i + 1]);
    }
    https.apply(HttpsSettings.read(settings));
  }

  private SSLSocket connect(SSLContext context) throws IOException {
    SSLSocket socket =
        (SSLSocket) context.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(30_000);
    return socket;
  }

  private SSLSocket connect() throws IOException {
    return connect(authority.clientContext());
  }

  private static String ask(Socket socket) throws IOException {
    socket.getOutputStream().write("GET / HTTP/1.1\r\nHost: elsewhere\r\n\r\n".getBytes(US_ASCII));
    BufferedReader answer =
        new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII));
    String status = answer.readLine();
    int length = 0;
    for (String line = answer.readLine(); line != null && !line.isEmpty(); ) {
      if (line.startsWith("Content-Length: ")) {
        length = Integer.parseInt(line.substring(16));
      }
      line = answer.readLine();
    }
    char[] body = new char[length];
    assertEquals(length, answer.read(body));
    return status + " " + new String(body);
  }

  private boolean isClosed() {
    try (SSLSocket client = connect()) {
      return !client.isConnected();
    } catch (IOException e) {
      return true;
    }
  }

  private static String subject(SSLSocket socket) throws IOException {
    return ((X509Certificate) socket.getSession().getPeerCertificates()[0])
        .getSubjectX500Principal()
        .getName();
  }

  private static void await(String what, BooleanSupplier condition) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (!condition.getAsBoolean()) {
      assertTrue("not in time: " + what, System.nanoTime() < end);
      LockSupport.parkNanos(1_000_000);
    }
  }

  @Test
  public void theSameIsServedEncryptedWhateverItIsCalled() throws Exception {
    https.attach(server);
    apply();
    try (SSLSocket client = connect()) {
      assertEquals("HTTP/1.1 200 OK secure true", ask(client));
      assertEquals("TLSv1.3", client.getSession().getProtocol());
    }
    try (Socket client = new Socket("127.0.0.1", plain.getLocalPort())) {
      assertEquals("HTTP/1.1 200 OK secure false", ask(client));
    }
    assertTrue(https.unready().isEmpty());
  }

  @Test
  public void theServerMayComeLaterAndComeAgain() throws Exception {
    apply();
    https.attach(server);
    assertTrue(https.unready().isEmpty());
    https.detach(server);
    await("the port is closed", this::isClosed);
    assertEquals("https: there is no HTTP server to serve it on", https.unready().get());
    assertEquals(1, server.getConnectors().length);
    https.attach(server);
    try (SSLSocket client = connect()) {
      assertEquals("HTTP/1.1 200 OK secure true", ask(client));
    }
  }

  @Test
  public void aNewCertificateIsForNewConnectionsAndDropsNobody() throws Exception {
    https.attach(server);
    apply();
    try (SSLSocket before = connect()) {
      assertEquals("HTTP/1.1 200 OK secure true", ask(before));
      authority.server("CN=second").write(root(), "server");
      https.look();
      https.look();
      assertEquals("CN=second", https.endpoints().get(0).subject());
      try (SSLSocket after = connect()) {
        assertEquals("HTTP/1.1 200 OK secure true", ask(after));
        assertEquals("CN=second", subject(after));
      }
      assertEquals("HTTP/1.1 200 OK secure true", ask(before));
      assertEquals("CN=first", subject(before));
    }
  }

  @Test
  public void anotherPortLetsWhatIsOpenEnd() throws Exception {
    https.attach(server);
    apply();
    try (SSLSocket before = connect()) {
      assertEquals("HTTP/1.1 200 OK secure true", ask(before));
      port = freePort();
      apply();
      try (SSLSocket after = connect()) {
        assertEquals("HTTP/1.1 200 OK secure true", ask(after));
      }
      assertEquals("HTTP/1.1 200 OK secure true", ask(before));
    }
    await(
        "the old port is gone",
        () -> {
          https.look();
          return server.getConnectors().length == 2;
        });
  }

  @Test
  public void aPortThatIsTakenIsSaidAndTriedAgain() throws Exception {
    https.attach(server);
    try (ServerSocket taken = new ServerSocket(port, 1, InetAddress.getByName("127.0.0.1"))) {
      apply();
      assertEquals(
          "https: cannot listen on 127.0.0.1 port "
              + taken.getLocalPort()
              + ": Address already in use",
          https.unready().get());
      assertTrue(https.endpoints().get(0).lastError().startsWith("cannot listen on 127.0.0.1"));
    }
    https.look();
    assertTrue(https.unready().isEmpty());
    assertNull(https.endpoints().get(0).lastError());
    try (SSLSocket client = connect()) {
      assertEquals("HTTP/1.1 200 OK secure true", ask(client));
    }
  }

  @Test
  public void filesThatAreNotRightChangeNothing() throws Exception {
    https.attach(server);
    apply();
    assertThrows(Unavailable.class, () -> apply("tls.key", "nowhere.key"));
    try (SSLSocket client = connect()) {
      assertEquals("HTTP/1.1 200 OK secure true", ask(client));
    }
    https.apply(HttpsSettings.DEFAULTS);
    await("the port is closed", this::isClosed);
    assertTrue(https.endpoints().isEmpty());
  }

  @Test
  public void whereACertificateIsWantedNobodyComesWithout() throws Exception {
    https.attach(server);
    apply("tls.client_ca", "ca.crt", "tls.client_auth", "required");
    try (SSLSocket client = connect()) {
      assertThrows(IOException.class, () -> ask(client));
    }
    TestCertificates other = TestCertificates.authority("CN=Other CA");
    try (SSLSocket client = connect(authority.clientContext(other.client("CN=eve")))) {
      assertThrows(IOException.class, () -> ask(client));
    }
    try (SSLSocket client = connect(authority.clientContext(authority.client("CN=eve")))) {
      assertEquals("HTTP/1.1 200 OK secure true", ask(client));
    }
    await("both are counted", () -> https.endpoints().get(0).failedHandshakes() == 2);
  }

  @Test
  public void plainBytesAreEndedAndCounted() throws Exception {
    https.attach(server);
    apply();
    try (Socket client = new Socket("127.0.0.1", port)) {
      client.setSoTimeout(30_000);
      client.getOutputStream().write("GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(US_ASCII));
      assertTrue("no more than an alert", client.getInputStream().readAllBytes().length <= 7);
    } catch (SocketException e) {
      // Cut with bytes unread: as well.
    }
    await("it is counted", () -> https.endpoints().get(0).failedHandshakes() == 1);
  }

  @Test
  public void halfAHandshakeIsCutInItsTime() throws Exception {
    https.attach(server);
    apply();
    try (Socket half = new Socket("127.0.0.1", port);
        SSLSocket whole = connect()) {
      half.setSoTimeout(30_000);
      half.getOutputStream().write(new byte[] {22, 3, 1});
      assertEquals("HTTP/1.1 200 OK secure true", ask(whole));
      aheadMillis = 11_000;
      await(
          "it is cut",
          () -> {
            https.look();
            return https.endpoints().get(0).failedHandshakes() > 0;
          });
      assertTrue(ended(half));
      assertEquals("HTTP/1.1 200 OK secure true", ask(whole));
    }
  }

  private static boolean ended(Socket socket) throws IOException {
    try {
      return socket.getInputStream().readAllBytes().length <= 7;
    } catch (SocketException | SSLException e) {
      return true;
    }
  }

  @Test
  public void aHeadThatDripsIsCutOffInsideOfTlsToo() throws Exception {
    https.attach(server);
    apply();
    SlowHeads heads = new SlowHeads();
    long second = TimeUnit.SECONDS.toNanos(1);
    long[] now = new long[1];
    try (SSLSocket client = connect()) {
      client.getOutputStream().write("GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ".getBytes(US_ASCII));
      await(
          "it is seen",
          () -> {
            heads.look(server.getConnectors(), now[0], 10 * second);
            now[0] += 11 * second;
            return heads.look(server.getConnectors(), now[0], 10 * second) == 1;
          });
      assertTrue(ended(client));
    }
  }

  @Test
  public void thePortHasACapOfItsOwn() throws Exception {
    https.attach(server);
    apply();
    try (SSLSocket first = connect();
        SSLSocket second = connect()) {
      assertEquals("HTTP/1.1 200 OK secure true", ask(first));
      assertEquals("HTTP/1.1 200 OK secure true", ask(second));
      try (SSLSocket third = connect();
          Socket onLoopback = new Socket("127.0.0.1", plain.getLocalPort())) {
        assertEquals("HTTP/1.1 200 OK secure false", ask(onLoopback));
        first.close();
        assertEquals("HTTP/1.1 200 OK secure true", ask(third));
      }
    }
  }

  @Test
  public void thePlainPortIsClosedBeyondLoopbackUnlessThatIsWanted() throws Exception {
    Server open = new Server();
    ServerConnector everywhere = new ServerConnector(open);
    open.addConnector(everywhere);
    open.start();
    try {
      https.attach(open);
      assertFalse(everywhere.isRunning());
      String reason = https.unready().get();
      assertTrue(reason, reason.contains("every address"));
      assertTrue(reason, reason.contains("allow_plaintext_remote"));
      https.apply(HttpsSettings.read(Map.of("allow_plaintext_remote", "true")));
      assertTrue(everywhere.isRunning());
      assertTrue(https.unready().isEmpty());
      https.apply(HttpsSettings.DEFAULTS);
      assertFalse(everywhere.isRunning());
    } finally {
      https.detach(open);
      open.stop();
    }
  }

  @Test
  public void aHostBeyondLoopbackIsBoundOnlyOnceItMayBe() throws Exception {
    assertEquals("127.0.0.3", https.plainHost("127.0.0.3"));
    assertEquals("the last good", "127.0.0.3", https.plainHost("0.0.0.0"));
    https.attach(server);
    assertTrue("what served goes on", plain.isRunning());
    assertTrue(https.unready().get(), https.unready().get().contains("0.0.0.0"));
    https.apply(HttpsSettings.read(Map.of("allow_plaintext_remote", "true")));
    assertTrue(plain.isRunning());
    assertEquals("0.0.0.0", plain.getHost());
    assertTrue(https.unready().isEmpty());
    assertEquals("0.0.0.0", https.plainHost("0.0.0.0"));
    https.apply(HttpsSettings.DEFAULTS);
    assertFalse(plain.isRunning());
    assertEquals("127.0.0.3", https.plainHost("127.0.0.3"));
    https.look();
    assertTrue("corrected, it serves", plain.isRunning());
    assertEquals("127.0.0.3", plain.getHost());
    assertTrue(https.unready().isEmpty());
  }

  @Test
  public void aHostThatIsTakenBackIsBoundNoMoreThoughTheServerSeesNoChange() {
    https.plainHost("127.0.0.1");
    https.plainHost("0.0.0.0");
    https.attach(server);
    https.apply(HttpsSettings.read(Map.of("allow_plaintext_remote", "true")));
    assertEquals("0.0.0.0", plain.getHost());
    assertEquals("127.0.0.1", https.plainHost("127.0.0.1"));
    https.look();
    assertEquals("127.0.0.1", plain.getHost());
    assertTrue(plain.isRunning());
  }

  @Test
  public void whatIsAllowedBeforeTheServerComesIsBoundAtOnce() {
    https.apply(HttpsSettings.read(Map.of("allow_plaintext_remote", "true")));
    assertEquals("0.0.0.0", https.plainHost("0.0.0.0"));
  }

  @Test
  public void aFurtherServerComesAndGoesAndHttpsStays() throws Exception {
    https.attach(server);
    apply();
    Server second = new Server();
    ServerConnector everywhere = new ServerConnector(second);
    second.addConnector(everywhere);
    second.start();
    try {
      https.attach(second);
      assertEquals("no port but its own", 1, second.getConnectors().length);
      assertFalse("it is guarded, too", everywhere.isRunning());
      assertTrue(https.unready().get(), https.unready().get().contains("every address"));
      assertEquals("127.0.0.1", https.furtherPlainHost("org.apache.felix.http~second", null));
    } finally {
      https.detach(second);
      second.stop();
    }
    assertTrue(https.unready().isEmpty());
    https.look();
    try (SSLSocket client = connect()) {
      assertEquals("HTTP/1.1 200 OK secure true", ask(client));
    }
    https.detach(server);
    await("the port is closed", this::isClosed);
  }

  @Test
  public void onlyLoopbackIsLoopback() {
    for (String host : new String[] {"127.0.0.1", "127.1.2.3", "localhost", "::1"}) {
      assertTrue(host, PlainPort.isLoopback(host));
    }
    for (String host : new String[] {null, "0.0.0.0", "::", "10.1.2.3", "no.such.host.invalid"}) {
      assertFalse(host, PlainPort.isLoopback(host));
    }
  }

  @Test
  public void wrongSettingsAreAllNamed() {
    Invalid e =
        assertThrows(
            Invalid.class,
            () ->
                HttpsSettings.read(
                    Map.of(
                        "https_port", "0", "https_address", "localhost", "tls.client_auth", "no")));
    assertEquals(3, e.faults().size());
  }
}

package io.fairlead.wire;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.fairlead.kernel.error.Invalid;
import io.fairlead.kernel.error.Unavailable;
import io.fairlead.kernel.tls.TestCertificates;
import io.fairlead.traffic.protocol.ClientChannel;
import io.fairlead.traffic.protocol.Protocol;
import io.fairlead.traffic.protocol.ProtocolHandler;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.junit.After;
import org.junit.AfterClass;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class TlsListenerTest {

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private final TestCertificates authority = TestCertificates.authority("CN=Test CA");
  private Harness harness;

  @Before
  public void start() throws IOException {
    authority.server("CN=fairlead").write(root(), "server");
    Files.writeString(root().resolve("ca.crt"), authority.chainPem());
    harness = new Harness(tls());
  }

  @After
  public void close() {
    harness.close();
  }

  @AfterClass
  public static void leaks() {
    Leaks.check();
  }

  private Path root() {
    return folder.getRoot().toPath();
  }

  private Map<String, String> tls(String... more) {
    Map<String, String> settings = new HashMap<>();
    settings.put("tls.certificate", root().resolve("server.crt").toString());
    settings.put("tls.key", root().resolve("server.key").toString());
    for (int i = 0; i < more.length; i += 2) {
      settings.put(more[i], more[i + 1]);
    }
    return settings;
  }

  private Map<String, String> clientAuth(String how, String... more) {
    Map<String, String> settings = tls(more);
    settings.put("tls.client_ca", root().resolve("ca.crt").toString());
    settings.put("tls.client_auth", how);
    return settings;
  }

  private RawClient client(SSLContext context, String... protocols) throws IOException {
    return new RawClient(harness.port(), context, protocols);
  }

  private RawClient client() throws IOException {
    return client(authority.clientContext());
  }

  private static X509Certificate certificateOf(RawClient client) throws IOException {
    return (X509Certificate) ((SSLSocket) client.socket).getSession().getPeerCertificates()[0];
  }

  private void await(String what, java.util.function.BooleanSupplier condition) {
    Harness.await(what, condition);
  }

  @Test
  public void bothVersionsSpeakTheProtocol() throws IOException {
    for (String version : new String[] {"TLSv1.2", "TLSv1.3"}) {
      try (RawClient client = client(authority.clientContext(), version)) {
        assertEquals("pong", client.ping());
        assertEquals("[x] [[x]] 1", client.ask("ROWS 1 1"));
        assertEquals(version, ((SSLSocket) client.socket).getSession().getProtocol());
        assertTrue(harness.served().view().tls());
      }
      await("it is gone", () -> harness.wire.clients().size() == 0);
    }
    assertEquals(0, harness.wire.counters().errors.sum());
    assertEquals(0, harness.listener().tls().view().failedHandshakes());
  }

  @Test
  public void oldVersionsAreRefused() {
    assertThrows(IOException.class, () -> client(authority.clientContext(), "TLSv1.1"));
  }

  @Test
  public void whoTrustsAnotherAuthorityLeavesAndIsCounted() {
    TestCertificates other = TestCertificates.authority("CN=Other CA");
    assertThrows(SSLException.class, () -> client(other.clientContext()));
    await("it is counted", () -> harness.listener().tls().view().failedHandshakes() == 1);
    await("it is gone", () -> harness.wire.clients().size() == 0);
  }

  @Test
  public void aBigResultWaitsForItsReaderAsWithoutTls() throws IOException {
    int rows = 20_000;
    try (RawClient client = client()) {
      assertEquals("pong", client.ping());
      client.send(RawClient.query("ROWS " + rows + " 10000"));
      await("the worker is done", () -> harness.sessions.answered.get() == 1);
      Client served = harness.served();
      await("the socket takes no more", () -> !served.inbox().writable());
      assertTrue("sent " + served.view().bytesSent(), served.view().bytesSent() < 100 << 20);
      assertTrue("in memory", harness.wire.spill().inMemory() < 16 << 20);
      try (RawClient other = client()) {
        assertEquals("others are served", "pong", other.ping());
      }
      readAll(client.in, rows);
      assertEquals("the connection goes on", "pong", client.ping());
    }
  }

  private static void readAll(DataInputStream in, int rows) throws IOException {
    in.skipNBytes(4 + 3);
    byte[] row = new byte[1 + 3 + 10_000];
    for (int i = 0; i < rows; i++) {
      in.readFully(row);
      assertEquals('x', row[4]);
      assertEquals('x', row[row.length - 1]);
    }
    in.skipNBytes(3);
  }

  @Test
  public void pipelinedAndSplitRequestsComeThrough() throws IOException {
    try (RawClient client = client()) {
      byte[] query = RawClient.query("ROWS 1 1");
      for (int i = 0; i < 60; i++) {
        client.send(query);
      }
      for (byte each : query) {
        client.send(each);
      }
      for (int i = 0; i < 61; i++) {
        assertEquals("[x] [[x]] 1", client.answer());
      }
    }
  }

  @Test
  public void aPlainClientIsToldInItsOwnWords() {
    try (RawClient client = harness.client()) {
      assertEquals("error: this port wants TLS", client.ping());
      assertEquals("end", client.answer());
    }
    assertEquals(1, harness.listener().tls().view().failedHandshakes());
    assertEquals(1, harness.wire.counters().errors.sum());
  }

  @Test
  public void whoeverSpeaksSomethingElseGetsAnAlert() {
    try (RawClient client = harness.client()) {
      client.send("GET / HTTP/1.1\r\n\r\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
      assertEquals("1503030002020a", client.readHex(7));
      assertEquals("end", client.answer());
    }
    try (RawClient client = harness.client()) {
      // The beginning of TLS, and then none.
      client.hex("16030100ff 00112233445566778899aabbccddeeff");
      client.hex("00".repeat(300));
      assertEquals("15", client.readHex(1));
    }
    await("both are counted", () -> harness.listener().tls().view().failedHandshakes() == 2);
    await("both are gone", () -> harness.wire.clients().size() == 0);
  }

  @Test
  public void halfAHandshakeEndsInItsTimeAndCountsMeanwhile() throws Exception {
    harness.listen(tls("max_connections", "2"));
    try (RawClient silent = harness.client();
        RawClient half = harness.client().hex("160301")) {
      await("both are counted", () -> harness.wire.clients().size() == 2);
      SSLException e = assertThrows(SSLException.class, this::pingOnce);
      assertTrue(e.getMessage(), e.getMessage().length() > 0);
      harness.pass(11);
      assertEquals("end", silent.answer());
      assertTrue(ended(half.in));
      await("both are gone", () -> harness.wire.clients().size() == 0);
      assertEquals(2, harness.listener().tls().view().failedHandshakes());
      try (RawClient client = client()) {
        assertEquals("pong", client.ping());
        harness.pass(11);
        assertEquals("a handshake that is done has no end", "pong", client.ping());
      }
    }
  }

  private void pingOnce() throws IOException {
    try (RawClient client = client()) {
      throw new SSLException(client.ping());
    }
  }

  /** What a server says last in TLS is for nobody who has not said what it understands. */
  private static boolean ended(InputStream in) throws IOException {
    return in.readAllBytes().length < 100;
  }

  @Test
  public void overTheCapAClientIsToldInsideOfTls() throws IOException {
    harness.listen(tls("max_connections", "1"));
    try (RawClient first = client()) {
      assertEquals("pong", first.ping());
      try (RawClient second = client()) {
        assertEquals(
            "error: too many connections: listener test allows max_connections 1", second.answer());
        assertEquals("end", second.answer());
      }
      assertEquals("pong", first.ping());
    }
  }

  @Test
  public void whoIsToldItsEndReadsItAndTheEndOfTls() throws IOException {
    try (RawClient client = client()) {
      assertEquals("pong", client.ping());
      harness.wire.remove("test");
      assertEquals("error: listener test was removed", client.answer());
      // A cut without TLS's own end would be an exception here.
      assertEquals("end", client.answer());
    }
    harness.listen(tls());
  }

  @Test
  public void aNewCertificateIsForNewClientsAndDropsNobody() throws IOException {
    try (RawClient before = client()) {
      assertEquals("pong", before.ping());
      authority.server("CN=second").write(root(), "server");
      await("it is in force", () -> subject().equals("CN=second"));
      assertEquals("pong", before.ping());
      assertEquals("CN=fairlead", certificateOf(before).getSubjectX500Principal().getName());
      try (RawClient after = client()) {
        assertEquals("pong", after.ping());
        assertEquals("CN=second", certificateOf(after).getSubjectX500Principal().getName());
      }
      Files.writeString(root().resolve("server.key"), "broken");
      await("it is said", () -> harness.listener().tls().failure().isPresent());
      try (RawClient after = client()) {
        assertEquals("pong", after.ping());
      }
      assertEquals("pong", before.ping());
    }
  }

  private String subject() {
    return harness.listener().tls().view().subject();
  }

  @Test
  public void otherSettingsTakeHoldWithoutDroppingAnybody() throws IOException {
    try (RawClient encrypted = client()) {
      assertEquals("pong", encrypted.ping());
      harness.listen(Map.of());
      assertEquals("pong", encrypted.ping());
      try (RawClient plain = harness.client()) {
        assertEquals("pong", plain.ping());
        harness.listen(tls());
        assertEquals("pong", plain.ping());
        assertEquals("pong", encrypted.ping());
        try (RawClient late = harness.client()) {
          assertEquals("error: this port wants TLS", late.ping());
        }
      }
    }
  }

  @Test
  public void filesThatAreNotRightChangeNothing() throws IOException {
    Unavailable e =
        assertThrows(
            Unavailable.class, () -> harness.listen(tls("tls.key", root() + "/nowhere.key")));
    assertEquals(root() + "/nowhere.key: there is no such file", e.getMessage());
    try (RawClient client = client()) {
      assertEquals("pong", client.ping());
    }
  }

  @Test
  public void theCertificatesSubjectIsTheSessionsUser() throws IOException {
    harness.listen(clientAuth("required"));
    try (RawClient eve = client(authority.clientContext(authority.client("CN=eve,O=X")))) {
      assertEquals("pong", eve.ping());
      assertEquals("eve", harness.sessions.lastUser());
    }
  }

  @Test
  public void whoShowsNoneIsNotLetInWhereOneIsRequired() throws IOException {
    harness.listen(clientAuth("required"));
    TestCertificates other = TestCertificates.authority("CN=Other CA");
    TestCertificates ended = authority.issue("CN=eve", "EC", Duration.ofDays(-1));
    for (SSLContext context :
        new SSLContext[] {
          authority.clientContext(),
          authority.clientContext(other.client("CN=eve")),
          authority.clientContext(ended)
        }) {
      for (String version : new String[] {"TLSv1.2", "TLSv1.3"}) {
        assertNotServed(context, version);
      }
    }
    assertEquals("nobody had a session", 0, harness.sessions.open.get());
    await("all are counted", () -> harness.listener().tls().view().failedHandshakes() == 6);
  }

  private void assertNotServed(SSLContext context, String version) {
    try (RawClient client = client(context, version)) {
      String answer = client.ping();
      throw new AssertionError(answer);
    } catch (IOException | UncheckedIOException e) {
      assertFalse(String.valueOf(e.getMessage()), e.getMessage() == null);
    }
  }

  @Test
  public void aSubjectThatNamesNobodyIsTold() throws IOException {
    harness.listen(clientAuth("required"));
    try (RawClient two = client(authority.clientContext(authority.client("CN=eve,CN=admin")))) {
      assertEquals(
          "error: the client's certificate has 2 common names in its subject (expected: one, of"
              + " text)",
          two.answer());
    }
  }

  @Test
  public void whereOneIsOptionalOthersComeAsWithout() throws IOException {
    harness.listen(clientAuth("optional"));
    try (RawClient nobody = client()) {
      assertEquals("pong", nobody.ping());
      assertEquals("app", harness.sessions.lastUser());
    }
    try (RawClient eve = client(authority.clientContext(authority.client("CN=eve")))) {
      assertEquals("pong", eve.ping());
      assertEquals("eve", harness.sessions.lastUser());
    }
  }

  @Test
  public void beyondLoopbackTlsAndProofAreWanted() {
    Map<String, String> everywhere = new HashMap<>(tls("addresses", "0.0.0.0"));
    Invalid e = assertThrows(Invalid.class, () -> harness.listen(everywhere));
    assertTrue(e.getMessage(), e.getMessage().contains("tls.client_auth = required"));
    assertThrows(
        Invalid.class, () -> harness.listen(clientAuth("optional", "addresses", "0.0.0.0")));
    harness.listen(clientAuth("required", "addresses", "0.0.0.0"));
    assertTrue(harness.listener().addresses().get(0).startsWith("0.0.0.0:"));
    harness.listen(tls("addresses", "0.0.0.0", "allow_unauthenticated_remote", "true"));
  }

  @Test
  public void aProtocolThatAuthenticatesWantsTlsBeyondLoopbackAllTheSame() {
    harness.wire.add("secret", new Authenticating());
    Map<String, String> everywhere =
        new HashMap<>(Map.of("addresses", "0.0.0.0", "protocols", "secret"));
    Invalid e = assertThrows(Invalid.class, () -> harness.listen(everywhere));
    assertTrue(e.getMessage(), e.getMessage().contains("allow_plaintext_remote"));
    everywhere.put("allow_plaintext_remote", "true");
    harness.listen(everywhere);
    harness.listen(tls("addresses", "0.0.0.0", "protocols", "secret"));
  }

  private static final class Authenticating implements Protocol {
    @Override
    public boolean startsWith(int firstByte) {
      return false;
    }

    @Override
    public ProtocolHandler open(ClientChannel channel) {
      throw new AssertionError("nobody comes");
    }

    @Override
    public byte[] refusal(String reason) {
      return new byte[0];
    }

    @Override
    public boolean authenticates() {
      return true;
    }
  }
}

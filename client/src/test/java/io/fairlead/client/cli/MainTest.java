package io.fairlead.client.cli;

import static org.junit.Assert.assertEquals;

import io.fairlead.client.FakeServer;
import io.fairlead.kernel.tls.TestCertificates;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.net.ssl.SSLContext;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class MainTest {

  private static final String ONE_ROW = "0001" + "0141" + "01" + "01" + "0131" + "01";

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private int run(String stdin, boolean terminal, String... args) {
    return new Main(
            new ByteArrayInputStream(stdin.getBytes(StandardCharsets.UTF_8)),
            new PrintStream(out, false, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            terminal)
        .run(args);
  }

  private String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  private String err() {
    return err.toString(StandardCharsets.UTF_8);
  }

  private static String portOf(FakeServer server) {
    return String.valueOf(server.address().getPort());
  }

  @Test
  public void theWordsAreTheSql() throws IOException {
    try (FakeServer server = new FakeServer(FakeServer.query("SELECT 1"), ONE_ROW)) {
      assertEquals(0, run("", false, "--port", portOf(server), "SELECT", "1"));
    }
    assertEquals("A\n-\n1\n(1 row)\n", out());
    assertEquals("", err());
  }

  @Test
  public void aFileThatIsNamedMeansTls() {
    assertEquals(true, Arguments.of("--ca", "a.crt", "SELECT 1").options().tls().isPresent());
    assertEquals(true, Arguments.of("--tls", "SELECT 1").options().tls().isPresent());
    assertEquals(false, Arguments.of("SELECT 1").options().tls().isPresent());
    assertEquals(2, run("", false, "--cert", "a.crt", "SELECT 1"));
    assertEquals("sql: --key is missing (expected: --cert and --key together)\n", err());
  }

  @Test
  public void whereACertificateIsDemandedItIsSaidHowToShowOne() throws IOException {
    TestCertificates authority = TestCertificates.authority("CN=Test CA");
    Path ca = Files.writeString(folder.getRoot().toPath().resolve("ca.crt"), authority.chainPem());
    SSLContext context = authority.clientContext(authority.server("CN=fairlead"));
    try (FakeServer server = new FakeServer(context, FakeServer.query("SELECT 1"), ONE_ROW)) {
      String port = portOf(server);
      assertEquals(1, run("", false, "--port", port, "--ca", ca.toString(), "SELECT 1"));
      assertEquals(
          "sql: 127.0.0.1:"
              + port
              + ": the server asked for a client's certificate and ended the connection"
              + " (expected: --cert FILE --key FILE)\n",
          err());
    }
  }

  @Test
  public void withoutWordsItIsReadFromStandardInput() throws IOException {
    try (FakeServer server = new FakeServer(FakeServer.query("SELECT '梨'\n"), ONE_ROW)) {
      assertEquals(0, run("SELECT '梨'\n", false, "--format", "csv", "--port", portOf(server)));
    }
    assertEquals("A\r\n1\r\n", out());
  }

  @Test
  public void onlyATerminalGetsShortenedValues() throws IOException {
    String answer = "0001" + "0141" + "01" + "01" + "c8" + "61".repeat(200) + "01";
    for (boolean terminal : new boolean[] {true, false}) {
      out.reset();
      try (FakeServer server = new FakeServer(FakeServer.query("x"), answer)) {
        assertEquals(0, run("", terminal, "--port", portOf(server), "x"));
      }
      String shown = terminal ? "a".repeat(99) + "…" : "a".repeat(200);
      assertEquals(shown, out().split("\n")[2]);
    }
  }

  @Test
  public void anErrorOfTheServerIsOneAndSteersNoTerminal() throws IOException {
    try (FakeServer server = new FakeServer(FakeServer.query("x"), "03046f1b0a70")) {
      assertEquals(1, run("", false, "--port", portOf(server), "x"));
    }
    assertEquals("error: o\uFFFD↵p\n", err());
    assertEquals("", out());
  }

  @Test
  public void aRefusedConnectionNamesHostAndPort() throws IOException {
    int port;
    try (ServerSocket unused = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = unused.getLocalPort();
    }
    assertEquals(1, run("", false, "--host", "127.0.0.1", "--port", "" + port, "SELECT 1"));
    assertEquals("sql: 127.0.0.1:" + port + ": Connection refused\n", err());
  }

  @Test
  public void aWrongCallIsTwo() {
    assertEquals(2, run("", false, "--port", "0", "x"));
    assertEquals(2, run("", false, "--port", "65536", "x"));
    assertEquals(2, run("", false, "--port", "x", "x"));
    assertEquals(2, run("", false, "--port"));
    assertEquals(2, run("", false, "--format", "xml", "x"));
    assertEquals(2, run("", false, "--frmat", "csv", "x"));
    assertEquals(2, run("", false, "--format=csv", "x"));
    assertEquals(7, err().lines().count());
    assertEquals(0, run("", false, "--help"));
    assertEquals(1, out().lines().count());
  }
}

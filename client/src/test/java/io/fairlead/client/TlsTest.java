package io.fairlead.client;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.fairlead.kernel.tls.TestCertificates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class TlsTest {

  private static final String PING = "04";

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private final TestCertificates authority = TestCertificates.authority("CN=Test CA");

  @Before
  public void write() throws IOException {
    Files.writeString(file("ca.crt").get(), authority.chainPem());
    authority.intermediate("CN=Between").client("CN=eve").write(folder.getRoot().toPath(), "eve");
  }

  private Optional<Path> file(String name) {
    return Optional.of(folder.getRoot().toPath().resolve(name));
  }

  private static void ping(SSLContext server, Tls tls) throws IOException {
    try (FakeServer fake = new FakeServer(server, PING, PING);
        FairleadClient client =
            FairleadClient.connect(fake.address(), Options.DEFAULTS.with(tls))) {
      client.ping();
    }
  }

  private SSLContext server(TestCertificates certificate) {
    return authority.clientContext(certificate);
  }

  private Tls eve() {
    return new Tls(file("ca.crt"), file("eve.crt"), file("eve.key"));
  }

  @Test
  public void whoTrustsAndIsTrustedIsServed() throws IOException {
    ping(server(authority.server("CN=fairlead")), eve());
  }

  @Test
  public void whoShowsNoneIsNotAndLearnsWhatToDo() throws IOException {
    for (String version : List.of("TLSv1.3", "TLSv1.2")) {
      try (FakeServer fake =
          new FakeServer(server(authority.server("CN=fairlead")), version, true, PING, PING)) {
        assertThrows(
            version,
            CertificateAskedException.class,
            () -> {
              try (FairleadClient client = FairleadClient.connect(fake.address(), nobody())) {
                client.ping();
              }
            });
      }
    }
  }

  @Test
  public void whoShowsNoneWhereNoneIsDemandedIsServedAndALaterEndIsNothingButThat()
      throws IOException {
    try (FakeServer fake =
            new FakeServer(server(authority.server("CN=fairlead")), "TLSv1.3", false, PING, PING);
        FairleadClient client = FairleadClient.connect(fake.address(), nobody())) {
      client.ping();
      // It takes one request; the next it reads a byte of and closes.
      IOException e = assertThrows(IOException.class, client::ping);
      assertFalse(e.toString(), e instanceof CertificateAskedException);
    }
  }

  private Options nobody() {
    return Options.DEFAULTS.with(new Tls(file("ca.crt"), Optional.empty(), Optional.empty()));
  }

  @Test
  public void aServerOfAnotherAuthorityIsNotSpokenTo() {
    TestCertificates other = TestCertificates.authority("CN=Other CA");
    assertThrows(SSLException.class, () -> ping(server(other.server("CN=fairlead")), eve()));
    Tls ofTheJdk = new Tls(Optional.empty(), Optional.empty(), Optional.empty());
    assertThrows(SSLException.class, () -> ping(server(authority.server("CN=fairlead")), ofTheJdk));
  }

  @Test
  public void aServerThatIsAnothersHostIsNotSpokenTo() {
    assertThrows(SSLException.class, () -> ping(server(authority.client("CN=127.0.0.1")), eve()));
  }

  @Test
  public void filesThatAreNotRightAreNamed() throws IOException {
    Tls noKey = new Tls(file("ca.crt"), file("eve.crt"), file("ca.crt"));
    IOException e =
        assertThrows(IOException.class, () -> ping(server(authority.server("CN=fairlead")), noKey));
    assertTrue(e.getMessage(), e.getMessage().contains("ca.crt: no key (expected: PRIVATE KEY"));
    Files.writeString(file("ca.crt").get(), "nothing");
    IOException none =
        assertThrows(IOException.class, () -> ping(server(authority.server("CN=fairlead")), eve()));
    assertTrue(none.getMessage(), none.getMessage().contains("ca.crt: no"));
    assertEquals(
        "a certificate and its key go together",
        assertThrows(
                IllegalArgumentException.class,
                () -> new Tls(Optional.empty(), file("eve.crt"), Optional.empty()))
            .getMessage());
  }
}

package io.fairlead.kernel.tls;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertSame;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.fairlead.kernel.error.Unavailable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class LiveTlsTest {

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private final TestCertificates authority = TestCertificates.authority("CN=Test CA");
  private Instant now = Instant.now();

  private Path root() {
    return folder.getRoot().toPath();
  }

  private LiveTls live() {
    return new LiveTls(
        "listener native",
        new TlsSettings(
            "a.crt", "a.key", Optional.empty(), ClientAuth.NONE, Duration.ofSeconds(10)),
        root(),
        () -> now);
  }

  @Test
  public void aNewCertificateComesIntoForceOnceItsFilesAreQuiet() {
    authority.server("CN=first").write(root(), "a");
    LiveTls live = live();
    Object before = live.context();
    live.look();
    assertSame("nothing has changed", before, live.context());
    authority.server("CN=second").write(root(), "a");
    live.look();
    assertEquals("CN=first", live.view().subject());
    live.look();
    assertEquals("CN=second", live.view().subject());
    assertNotEquals(before, live.context());
    assertEquals(List.of("127.0.0.1", "localhost"), live.view().names());
    assertEquals("CN=Test CA", live.view().issuer());
    assertNull(live.view().lastError());
  }

  @Test
  public void aPairThatIsReplacedOneAfterTheOtherIsNeverSeenHalf() {
    authority.server("CN=first").write(root(), "a");
    LiveTls live = live();
    TestCertificates second = authority.server("CN=second");
    TestCertificates.replace(root().resolve("a.crt"), second.chainPem());
    live.look();
    TestCertificates.replace(root().resolve("a.key"), second.keyPem());
    live.look();
    assertNull("still moving", live.view().lastError());
    live.look();
    assertEquals("CN=second", live.view().subject());
  }

  @Test
  public void brokenFilesLeaveInForceWhatWas() throws Exception {
    TestCertificates first = authority.server("CN=first").write(root(), "a");
    LiveTls live = live();
    Object before = live.context();
    Files.writeString(root().resolve("a.crt"), "no certificate at all");
    live.look();
    live.look();
    assertSame(before, live.context());
    assertEquals("CN=first", live.view().subject());
    assertTrue(live.view().lastError(), live.view().lastError().contains("a.crt: 0 certificates"));
    assertEquals(now, live.view().lastErrorAt());
    assertEquals(live.failure().get(), live.view().lastError());
    first.write(root(), "a");
    live.look();
    live.look();
    assertNull("what it has is what the files say", live.view().lastError());
    assertSame("and nobody has to begin anew", before, live.context());
  }

  @Test
  public void whatCannotBeReadAtAllIsNoBeginning() {
    assertThrows(Unavailable.class, this::live);
  }

  @Test
  public void onlyCiphersWithKeysOfTheirOwnAreSpoken() {
    authority.server("CN=first").write(root(), "a");
    Set<String> suites = Set.of(live().engine().getEnabledCipherSuites());
    assertTrue(suites.contains("TLS_AES_256_GCM_SHA384"));
    for (String suite : suites) {
      assertTrue(suite, suite.matches("TLS_(AES|CHACHA20).*|TLS_ECDHE_.*(GCM|CHACHA20).*"));
    }
    assertEquals(Set.of("TLSv1.2", "TLSv1.3"), Set.of(live().engine().getEnabledProtocols()));
  }

  @Test
  public void theEndOfACertificateIsSaidAtThirtySevenAndOneDays() {
    ExpiryNotices notices = new ExpiryNotices();
    Instant end = now.plus(Duration.ofDays(40));
    int said = 0;
    StringBuilder days = new StringBuilder();
    for (int day = 0; day < 45; day++) {
      for (int hour = 0; hour < 24; hour++) {
        if (notices.due(now.plus(Duration.ofDays(day)).plus(Duration.ofHours(hour)), end)) {
          said++;
          days.append(40 - day).append(' ');
        }
      }
    }
    assertEquals("30 7 1 0 ", days.toString());
    assertEquals(4, said);
    notices.again();
    assertTrue("another certificate, as near to its end", notices.due(end, end));
  }
}

package io.fairlead.access;

import static io.fairlead.access.BasicHeaderTest.basic;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.fairlead.kernel.access.Caller;
import io.fairlead.kernel.error.Exhausted;
import io.fairlead.kernel.error.Forbidden;
import io.fairlead.kernel.error.Unauthenticated;
import io.fairlead.kernel.tls.TestCertificates;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.Test;

public class DoorTest {

  private final SecureRandom random = new SecureRandom();
  private final Map<String, User> users = new HashMap<>();
  private final AtomicInteger looks = new AtomicInteger();
  private final AtomicInteger verifications = new AtomicInteger();
  private final AtomicLong now = new AtomicLong();
  private Runnable duringVerification = () -> {};
  private Duration wall = Duration.ZERO;
  private final Door door =
      new Door(
          name -> {
            looks.incrementAndGet();
            return Optional.ofNullable(users.get(name));
          },
          verified -> {
            verifications.incrementAndGet();
            duringVerification.run();
          },
          PasswordHash.ofNobody(random),
          DeclaredRoles.of(new FakeServices().context()),
          user -> user.password().toString(),
          new Familiar(new byte[32], 100, List.of()),
          random,
          () -> Instant.EPOCH.plus(wall),
          now::get);

  @Test
  public void theRightPasswordOpens() {
    add("admin", "secret", Caller.ADMIN);
    Caller caller = door.authenticate(basic("admin:secret"), "1.2.3.4");
    assertEquals("admin", caller.name());
    assertEquals(Set.of(Caller.ADMIN), caller.roles());
    assertEquals("1.2.3.4", caller.address());
  }

  @Test
  public void wrongPasswordAndUnknownUserGetTheSameAnswer() {
    add("admin", "secret", Caller.ADMIN);
    String wrong =
        assertThrows(Unauthenticated.class, () -> door.authenticate(basic("admin:no"), "a"))
            .getMessage();
    String unknown =
        assertThrows(Unauthenticated.class, () -> door.authenticate(basic("root:secret"), "a"))
            .getMessage();
    assertEquals(wrong, unknown);
  }

  @Test
  public void aVerifiedCredentialIsRememberedForAMinute() {
    add("admin", "secret", Caller.ADMIN);
    door.authenticate(basic("admin:secret"), "a");
    now.addAndGet(Duration.ofSeconds(59).toNanos());
    door.authenticate(basic("admin:secret"), "b");
    assertEquals(1, verifications.get());
    now.addAndGet(Duration.ofSeconds(1).toNanos());
    door.authenticate(basic("admin:secret"), "a");
    assertEquals(2, verifications.get());
  }

  @Test
  public void aPasswordThatIsChangedWhileItIsVerifiedOrRememberedLetsNobodyIn() {
    add("admin", "secret", Caller.ADMIN);
    duringVerification = () -> add("admin", "other", Caller.ADMIN);
    assertThrows(Unauthenticated.class, () -> door.authenticate(basic("admin:secret"), "a"));
    duringVerification = () -> {};
    door.authenticate(basic("admin:other"), "a");
    // Stored, and the door is not told yet.
    add("admin", "third", Caller.ADMIN);
    assertThrows(Unauthenticated.class, () -> door.authenticate(basic("admin:other"), "a"));
  }

  @Test
  public void changesAreForgottenAtOnceAndAUserWhoIsGoneIsNobody() {
    add("admin", "secret", Caller.ADMIN);
    door.authenticate(basic("admin:secret"), "a");
    add("admin", "other", Caller.ADMIN);
    door.forget();
    assertThrows(Unauthenticated.class, () -> door.authenticate(basic("admin:secret"), "a"));
    door.authenticate(basic("admin:other"), "a");
    users.clear();
    assertThrows(Unauthenticated.class, () -> door.authenticate(basic("admin:other"), "a"));
  }

  @Test
  public void aPasswordIsNoOthersThatHashesAlike() {
    add("admin", "secret?", Caller.ADMIN);
    assertEquals("admin", door.prove(new BasicHeader("admin", "secret?"), "a").name());
    for (String alike : List.of("secret?\0", "secret\ud800", "secret\udc00", "secret?\n")) {
      assertThrows(Unauthenticated.class, () -> door.prove(new BasicHeader("admin", alike), "a"));
      assertFalse(PasswordHash.of("secret?", random, 1_000).matches(alike));
      assertThrows(IllegalArgumentException.class, () -> PasswordHash.of(alike, random, 1_000));
    }
    assertTrue(PasswordHash.isText("a character of two halves: \ud83d\ude00"));
  }

  @Test
  public void anAddressThatGuessesIsSlowedAndOthersAreNot() {
    add("admin", "secret", Caller.ADMIN);
    door.authenticate(basic("admin:secret"), "evil");
    for (int i = 0; i < 20; i++) {
      int guess = i;
      assertThrows(
          Unauthenticated.class, () -> door.authenticate(basic("admin:guess" + guess), "evil"));
    }
    assertThrows(Exhausted.class, () -> door.authenticate(basic("admin:guess"), "evil"));
    // What was verified before is not slowed, and neither is the owner elsewhere.
    door.authenticate(basic("admin:secret"), "evil");
    door.forget();
    door.authenticate(basic("admin:secret"), "good");
  }

  @Test
  public void aUserGuessedAtFromManyAddressesIsProtectedAndTheOwnerIsNotLockedOut() {
    add("admin", "secret", Caller.ADMIN);
    door.authenticate(basic("admin:secret"), "home");
    door.forget();
    for (int i = 0; i < 20; i++) {
      String address = "evil" + i;
      assertThrows(Unauthenticated.class, () -> door.authenticate(basic("admin:no"), address));
    }
    assertThrows(Exhausted.class, () -> door.authenticate(basic("admin:secret"), "evil99"));
    assertEquals("admin", door.authenticate(basic("admin:secret"), "home").name());
    now.addAndGet(Duration.ofSeconds(4).toNanos());
    assertEquals("admin", door.authenticate(basic("admin:secret"), "abroad").name());
  }

  @Test
  public void theAddressesOfAnIpv6NetworkGuessAsOne() {
    for (int i = 0; i < 20; i++) {
      String credential = basic("nobody" + i + ":no");
      String address = "2001:db8:0:1::" + i;
      assertThrows(Unauthenticated.class, () -> door.authenticate(credential, address));
    }
    String next = basic("somebody:no");
    assertThrows(Exhausted.class, () -> door.authenticate(next, "2001:db8:0:1:ff::1"));
    assertThrows(Unauthenticated.class, () -> door.authenticate(next, "2001:db8:0:2::1"));
  }

  @Test
  public void guessesAtUnknownNamesAreCountedAsThoseAtKnownOnes() {
    for (int i = 0; i < 20; i++) {
      String address = "evil" + i;
      assertThrows(Unauthenticated.class, () -> door.authenticate(basic("nobody:no"), address));
    }
    assertThrows(Exhausted.class, () -> door.authenticate(basic("nobody:no"), "evil99"));
  }

  @Test
  public void manyAtOnceWithOneCredentialShareOneVerification() throws Exception {
    add("admin", "secret", Caller.ADMIN);
    ExecutorService threads = Executors.newFixedThreadPool(64);
    try {
      List<Future<Caller>> callers = new ArrayList<>();
      for (int i = 0; i < 64; i++) {
        callers.add(threads.submit(() -> door.authenticate(basic("admin:secret"), "a")));
      }
      for (Future<Caller> caller : callers) {
        assertEquals("admin", caller.get(60, TimeUnit.SECONDS).name());
      }
    } finally {
      threads.shutdownNow();
    }
    // One look at the user for each answer, and one for the verification that they shared.
    assertEquals(65, looks.get());
  }

  @Test
  public void onlyAdminMayDoWhatDeclaresNoRole() {
    door.authorize(new Caller("a", Set.of(Caller.ADMIN), ""), "somethingNew");
    Forbidden e =
        assertThrows(
            Forbidden.class,
            () -> door.authorize(new Caller("b", Set.of("operator"), ""), "somethingNew"));
    assertTrue(
        e.getMessage(),
        e.getMessage().contains("somethingNew") && e.getMessage().contains("admin"));
  }

  @Test
  public void aCertificateIsTheUserThatItsSubjectNames() {
    TestCertificates authority = TestCertificates.authority("CN=Test CA");
    X509Certificate eves = authority.client("CN=eve,O=X").certificate;
    wall = Duration.between(Instant.EPOCH, Instant.now());
    assertThrows(Unauthenticated.class, () -> door.certified(eves, "a"));
    add("eve", "secret", "viewer");
    Caller caller = door.certified(eves, "a");
    assertEquals(Set.of("viewer"), caller.roles());
    assertEquals(eves.getNotAfter().toInstant(), caller.until());
    door.confirm(caller, "about");
    assertThrows(Forbidden.class, () -> door.confirm(caller, "createUser"));
    assertThrows(
        Unauthenticated.class,
        () -> door.certified(authority.client("CN=eve,CN=admin").certificate, "a"));

    add("eve", "another", Caller.ADMIN);
    door.confirm(caller, "createUser");
    users.remove("eve");
    assertThrows(Unauthenticated.class, () -> door.confirm(caller, "about"));
    assertThrows(Unauthenticated.class, () -> door.certified(eves, "a"));
  }

  @Test
  public void aCertificateThatHasEndedIsNobodys() {
    add("eve", "secret", "viewer");
    X509Certificate eves = TestCertificates.authority("CN=Test CA").client("CN=eve").certificate;
    Caller caller = door.certified(eves, "a");
    wall = Duration.between(Instant.EPOCH, eves.getNotAfter().toInstant());
    assertThrows(Unauthenticated.class, () -> door.certified(eves, "a"));
    assertThrows(Unauthenticated.class, () -> door.confirm(caller, "about"));
  }

  @Test
  public void whatARequestSaysGoesBeforeItsConnectionsCertificate() {
    add("eve", "secret", "viewer");
    add("admin", "secret", Caller.ADMIN);
    X509Certificate eves = TestCertificates.authority("CN=Test CA").client("CN=eve").certificate;
    assertEquals("eve", door.authenticate(null, eves, "a").name());
    assertEquals("admin", door.authenticate(basic("admin:secret"), eves, "a").name());
    assertThrows(Unauthenticated.class, () -> door.authenticate(basic("admin:wrong"), eves, "a"));
    assertThrows(Unauthenticated.class, () -> door.authenticate(null, null, "a"));
  }

  private void add(String name, String password, String... roles) {
    users.put(
        name,
        new User(name, Set.of(roles), Instant.EPOCH, PasswordHash.of(password, random, 1_000)));
  }
}

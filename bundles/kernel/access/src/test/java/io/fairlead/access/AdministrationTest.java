package io.fairlead.access;

import static io.fairlead.access.BasicHeaderTest.basic;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.fairlead.kernel.access.Caller;
import io.fairlead.kernel.access.Logins;
import io.fairlead.kernel.access.UserView;
import io.fairlead.kernel.audit.Act;
import io.fairlead.kernel.audit.Audit;
import io.fairlead.kernel.error.Conflict;
import io.fairlead.kernel.error.Exhausted;
import io.fairlead.kernel.error.Forbidden;
import io.fairlead.kernel.error.Invalid;
import io.fairlead.kernel.error.NotFound;
import io.fairlead.kernel.error.Unauthenticated;
import io.fairlead.kernel.error.Unavailable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class AdministrationTest {

  private static final Map<String, Object> EVE =
      Map.of("name", "eve", "password", " eve's own ", "roles", List.of("viewer"));

  @Rule public final TemporaryFolder folder = new TemporaryFolder();
  private TemporaryInstance instance;
  private Instant now = Instant.parse("2026-01-02T03:04:05Z");
  private AccessComponent access;
  private String made;

  @Before
  public void start() throws Exception {
    instance = new TemporaryInstance(folder.getRoot().toPath());
    access = start(null);
    made = Files.readString(firstPassword()).trim();
  }

  @Test
  public void aNewUserComesInNowAndAfterARestart() {
    UserView eve = access.create(EVE);
    assertEquals(new UserView("eve", List.of("viewer"), true, now, null), eve);
    for (AccessComponent each : List.of(access, start(null))) {
      assertEquals(Set.of("viewer"), each.authenticate(basic("eve: eve's own "), "a").roles());
      assertEquals(List.of("admin", "eve"), each.list().stream().map(UserView::name).toList());
    }
    assertEquals(now, start(null).find("eve").orElseThrow().lastLogin());
  }

  @Test
  public void rolesAndEnabledTakeHoldWithTheNextRequest() {
    access.create(EVE);
    access.authenticate(basic("eve: eve's own "), "a");
    access.update("eve", Map.of("roles", List.of("operator")));
    assertEquals(Set.of("operator"), access.authenticate(basic("eve: eve's own "), "a").roles());
    UserView off = access.update("eve", Map.of("enabled", false));
    assertEquals(List.of("operator"), off.roles());
    assertThrows(Unauthenticated.class, () -> access.authenticate(basic("eve: eve's own "), "a"));
    AccessComponent again = start(null);
    assertFalse(again.find("eve").orElseThrow().enabled());
    assertThrows(Unauthenticated.class, () -> again.authenticate(basic("eve: eve's own "), "a"));
  }

  @Test
  public void aRemovedUserIsNobodyAtOnceAndTheNameIsFree() {
    access.create(EVE);
    access.authenticate(basic("eve: eve's own "), "a");
    assertThrows(Conflict.class, () -> access.create(EVE));
    access.delete("eve");
    assertThrows(Unauthenticated.class, () -> access.authenticate(basic("eve: eve's own "), "a"));
    assertThrows(NotFound.class, () -> access.delete("eve"));
    access.create(Map.of("name", "eve", "password", "another one"));
    assertThrows(Unauthenticated.class, () -> access.authenticate(basic("eve: eve's own "), "a"));
    assertEquals(Set.of(), access.authenticate(basic("eve:another one"), "a").roles());
  }

  @Test
  public void aChangedPasswordHoldsAtOnceAndTheFirstOnesFileGoes() throws Exception {
    access.authenticate(basic("admin:" + made), "a");
    assertThrows(
        Forbidden.class,
        () -> access.changePassword("admin", Map.of("current", "wrong", "new", "long enough")));
    assertTrue(Files.exists(firstPassword()));
    access.changePassword("admin", Map.of("current", made, "new", "long enough"));
    assertFalse(Files.exists(firstPassword()));
    for (AccessComponent each : List.of(access, start(null))) {
      assertThrows(Unauthenticated.class, () -> each.authenticate(basic("admin:" + made), "a"));
      assertEquals("admin", each.authenticate(basic("admin:long enough"), "a").name());
    }
    assertFalse(Files.exists(firstPassword()));
  }

  @Test
  public void guessesAtACurrentPasswordAreLimitedAndTheOwnerStillComesIn() {
    access.create(EVE);
    Map<String, String> guess = Map.of("current", "guess", "new", "long enough");
    for (int i = 0; i < 20; i++) {
      assertThrows(Forbidden.class, () -> access.changePassword("eve", guess));
    }
    assertThrows(Exhausted.class, () -> access.changePassword("eve", guess));
    assertEquals("eve", access.authenticate(basic("eve: eve's own "), "a").name());
  }

  @Test
  public void onlyAnAdminChangesWhatIsNotHisAndNobodyUsesUpTheOwnersGuesses() {
    access.create(EVE);
    Audit audit = entry -> {};
    Caller vera = caller("vera", "viewer");
    Map<String, String> guess = Map.of("current", "guess", "new", "long enough");
    for (int i = 0; i < 30; i++) {
      assertThrows(Forbidden.class, () -> changed(audit, vera, guess));
    }
    Caller admin = caller("admin", "admin");
    for (int i = 0; i < 20; i++) {
      // By whichever way, it is the own password that is guessed at.
      String name = i % 2 == 0 ? "eve" : "admin";
      assertThrows(Forbidden.class, () -> changed(audit, admin, name, guess));
    }
    assertThrows(Exhausted.class, () -> changed(audit, admin, "eve", guess));
    assertThrows(Exhausted.class, () -> changed(audit, admin, "admin", guess));
    Caller eve = caller("eve", "viewer");
    changed(audit, eve, Map.of("current", " eve's own ", "new", "long enough"));
    assertEquals("eve", access.authenticate(basic("eve:long enough"), "a").name());
  }

  @Test
  public void anAdminGivesANewPasswordByTheOwnOneAndNotByTheTokenAlone() {
    access.create(EVE);
    Logins.Tokens lost = access.login("eve", " eve's own ", "a");
    access.authenticate("Bearer " + lost.token(), "a");
    Audit audit = entry -> {};
    Caller admin = access.authenticate("Bearer " + access.login("admin", made, "a").token(), "a");
    for (String current : List.of(" eve's own ", "guess")) {
      String told =
          assertThrows(
                  Forbidden.class,
                  () -> changed(audit, admin, Map.of("current", current, "new", "a new one")))
              .getMessage();
      assertEquals("current: not the password of admin, who asks", told);
    }
    access.authenticate("Bearer " + lost.token(), "a");
    changed(audit, admin, Map.of("current", made, "new", "a new one"));
    assertThrows(Unauthenticated.class, () -> access.authenticate("Bearer " + lost.token(), "a"));
    assertThrows(Unauthenticated.class, () -> access.refresh(lost.refreshToken()));
    assertThrows(Unauthenticated.class, () -> access.authenticate(basic("eve: eve's own "), "a"));
    assertEquals("eve", access.authenticate(basic("eve:a new one"), "a").name());
    assertEquals("admin", access.authenticate(basic("admin:" + made), "a").name());
  }

  @Test
  public void anAdminWhoIsLetInNoMoreGivesNobodyANewPassword() {
    access.create(EVE);
    access.create(Map.of("name", "bob", "password", "12345678", "roles", List.of("admin")));
    Caller bob = access.authenticate(basic("bob:12345678"), "a");
    access.update("bob", Map.of("enabled", false));
    Audit audit = entry -> {};
    Map<String, String> fields = Map.of("current", "12345678", "new", "long enough");
    assertThrows(Forbidden.class, () -> changed(audit, bob, fields));
  }

  @Test
  public void atTheShellTheUsersOwnPasswordIsGoodOrAnyEnabledAdmins() {
    access.create(EVE);
    access.create(Map.of("name", "bob", "password", "12345678"));
    Audit audit = entry -> {};
    for (String account : List.of("root", "eve", "bob")) {
      Caller shell = new Caller(account, Set.of("admin"), "");
      String told =
          assertThrows(
                  Forbidden.class,
                  () -> changed(audit, shell, Map.of("current", "12345678", "new", "long enough")))
              .getMessage();
      assertEquals("current: not the password of eve, nor that of an admin", told);
      changed(audit, shell, Map.of("current", " eve's own ", "new", "the second"));
      changed(audit, shell, Map.of("current", made, "new", " eve's own "));
      assertEquals("eve", access.authenticate(basic("eve: eve's own "), "a").name());
    }
  }

  private static Caller caller(String name, String role) {
    return new Caller(name, Set.of(role), "a", "password, of " + name, null);
  }

  private void changed(Audit audit, Caller caller, Map<String, String> fields) {
    changed(audit, caller, "eve", fields);
  }

  private void changed(Audit audit, Caller caller, String name, Map<String, String> fields) {
    try (Act act = audit.begin(caller, "rest", "changePassword", name)) {
      access.changePassword(name, fields);
    }
  }

  @Test
  public void theLastEnabledAdminStays() {
    assertThrows(Conflict.class, () -> access.delete("admin"));
    assertThrows(Conflict.class, () -> access.update("admin", Map.of("enabled", false)));
    assertThrows(
        Conflict.class, () -> access.update("admin", Map.of("roles", List.of("operator"))));
    access.create(
        Map.of("name", "off", "password", "12345678", "roles", List.of("admin"), "enabled", false));
    assertThrows(Conflict.class, () -> access.delete("admin"));
    access.update("off", Map.of("enabled", true));
    access.delete("admin");
    assertThrows(Conflict.class, () -> access.delete("off"));
    // No admin is made anew as long as there is one.
    assertEquals(List.of("off"), start(null).list().stream().map(UserView::name).toList());
    assertFalse(Files.exists(firstPassword()));
  }

  @Test
  public void whatTheEnvironmentSaysIsNotChanged() {
    AccessComponent outside = start("from outside");
    String message =
        assertThrows(
                Conflict.class,
                () ->
                    outside.changePassword(
                        "admin", Map.of("current", "from outside", "new", "long enough")))
            .getMessage();
    assertTrue(message, message.contains("FAIRLEAD_ADMIN_PASSWORD"));
    assertThrows(Conflict.class, () -> outside.update("admin", Map.of("enabled", false)));
    assertThrows(Conflict.class, () -> outside.delete("admin"));
    assertThrows(
        Conflict.class, () -> outside.create(Map.of("name", "admin", "password", "12345678")));
  }

  @Test
  public void withoutTheEnvironmentsAdminThereIsOneAgain() throws Exception {
    Files.delete(instance.data().resolve("access/users"));
    Files.delete(firstPassword());
    start("from outside").create(EVE);
    AccessComponent later = start(null);
    String password = Files.readString(firstPassword()).trim();
    assertEquals(Set.of("admin"), later.authenticate(basic("admin:" + password), "a").roles());
    assertEquals(List.of("admin", "eve"), later.list().stream().map(UserView::name).toList());
  }

  @Test
  public void everyWrongFieldIsNamedAndNoPasswordIsRepeated() {
    Invalid wrong =
        assertThrows(
            Invalid.class,
            () ->
                access.create(
                    Map.of(
                        "name", "Eve/..", "password", "sh0rt", "roles", List.of("root"), "x", 1)));
    assertEquals(
        Set.of("name", "password", "roles", "x"),
        wrong.faults().stream().map(f -> f.field()).collect(Collectors.toSet()));
    assertFalse(wrong.getMessage(), wrong.getMessage().contains("sh0rt"));
    assertThrows(
        Invalid.class, () -> access.create(Map.of("name", "eve", "password", "with\na line end")));
    assertThrows(Invalid.class, () -> access.create(Map.of("name", "eve")));
    assertThrows(
        Invalid.class, () -> access.changePassword("admin", Map.of("current", made, "new", "x")));
    assertEquals(1, access.list().size());
  }

  @Test
  public void theFirstFormatIsReadAndAFileThatIsNotIsNeverWrittenOver() throws Exception {
    Path file = instance.data().resolve("access/users");
    PasswordHash hash = PasswordHash.of("an old one", new SecureRandom(), 1_000);
    Files.writeString(file, "fairlead-users 1\nadmin admin " + hash + "\n");
    AccessComponent old = start(null);
    assertEquals(Set.of("admin"), old.authenticate(basic("admin:an old one"), "a").roles());
    old.create(EVE);
    assertEquals(Set.of("admin"), start(null).authenticate(basic("admin:an old one"), "a").roles());
    Files.writeString(file, "nonsense\n");
    AccessComponent blind = start("from outside");
    assertThrows(Unavailable.class, () -> blind.create(EVE));
    assertEquals("nonsense\n", Files.readString(file));
  }

  private Path firstPassword() {
    return instance.data().resolve("admin-password");
  }

  private AccessComponent start(String environment) {
    return new AccessComponent(
        instance,
        TestSettings.of(instance),
        entry -> {},
        environment,
        DeclaredRoles.of(new FakeServices().context()),
        new SecureRandom(),
        () -> now,
        () -> 0L);
  }
}

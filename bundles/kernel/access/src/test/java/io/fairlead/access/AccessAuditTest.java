package io.fairlead.access;

import static io.fairlead.access.BasicHeaderTest.basic;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertThrows;

import io.fairlead.kernel.access.Caller;
import io.fairlead.kernel.audit.Audit;
import io.fairlead.kernel.audit.AuditEntry;
import io.fairlead.kernel.error.Forbidden;
import io.fairlead.kernel.error.Unauthenticated;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** What access tells the audit: credentials that let nobody in, and what becomes of users. */
public class AccessAuditTest {

  private static final Caller ADMIN = new Caller("admin", Set.of("admin"), "192.0.2.1");
  private static final Caller ANYBODY = new Caller("", Set.of(), "192.0.2.9");

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private final List<AuditEntry> audited = new ArrayList<>();
  private final Audit audit = audited::add;
  private AccessComponent access;

  @Before
  public void start() {
    TemporaryInstance instance = new TemporaryInstance(folder.getRoot().toPath());
    access =
        new AccessComponent(
            instance,
            TestSettings.of(instance),
            audit,
            "the admin's own",
            DeclaredRoles.of(new FakeServices().context()),
            new SecureRandom(),
            InstantSource.system(),
            System::nanoTime);
    access.create(Map.of("name", "eve", "password", "eve's own", "roles", List.of("viewer")));
  }

  @Test
  public void credentialsThatLetNobodyInAreNotedWithANameOnlyWhenItIsAUsers() {
    for (String credential :
        List.of(basic("eve:guess"), basic("hunter2:"), "Bearer nonsense", "nonsense")) {
      assertThrows(Unauthenticated.class, () -> access.authenticate(credential, "192.0.2.9"));
    }
    assertThrows(Unauthenticated.class, () -> access.authenticate(null, "192.0.2.9"));
    access.authenticate(basic("eve:eve's own"), "192.0.2.9");
    assertEquals(List.of("eve", "", "", "", ""), audited.stream().map(AuditEntry::user).toList());
    for (AuditEntry entry : audited) {
      assertEquals("authenticate", entry.operation());
      assertEquals("192.0.2.9", entry.address());
      assertEquals("UNAUTHENTICATED", entry.outcome());
    }
    assertFalse(audited.toString().contains("hunter2"));
    assertFalse(audited.toString().contains("guess"));
  }

  @Test
  public void aLoginIsItsUsersEvenWhenItFails() {
    audit.audited(ANYBODY, "rest", "login", "", () -> access.login("eve", "eve's own", "a"));
    assertThrows(
        Unauthenticated.class,
        () -> audit.audited(ANYBODY, "rest", "login", "", () -> access.login("eve", "no", "a")));
    assertThrows(
        Unauthenticated.class,
        () -> audit.audited(ANYBODY, "rest", "login", "", () -> access.login("pw", "no", "a")));
    assertEquals(List.of("eve", "eve", ""), audited.stream().map(AuditEntry::user).toList());
    assertEquals(
        List.of("OK", "UNAUTHENTICATED", "UNAUTHENTICATED"),
        audited.stream().map(AuditEntry::outcome).toList());
    audited.clear();
    String refresh = access.login("eve", "eve's own", "a").refreshToken();
    audit.audited(ANYBODY, "rest", "refresh", "", () -> access.refresh(refresh));
    assertThrows(
        Unauthenticated.class,
        () -> audit.audited(ANYBODY, "rest", "refresh", "", () -> access.refresh(refresh)));
    assertEquals(List.of("eve", "eve"), audited.stream().map(AuditEntry::user).toList());
  }

  @Test
  public void usersAreToldWithWhatChangedAndNoPassword() {
    audit.audited(
        ADMIN,
        "rest",
        "createUser",
        "",
        () -> access.create(Map.of("name", "bob", "password", "bob's own", "enabled", false)));
    audit.audited(
        ADMIN, "rest", "updateUser", "bob", () -> access.update("bob", Map.of("enabled", true)));
    audit.audited(
        ADMIN,
        "rest",
        "changePassword",
        "bob",
        () -> {
          access.changePassword("bob", Map.of("current", "bob's own", "new", "bob's next"));
          return "";
        });
    audit.audited(
        ADMIN,
        "rest",
        "deleteUser",
        "bob",
        () -> {
          access.delete("bob");
          return "";
        });
    assertEquals(
        List.of("bob", "bob", "bob", "bob"), audited.stream().map(AuditEntry::target).toList());
    assertNull(audited.get(0).before());
    assertEquals(Map.of("roles", "", "enabled", "false"), audited.get(0).after());
    assertEquals("false", audited.get(1).before().get("enabled"));
    assertEquals("true", audited.get(1).after().get("enabled"));
    assertEquals(Map.of("password", "***"), audited.get(2).after());
    assertNull(audited.get(3).after());
    assertFalse(audited.toString().contains("bob's"));
    audited.clear();
    assertThrows(
        Forbidden.class,
        () ->
            audit.audited(
                ADMIN,
                "rest",
                "changePassword",
                "eve",
                () -> {
                  access.changePassword("eve", Map.of("current", "wrong", "new", "another one"));
                  return "";
                }));
    assertEquals("FORBIDDEN", audited.get(0).outcome());
    assertEquals(1, audited.size());
  }
}

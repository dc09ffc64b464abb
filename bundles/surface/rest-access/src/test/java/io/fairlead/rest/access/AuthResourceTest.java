package io.fairlead.rest.access;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

import io.fairlead.kernel.access.Caller;
import io.fairlead.kernel.access.Logins;
import io.fairlead.kernel.audit.Audit;
import io.fairlead.kernel.audit.AuditEntry;
import io.fairlead.kernel.error.Invalid;
import io.fairlead.kernel.error.Unauthenticated;
import io.fairlead.kernel.settings.SettingsSchema;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.Test;

public class AuthResourceTest {

  private static final Caller ANYBODY = new Caller("", Set.of(), "192.0.2.9");

  private final List<AuditEntry> audited = new ArrayList<>();
  private final Audit audit = audited::add;
  private final SettingsSchema login =
      new AuthResource(
              (Logins)
                  Proxy.newProxyInstance(
                      Logins.class.getClassLoader(),
                      new Class<?>[] {Logins.class},
                      (self, method, arguments) -> {
                        throw new UnsupportedOperationException(method.getName());
                      }))
          .requestSettings()
          .get("login");

  /** People type passwords there; a name that is a user's is told by access. */
  @Test
  public void whatWasTypedForANameIsNotKeptWhenTheLoginIsRefused() {
    Map<String, Object> right = Map.of("username", "hunter2", "password", "x");
    assertThrows(
        Unauthenticated.class,
        () ->
            audit.audited(
                ANYBODY,
                "rest",
                "login",
                "",
                () -> {
                  login.merge(Map.of(), right, Set.of());
                  throw new Unauthenticated("unknown user or wrong password");
                }));
    Map<String, Object> wrong = Map.of("username", "hunter2", "password", "x", "more", 1);
    assertThrows(
        Invalid.class,
        () ->
            audit.audited(
                ANYBODY, "rest", "login", "", () -> login.merge(Map.of(), wrong, Set.of())));
    assertEquals(Map.of("username", "***", "password", "***"), audited.get(0).after());
    assertEquals(
        Map.of("username", "***", "password", "***", "more", "***"), audited.get(1).after());
  }
}

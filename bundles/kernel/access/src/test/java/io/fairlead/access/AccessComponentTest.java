package io.fairlead.access;

import static io.fairlead.access.BasicHeaderTest.basic;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.fairlead.kernel.error.Unauthenticated;
import io.fairlead.kernel.metric.Metric.Point;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class AccessComponentTest {

  @Rule public final TemporaryFolder folder = new TemporaryFolder();
  private TemporaryInstance instance;
  private Path password;
  private Path users;

  @Before
  public void paths() {
    instance = new TemporaryInstance(folder.getRoot().toPath());
    password = instance.data().resolve("admin-password");
    users = instance.data().resolve("access/users");
  }

  @Test
  public void theFirstStartMakesAPasswordAndLaterOnesKeepIt() throws Exception {
    AccessComponent access = start(null);
    String made = Files.readString(password).trim();
    assertTrue(made, made.matches("[A-HJ-NP-Za-km-z2-9]{24}"));
    assertEquals("admin", access.authenticate(basic("admin:" + made), "a").name());
    assertFalse(Files.readString(users).contains(made));
    AccessComponent again = start(null);
    assertEquals(made, Files.readString(password).trim());
    assertEquals("admin", again.authenticate(basic("admin:" + made), "a").name());
  }

  @Test
  public void thePasswordIsReadableBeforeItsHashCounts() {
    start(null);
    assertEquals(List.of("admin-password", "access/users"), instance.written);
  }

  @Test
  public void aCrashBetweenTheTwoIsMadeGoodByTheNextStart() throws Exception {
    start(null);
    Files.delete(users);
    AccessComponent access = start(null);
    access.authenticate(basic("admin:" + Files.readString(password).trim()), "a");
  }

  @Test
  public void thePasswordOfTheEnvironmentWinsAndIsWrittenNowhere() throws Exception {
    AccessComponent access = start("from outside");
    assertEquals("admin", access.authenticate(basic("admin:from outside"), "a").name());
    assertEquals(List.of(), instance.written);
    start(null);
    String made = Files.readString(password).trim();
    AccessComponent later = start("from outside");
    later.authenticate(basic("admin:from outside"), "a");
    assertThrows(Unauthenticated.class, () -> later.authenticate(basic("admin:" + made), "a"));
    start("").authenticate(basic("admin:" + made), "a");
  }

  @Test
  public void aFileOfUsersThatCannotBeReadLetsNobodyInAndIsKept() throws Exception {
    start(null);
    String made = Files.readString(password).trim();
    Files.writeString(users, "nonsense\n");
    AccessComponent access = start(null);
    assertThrows(Unauthenticated.class, () -> access.authenticate(basic("admin:" + made), "a"));
    assertEquals("nonsense\n", Files.readString(users));
    start("way in").authenticate(basic("admin:way in"), "a");
  }

  @Test
  public void whoWasLetInAndWhoWasNotIsCountedWithoutNames() throws Exception {
    AccessComponent access = start("from outside");
    access.authenticate(basic("admin:from outside"), "a");
    access.login("admin", "from outside", "a");
    assertThrows(Unauthenticated.class, () -> access.authenticate(basic("admin:wrong"), "a"));
    assertThrows(Unauthenticated.class, () -> access.login("nobody", "x", "a"));
    assertThrows(Unauthenticated.class, () -> access.authenticate("Bearer of.no.use", "a"));
    assertThrows(Unauthenticated.class, () -> access.authenticate(null, "a"));
    assertEquals(
        "{accepted=2.0, limited=0.0, missing=1.0, refused=3.0}",
        access.metrics().get(0).points().stream()
            .collect(
                Collectors.toMap(
                    p -> p.labels().get("result"), Point::value, (x, y) -> x, TreeMap::new))
            .toString());
  }

  private AccessComponent start(String environment) {
    return new AccessComponent(
        instance,
        TestSettings.of(instance),
        entry -> {},
        environment,
        DeclaredRoles.of(new FakeServices().context()),
        new SecureRandom(),
        InstantSource.system(),
        System::nanoTime);
  }
}

package io.fairlead.kernel.runtime;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.fairlead.kernel.TestFramework;
import io.fairlead.kernel.health.HealthCheck;
import io.fairlead.kernel.lifecycle.Drainable;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.RuleChain;
import org.junit.rules.TemporaryFolder;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.SynchronousBundleListener;

public class LifecycleTest {

  private final TemporaryFolder folder = new TemporaryFolder();
  private final TestFramework osgi = new TestFramework(folder);
  @Rule public final RuleChain rules = RuleChain.outerRule(folder).around(osgi);

  private final List<String> events = new CopyOnWriteArrayList<>();

  /**
   * What the component relies on: the framework says that it stops before it stops anybody, and
   * waits for who listens.
   */
  @Test
  public void theFrameworkDrainsBeforeAnyBundleStops() throws Exception {
    Bundle traffic = osgi.start("org.apache.felix.configadmin");
    osgi.context()
        .addBundleListener(
            (SynchronousBundleListener)
                event -> {
                  if (event.getType() == BundleEvent.STOPPING
                      && event.getBundle().getBundleId() == 0) {
                    new Drain(System::nanoTime)
                        .run(
                            List.of(atMost -> events.add("drained while " + isActive(traffic))),
                            Duration.ofSeconds(5));
                  } else if (event.getType() == BundleEvent.STOPPED) {
                    events.add("stopped " + event.getBundle().getSymbolicName());
                  }
                });
    osgi.framework().stop();
    assertEquals(FrameworkEvent.STOPPED, osgi.framework().waitForStop(30_000).getType());
    assertEquals(List.of("drained while active", "stopped org.apache.felix.configadmin"), events);
  }

  @Test
  public void theComponentTurnsUnreadyThenDrainsInOrder() throws Exception {
    LifecycleComponent lifecycle =
        new LifecycleComponent(osgi.context(), TestStores.empty(folder), List.of());
    assertTrue(lifecycle.serving());
    setField(lifecycle, "drainables", List.of(part("last", lifecycle), part("first", lifecycle)));
    osgi.framework().stop();
    osgi.framework().waitForStop(30_000);
    assertEquals(List.of("first not serving", "last not serving"), events);
    assertEquals(List.of("server: stopping"), lifecycle.unready());
    assertFalse(lifecycle.ready());
  }

  private Drainable part(String name, LifecycleComponent lifecycle) {
    return atMost -> events.add(name + (lifecycle.serving() ? " serving" : " not serving"));
  }

  private static void setField(Object target, String name, Object value)
      throws ReflectiveOperationException {
    var field = target.getClass().getDeclaredField(name);
    field.setAccessible(true);
    field.set(target, value);
  }

  @Test
  public void whatHangsOrFailsKeepsNobodyFromGoingOn() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    List<Drainable> parts =
        List.of(
            atMost -> {
              events.add("hangs");
              awaitQuietly(never);
            },
            atMost -> {
              events.add("fails with " + atMost.toMillis());
              throw new IllegalStateException("no");
            },
            atMost -> events.add("works with " + atMost.toMillis()));
    new Drain(System::nanoTime).run(parts, Duration.ofMillis(10));
    assertEquals(List.of("hangs", "fails with 0", "works with 0"), events);
    never.countDown();
  }

  @Test
  public void eachPartHasWhatIsLeftOfTheTime() {
    long[] now = {0};
    List<Drainable> parts =
        List.of(
            atMost -> {
              events.add(atMost.toSeconds() + " s");
              now[0] += Duration.ofSeconds(7).toNanos();
            },
            atMost -> {
              events.add(atMost.toSeconds() + " s");
              now[0] += Duration.ofSeconds(70).toNanos();
            },
            atMost -> events.add(atMost.toSeconds() + " s"));
    new Drain(() -> now[0]).run(parts, Duration.ofSeconds(20));
    assertEquals(List.of("20 s", "13 s", "0 s"), events);
  }

  @Test
  public void aSignalIsAnOrderlyStop() throws Exception {
    LifecycleComponent lifecycle =
        new LifecycleComponent(osgi.context(), TestStores.empty(folder), List.of("WINCH"));
    setField(lifecycle, "drainables", List.of(part("drained", lifecycle)));
    kill("WINCH");
    assertEquals(FrameworkEvent.STOPPED, osgi.framework().waitForStop(30_000).getType());
    assertEquals(List.of("drained not serving"), events);
  }

  @Test
  public void aSignalIsHeardAndGivenBack() throws Exception {
    CountDownLatch before = new CountDownLatch(1);
    Signals first = Signals.on(List.of("WINCH"), before::countDown);
    CountDownLatch heard = new CountDownLatch(1);
    Signals signals = Signals.on(List.of("WINCH"), heard::countDown);
    kill("WINCH");
    assertTrue(heard.await(30, TimeUnit.SECONDS));
    assertEquals(1, before.getCount());
    signals.close();
    kill("WINCH");
    assertTrue(before.await(30, TimeUnit.SECONDS));
    first.close();
  }

  private static void kill(String signal) throws Exception {
    new ProcessBuilder("kill", "-" + signal, String.valueOf(ProcessHandle.current().pid())).start();
  }

  @Test
  public void whatIsMissingIsNamed() throws Exception {
    Expectations expectations = new Expectations(osgi.context(), TestStores.empty(folder));
    HealthCheck pool = check("pool main", HealthCheck.Health.notReady("no database"));
    assertEquals(
        List.of("io.fairlead.pool: nobody is there for it", "pool main: no database"),
        expectations.unmet(List.of("io.fairlead.pool"), List.of(pool)));
    HealthCheck bug =
        new HealthCheck() {
          @Override
          public String part() {
            return "bug";
          }

          @Override
          public Health health() {
            throw new IllegalStateException();
          }
        };
    assertEquals(
        1,
        expectations.unmet(List.of(), List.of(bug, check("ok", HealthCheck.Health.READY))).size());
    assertEquals(
        List.of(), expectations.unmet(List.of(), List.of(check("ok", HealthCheck.Health.READY))));
  }

  @Test
  public void aFileThatNobodyHasTakenUpYetIsNamedUntilItIs() throws Exception {
    var store = TestStores.with(folder, "orders", "max = 5\n");
    osgi.context()
        .registerService(
            "org.osgi.service.cm.ManagedServiceFactory",
            new TestStores.NoFactory(),
            FrameworkUtil.asDictionary(Map.of(Constants.SERVICE_PID, "io.fairlead.pool")));
    Expectations expectations = new Expectations(osgi.context(), store);
    List<String> needed = List.of("io.fairlead.pool");
    assertEquals(
        List.of("io.fairlead.pool~orders: not taken up yet"),
        expectations.unmet(needed, List.of()));
    store.refused(TestStores.id("orders"), Map.of("max", "5"), "no");
    assertEquals(List.of(), expectations.unmet(needed, List.of()));
    // A file that comes later is its owner's affair and makes a running server no less ready.
    store.create(TestStores.id("later"), Map.of("max", "1"));
    assertEquals(List.of(), expectations.unmet(needed, List.of()));
  }

  private static HealthCheck check(String part, HealthCheck.Health health) {
    return new HealthCheck() {
      @Override
      public String part() {
        return part;
      }

      @Override
      public Health health() {
        return health;
      }
    };
  }

  private static String isActive(Bundle bundle) {
    return bundle.getState() == Bundle.ACTIVE ? "active" : "not active";
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

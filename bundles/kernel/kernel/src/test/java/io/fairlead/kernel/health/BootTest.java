package io.fairlead.kernel.health;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.fairlead.kernel.TestFramework;
import java.util.List;
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
import org.osgi.framework.SynchronousBundleListener;
import org.osgi.framework.startlevel.BundleStartLevel;
import org.osgi.framework.startlevel.FrameworkStartLevel;

public class BootTest {

  private static final int LAST_LEVEL = 100;

  private final TemporaryFolder folder = new TemporaryFolder();
  private final TestFramework osgi = new TestFramework(folder);
  @Rule public final RuleChain rules = RuleChain.outerRule(folder).around(osgi);

  /** As at a restart: the framework is active at level 1, and the level is raised afterwards. */
  @Test
  public void theStartIsNotOverBeforeItsLastBundleHasStarted() throws Exception {
    Boot boot = new Boot(osgi.context(), LAST_LEVEL);
    assertEquals(Bundle.ACTIVE, osgi.framework().getState());
    assertFalse("an active framework at level 1", boot.finished());

    Bundle last = osgi.installEmpty("last", "test:last");
    last.adapt(BundleStartLevel.class).setStartLevel(80);
    last.start();
    List<Boolean> whileStarting = new CopyOnWriteArrayList<>();
    osgi.context()
        .addBundleListener(
            (SynchronousBundleListener)
                event -> {
                  if (event.getBundle() == last && event.getType() != BundleEvent.STOPPED) {
                    whileStarting.add(boot.finished());
                  }
                });
    raiseLevel();
    assertEquals(Bundle.ACTIVE, last.getState());
    assertTrue("the last bundle was seen starting", whileStarting.contains(false));
    assertFalse("over while a bundle started", whileStarting.contains(true));
    assertTrue(boot.finished());
  }

  /** Without Karaf nobody installs anything after the last level. */
  @Test
  public void aFrameworkWithoutAnAimHasStartedWhenItIsActive() {
    assertTrue(new Boot(osgi.context()).finished());
  }

  private void raiseLevel() throws InterruptedException {
    CountDownLatch raised = new CountDownLatch(1);
    osgi.context()
        .getBundle(Constants.SYSTEM_BUNDLE_ID)
        .adapt(FrameworkStartLevel.class)
        .setStartLevel(LAST_LEVEL, event -> raised.countDown());
    assertTrue(raised.await(30, TimeUnit.SECONDS));
  }
}

package io.fairlead.kernel.runtime;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.fairlead.kernel.TestFramework;
import io.fairlead.kernel.health.HealthCheck;
import io.fairlead.kernel.plugin.Plugins.FailedConfig;
import io.fairlead.kernel.plugin.Plugins.PluginBundle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.FutureTask;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.RuleChain;
import org.junit.rules.TemporaryFolder;
import org.osgi.framework.Bundle;
import org.osgi.framework.FrameworkUtil;

public class PluginsComponentTest {

  private final TemporaryFolder folder = new TemporaryFolder();
  private final TestFramework osgi = new TestFramework(folder);
  @Rule public final RuleChain rules = RuleChain.outerRule(folder).around(osgi);

  @Test
  public void oursStrangersAndWhoOffersSomethingAreShown() throws Exception {
    Bundle ours = osgi.installEmpty("io.fairlead.pool", "mvn:io.fairlead/fairlead-pool/1");
    Bundle stranger = osgi.installEmpty("org.example.plugin", "file:/deploy/plugin.jar");
    osgi.installEmpty("org.example.library", "mvn:org.example/library/1");
    Bundle driver = osgi.installEmpty("com.example.driver", "mvn:com.example/driver/1");
    driver.start();
    driver
        .getBundleContext()
        .registerService(
            Runnable.class,
            () -> {},
            FrameworkUtil.asDictionary(Map.of("osgi.jdbc.driver.class", "com.example.Driver")));
    ours.start();
    ours.getBundleContext()
        .registerService(
            new String[] {"java.lang.Runnable", "java.util.concurrent.Future"},
            new FutureTask<>(() -> null),
            FrameworkUtil.asDictionary(
                Map.of(
                    "fairlead.protocol",
                    new String[] {"native", "echo"},
                    "fairlead.rest",
                    "pools")));
    ours.getBundleContext().registerService(HealthCheck.class, new Ready(), null);
    List<PluginBundle> bundles = plugins().report().bundles();
    assertEquals(
        List.of(
            new PluginBundle(
                driver.getBundleId(),
                "com.example.driver",
                "1.2.3",
                "active",
                List.of("driver com.example.Driver")),
            new PluginBundle(
                ours.getBundleId(),
                "io.fairlead.pool",
                "1.2.3",
                "active",
                List.of(
                    "health pool main",
                    "protocol echo",
                    "protocol native",
                    "rest pools",
                    "surface pool")),
            new PluginBundle(
                stranger.getBundleId(), "org.example.plugin", "1.2.3", "installed", List.of())),
        bundles);
    stranger.uninstall();
    assertEquals(2, plugins().report().bundles().size());
  }

  @Test
  public void filesThatAreNotInForceAreNamedMisnamedOnesToo() throws Exception {
    Path etc = osgi.etc();
    Files.write(etc.resolve("io.fairlead.pool-bad.cfg"), new byte[] {0});
    Files.writeString(etc.resolve("io.fairlead.pool-My-Pool.cfg"), "max = 5\n");
    Files.writeString(etc.resolve("io.fairlead.pool-good.cfg"), "max = 5\n");
    Files.writeString(etc.resolve("org.example-Other.cfg"), "max = 5\n");
    List<FailedConfig> failed = plugins().report().failedConfigs();
    assertEquals(2, failed.size());
    assertEquals("io.fairlead.pool~bad", failed.get(0).pid());
    assertTrue(failed.get(0).reason(), failed.get(0).reason().contains("control character"));
    assertEquals("io.fairlead.pool-My-Pool.cfg", failed.get(1).file());
  }

  private PluginsComponent plugins() throws Exception {
    Path root = folder.getRoot().toPath();
    return new PluginsComponent(
        osgi.context(),
        TestStores.empty(folder),
        new InstanceComponent(root.resolve("etc"), root.resolve("data")));
  }

  private static final class Ready implements HealthCheck {
    @Override
    public String part() {
      return "pool main";
    }

    @Override
    public Health health() {
      return Health.READY;
    }
  }
}

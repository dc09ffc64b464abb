package io.fairlead.kernel.logging;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.fairlead.kernel.TestFramework;
import io.fairlead.kernel.config.ConfigId;
import io.fairlead.kernel.error.Stale;
import io.fairlead.kernel.log.LogConfig;
import io.fairlead.kernel.log.LogControl;
import io.fairlead.kernel.store.Announcer;
import io.fairlead.kernel.store.FileConfigStore;
import io.fairlead.kernel.store.LocalFiles;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BinaryOperator;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.RuleChain;
import org.junit.rules.TemporaryFolder;
import org.osgi.framework.FrameworkUtil;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.cm.ConfigurationEvent;

/** With a real store and a real Configuration Admin, and nobody who logs. */
public class LogComponentTest {

  private static final String TYPE = "log4j2.appender.file.layout.type";
  private static final String PATTERN = "log4j2.appender.file.layout.pattern";

  private final TemporaryFolder folder = new TemporaryFolder();
  private final TestFramework osgi = new TestFramework(folder);
  @Rule public final RuleChain rules = RuleChain.outerRule(folder).around(osgi);

  private ConfigurationAdmin admin;
  private LogComponent log;
  private volatile Runnable duringUpdate = () -> {};

  @Before
  public void start() throws Exception {
    osgi.start("org.apache.felix.configadmin");
    admin = osgi.context().getService(osgi.context().getServiceReference(ConfigurationAdmin.class));
    file("INFO");
    Path root = folder.getRoot().toPath();
    FileConfigStore store =
        new FileConfigStore(
            osgi.etc(),
            root.resolve("last-good"),
            new LocalFiles(),
            new byte[32],
            name -> null,
            new Announcer() {
              @Override
              public void changed(ConfigId id, Map<String, String> settings, Path file) {
                log.updated(FrameworkUtil.asDictionary(settings));
              }

              @Override
              public void deleted(ConfigId id) {
                log.updated(null);
              }
            },
            entry -> {});
    log = new LogComponent(store, observed(admin));
    log.updated(null);
  }

  private ConfigurationEvent updated() {
    return new ConfigurationEvent(
        osgi.context().getServiceReference(ConfigurationAdmin.class),
        ConfigurationEvent.CM_UPDATED,
        null,
        LogComponent.LOG_PID);
  }

  /** The same, and runs {@link #duringUpdate} at the end of each update of a configuration. */
  private ConfigurationAdmin observed(ConfigurationAdmin target) {
    return proxy(
        ConfigurationAdmin.class,
        target,
        (method, result) ->
            result instanceof Configuration found
                ? proxy(
                    Configuration.class,
                    found,
                    (name, updated) -> {
                      if (name.equals("update")) {
                        duringUpdate.run();
                      }
                      return updated;
                    })
                : result);
  }

  private static <T> T proxy(Class<T> type, T target, BinaryOperator<Object> after) {
    return type.cast(
        Proxy.newProxyInstance(
            LogComponentTest.class.getClassLoader(),
            new Class<?>[] {type},
            (self, method, args) -> after.apply(method.getName(), method.invoke(target, args))));
  }

  @Test
  public void theFilesOwnFormAndLevelAreShownWhileNothingIsSet() throws Exception {
    LogConfig config = log.config();
    assertEquals("text", config.format());
    assertEquals("info", config.level());
    assertEquals(Map.of(), config.levels());
    assertNull("nothing was touched", laid().get(Overlay.BASE + TYPE));
  }

  @Test
  public void aChangeIsLaidOverTheFileAndTakenBack() throws Exception {
    LogControl.Changed changed =
        log.update(Map.of("format", "json", "level", "debug"), Optional.empty());
    assertTrue(changed.applied());
    assertEquals("json", changed.config().format());
    assertEquals("debug", changed.config().level());
    assertTrue(isJson());
    assertThrows(Stale.class, () -> log.update(Map.of("format", "text"), Optional.of("other")));
    log.update(Map.of("format", "text"), Optional.of(changed.config().revision()));
    assertEquals("%m%n", laid().get(PATTERN));
    Map<String, Object> clear = new java.util.HashMap<>();
    clear.put("level", null);
    assertEquals("info", log.update(clear, Optional.empty()).config().level());
    assertNull(laid().get(Overlay.BASE + TYPE));
  }

  /** Configuration Admin tells of an update from a thread of its own, maybe in the middle of it. */
  @Test
  public void whatIsToldInTheMiddleOfAChangeDoesNotTakeItBack() throws Exception {
    log.update(Map.of("format", "json"), Optional.empty());
    CountDownLatch told = new CountDownLatch(1);
    duringUpdate =
        () -> {
          duringUpdate = () -> {};
          Thread teller =
              new Thread(
                  () -> {
                    log.configurationEvent(updated());
                    told.countDown();
                  },
                  "teller");
          teller.start();
          while (told.getCount() > 0 && teller.getState() != Thread.State.BLOCKED) {
            Thread.onSpinWait();
          }
        };
    log.update(Map.of("format", "text"), Optional.empty());
    assertTrue(told.await(30, TimeUnit.SECONDS));
    assertEquals("%m%n", laid().get(PATTERN));
  }

  @Test
  public void anEditOfTheFileIsLaidOverAgain() throws Exception {
    log.update(Map.of("format", "json"), Optional.empty());
    file("WARN");
    log.configurationEvent(updated());
    assertTrue(isJson());
    assertEquals("warn", log.config().level());
  }

  /** As File Install tells of it. */
  private void file(String level) throws Exception {
    Dictionary<String, Object> properties = new Hashtable<>();
    properties.put("log4j2.rootLogger.level", level);
    properties.put(TYPE, "PatternLayout");
    properties.put(PATTERN, "%m%n");
    configuration().update(properties);
  }

  private boolean isJson() throws Exception {
    return String.valueOf(laid().get(PATTERN)).contains("{\"@timestamp\":");
  }

  private Dictionary<String, Object> laid() throws Exception {
    return configuration().getProperties();
  }

  private Configuration configuration() throws Exception {
    return admin.getConfiguration(LogComponent.LOG_PID, null);
  }
}

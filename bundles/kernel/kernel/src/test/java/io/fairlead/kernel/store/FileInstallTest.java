package io.fairlead.kernel.store;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertTrue;

import io.fairlead.kernel.TestFramework;
import io.fairlead.kernel.config.ConfigId;
import io.fairlead.kernel.config.ConfigState;
import io.fairlead.kernel.config.ConfiguredResources;
import io.fairlead.kernel.error.Invalid;
import io.fairlead.kernel.instance.Instance;
import io.fairlead.kernel.settings.SettingsSchema;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.RuleChain;
import org.junit.rules.TemporaryFolder;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkUtil;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.cm.ConfigurationEvent;
import org.osgi.service.cm.ConfigurationListener;
import org.osgi.service.cm.ManagedServiceFactory;

/** The store beside the real Configuration Admin and the real File Install. */
public class FileInstallTest {

  private static final ConfigId ORDERS = ConfigId.of("io.fairlead.pool", "orders");
  private static final Optional<String> ANY = Optional.empty();
  private static final Duration LONG = Duration.ofSeconds(30);

  private final TemporaryFolder folder = new TemporaryFolder();
  private final TestFramework osgi = new TestFramework(folder);
  @Rule public final RuleChain rules = RuleChain.outerRule(folder).around(osgi);

  private final BlockingQueue<String> calls = new LinkedBlockingQueue<>();
  private ConfigurationAdmin admin;
  private ConfigStoreComponent store;
  private int sentinels;

  @Before
  public void start() throws Exception {
    osgi.start("org.apache.felix.configadmin");
    admin = osgi.context().getService(osgi.context().getServiceReference(ConfigurationAdmin.class));
    store =
        new ConfigStoreComponent(
            osgi.context(), new Folders(osgi.etc(), folder.getRoot().toPath()), admin, entry -> {});
    osgi.context().registerService(ConfigurationListener.class, store, null);
    osgi.context()
        .registerService(
            ManagedServiceFactory.class,
            new Owner(),
            FrameworkUtil.asDictionary(Map.of(Constants.SERVICE_PID, "io.fairlead.pool")));
    osgi.start("org.apache.felix.fileinstall");
  }

  @Test
  public void theOwnerIsCalledOncePerChange() throws Exception {
    AtomicInteger updates = new AtomicInteger();
    osgi.context()
        .registerService(
            ConfigurationListener.class,
            event -> {
              if (event.getType() == ConfigurationEvent.CM_UPDATED
                  && event.getPid().equals(ORDERS.fullPid())) {
                updates.incrementAndGet();
              }
            },
            null);
    Map<String, String> awkward = Map.of("max", "5", "url", " ${x}\\ \"ä\" ", "password", "$__#!");
    String revision = store.create(ORDERS, awkward).revision();
    assertTrue(store.awaitAcknowledgement(ORDERS, revision, LONG).applied());
    assertEquals("create " + new TreeMap<>(awkward), next());
    String changed = store.put(ORDERS, Map.of("max", "6"), Optional.of(revision)).revision();
    assertTrue(store.awaitAcknowledgement(ORDERS, changed, LONG).applied());
    assertEquals("update {max=6}", next());
    fileInstallHasLooked();
    store.delete(ORDERS, ANY);
    assertEquals("delete", next());
    fileInstallHasLooked();
    assertNull("nobody was called twice", calls.poll());
    assertEquals("Configuration Admin was told of each once", 2, updates.get());
  }

  @Test
  public void anEditByHandTakesHoldAndNonsenseIsRefused() throws Exception {
    byHand("max = 5\n");
    assertEquals("create {max=5}", next());
    store.awaitAcknowledgement(ORDERS, store.revision(ORDERS, Map.of("max", "5")), LONG);
    byHand("max = 0\n");
    ConfigState state =
        store.awaitAcknowledgement(ORDERS, store.revision(ORDERS, Map.of("max", "0")), LONG);
    assertEquals(Optional.of("max: 0 (expected: >= 1)"), state.failure());
    store.put(ORDERS, Map.of("max", "7"), ANY);
    assertEquals("update {max=7}", next());
  }

  @Test
  public void aFileRemovedByHandIsTheEndAndNothingIsKept() throws Exception {
    String revision = store.create(ORDERS, Map.of("max", "5")).revision();
    store.awaitAcknowledgement(ORDERS, revision, LONG);
    assertEquals("create {max=5}", next());
    fileInstallHasLooked();
    Files.delete(file());
    assertEquals("delete", next());
    fileInstallHasLooked();
    assertEquals(Optional.empty(), store.lastGood(ORDERS));
    assertEquals(Optional.empty(), store.state(ORDERS));
  }

  @Test
  public void aDeletedOneThatIsMadeAgainAtOnceIsThere() throws Exception {
    for (int round = 0; round < 20; round++) {
      String revision = store.create(ORDERS, Map.of("max", "1" + round)).revision();
      store.awaitAcknowledgement(ORDERS, revision, LONG);
      store.delete(ORDERS, ANY);
    }
    store.create(ORDERS, Map.of("max", "99"));
    fileInstallHasLooked();
    fileInstallHasLooked();
    String last = next();
    for (String call = calls.poll(); call != null; call = calls.poll()) {
      last = call;
    }
    assertTrue(last, last.endsWith(" {max=99}"));
  }

  @Test
  public void configurationsWhoseFilesAreGoneAreDeletedAtTheStart() throws Exception {
    Configuration orphan = admin.getFactoryConfiguration("io.fairlead.pool", "gone", "?");
    orphan.update(
        FrameworkUtil.asDictionary(
            Map.of(
                "felix.fileinstall.filename",
                osgi.etc().resolve("io.fairlead.pool-gone.cfg").toUri().toString())));
    Configuration foreign = admin.getConfiguration("org.example", "?");
    foreign.update(
        FrameworkUtil.asDictionary(Map.of("felix.fileinstall.filename", "file:/nowhere.cfg")));
    new ConfigStoreComponent(
        osgi.context(), new Folders(osgi.etc(), folder.getRoot().toPath()), admin, entry -> {});
    assertNull(admin.listConfigurations("(service.pid=io.fairlead.pool~gone)"));
    assertEquals(1, admin.listConfigurations("(service.pid=org.example)").length);
  }

  private void byHand(String content) throws Exception {
    Path temporary = folder.newFile().toPath();
    Files.writeString(temporary, content);
    Files.move(temporary, file(), StandardCopyOption.REPLACE_EXISTING);
  }

  private Path file() {
    return osgi.etc().resolve(ORDERS.fileName());
  }

  private String next() throws InterruptedException {
    String call = calls.poll(LONG.toSeconds(), TimeUnit.SECONDS);
    assertFalse("no call", call == null);
    return call;
  }

  /**
   * Returns when File Install has seen everything that is there now: when it has told of two files
   * that came later, one after the other. Of the first it may tell before it comes to the others of
   * the same look; the second is of a later look.
   */
  private void fileInstallHasLooked() throws Exception {
    tellsOfANewFile();
    tellsOfANewFile();
  }

  private void tellsOfANewFile() throws Exception {
    BlockingQueue<String> seen = new LinkedBlockingQueue<>();
    String pid = "org.example.sentinel" + sentinels++;
    var listener =
        osgi.context()
            .registerService(ConfigurationListener.class, event -> seen.add(event.getPid()), null);
    Files.writeString(osgi.etc().resolve(pid + ".cfg"), "a = 1\n");
    String told = "";
    while (!pid.equals(told)) {
      told = seen.poll(LONG.toSeconds(), TimeUnit.SECONDS);
      assertFalse("File Install does not look", told == null);
    }
    listener.unregister();
  }

  private final class Owner extends ConfiguredResources {
    Owner() {
      super(store, "io.fairlead.pool", new SettingsSchema(List.of(), List.of()));
    }

    @Override
    protected void create(String name, Map<String, String> settings) {
      check(settings);
      calls.add("create " + new TreeMap<>(settings));
    }

    @Override
    protected void update(String name, Map<String, String> settings) {
      check(settings);
      calls.add("update " + new TreeMap<>(settings));
    }

    @Override
    protected void delete(String name) {
      calls.add("delete");
    }

    private static void check(Map<String, String> settings) {
      if ("0".equals(settings.get("max"))) {
        throw new Invalid("max", "0", ">= 1");
      }
    }
  }

  private record Folders(Path etc, Path data) implements Instance {
    @Override
    public Instant startedAt() {
      return Instant.EPOCH;
    }

    @Override
    public byte[] key() {
      return new byte[32];
    }

    @Override
    public void writeDurably(Path file, byte[] content) {
      throw new UnsupportedOperationException();
    }
  }
}

package io.fairlead.pool;

import static org.junit.Assert.assertTrue;

import io.fairlead.kernel.config.ConfigId;
import io.fairlead.kernel.config.ConfigStore;
import io.fairlead.kernel.config.ConfiguredResources;
import io.fairlead.kernel.instance.Instance;
import io.fairlead.kernel.store.Announcer;
import io.fairlead.kernel.store.FileConfigStore;
import io.fairlead.kernel.store.LocalFiles;
import io.fairlead.pool.core.CoarseClock;
import io.fairlead.pool.core.DeadlineTimer;
import io.fairlead.pool.core.FakeServer;
import io.fairlead.pool.core.PoolEnvironment;
import io.fairlead.pool.core.PoolListener;
import io.fairlead.pool.core.WaitGraph;
import io.fairlead.pool.core.Workers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;

/** The pools as they are in a server, without a container: real files, real threads. */
final class Stage implements AutoCloseable {

  static final String DRIVER = "com.example.Driver";

  final Path folder;
  final FakeServer server = new FakeServer();
  final List<String> listeners = new CopyOnWriteArrayList<>();
  final List<String> changes = new CopyOnWriteArrayList<>();
  final ConfigStore store;
  final BudgetDirectory budgets;
  final PoolDirectory directory;
  final PoolsFacade pools;
  private final DeadlineTimer timer = new DeadlineTimer("test-timer");
  private final CoarseClock clock = new CoarseClock("test-clock");
  private final ExecutorService admin = Executors.newSingleThreadExecutor();
  private final Owner owner;
  private final ConfiguredResources budgetsOwner;
  private final EditedFiles files;
  private final Offers offers;
  final RefusedPoolsHealth refused;

  Stage(Path folder) {
    this.folder = folder;
    AtomicLong ids = new AtomicLong();
    PoolModes modes = new PoolModes(new Folders());
    files = new EditedFiles();
    store = files;
    budgets = new BudgetDirectory(store);
    offers = new Offers(admin);
    directory =
        new PoolDirectory(
            new PoolEnvironment(
                timer,
                clock,
                InstantSource.system(),
                ids::incrementAndGet,
                RandomGenerator.getDefault(),
                (role, most) -> new Workers("test-" + role, most, Duration.ofMillis(100)),
                PoolListener.NOBODY,
                name -> null,
                new WaitGraph(),
                budgets::find),
            budgets,
            modes,
            offers.after((pool, what) -> changes.add(what + " " + pool)));
    pools =
        new PoolsFacade(
            store,
            directory,
            budgets,
            modes,
            new Trials(
                new Workers("test-trial", () -> Trials.AT_ONCE, Duration.ofMillis(100)),
                System::nanoTime),
            pool -> List.copyOf(listeners));
    owner = new Owner(store);
    budgetsOwner = new BudgetsOwner(store, budgets, offers);
    offers.to(List.of(budgetsOwner, owner));
    refused =
        new RefusedPoolsHealth(
            owner::reasons,
            pool -> directory.find(pool).isPresent(),
            pool -> List.copyOf(listeners));
    driverComes();
    files.start();
    settle();
  }

  void driverComes() {
    directory.sourceAdded(server, DRIVER, 0, 1);
  }

  void driverGoes() {
    directory.sourceRemoved(DRIVER, 1);
  }

  /** Settings of a small pool. */
  static Map<String, Object> small(String name) {
    return Map.of(
        "name",
        name,
        "driver",
        DRIVER,
        "url",
        "jdbc:fake:" + name,
        "min_connections",
        1,
        "max_connections",
        2);
  }

  /** What an editor does, and File Install afterwards. */
  void editByHand(String name, String content) throws IOException {
    Files.writeString(dir("etc").resolve("io.fairlead.pool-" + name + ".cfg"), content);
    admin.execute(() -> owner.updated("io.fairlead.pool~" + name, new Hashtable<>()));
    settle();
  }

  /** The same with a budget's file. */
  void editBudgetByHand(String name, String content) throws IOException {
    ConfigId id = ConfigId.of(BudgetDirectory.PID, name);
    Files.writeString(dir("etc").resolve(id.fileName()), content);
    admin.execute(() -> budgetsOwner.updated(id.fullPid(), new Hashtable<>()));
    settle();
  }

  void removeBudgetByHand(String name) throws IOException {
    ConfigId id = ConfigId.of(BudgetDirectory.PID, name);
    Files.delete(dir("etc").resolve(id.fileName()));
    admin.execute(
        () -> {
          files.gone(id);
          budgetsOwner.deleted(id.fullPid());
        });
    settle();
  }

  /** Returns when the owners have been told of all that was stored, and what follows from it. */
  void settle() {
    try {
      for (int i = 0; i < 3; i++) {
        admin.submit(() -> {}).get(10, TimeUnit.SECONDS);
      }
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  static void await(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (!condition.getAsBoolean()) {
      assertTrue(what, System.nanoTime() - deadline < 0);
      LockSupport.parkNanos(1_000_000);
    }
  }

  private Path dir(String name) {
    try {
      return Files.createDirectories(folder.resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    offers.close();
    admin.shutdown();
    directory.closeAll(Duration.ofSeconds(5));
    clock.close();
    timer.close();
  }

  private final class Owner extends ConfiguredResources {

    Owner(ConfigStore store) {
      super(store, PoolsFacade.PID, PoolSchema.SCHEMA);
    }

    Map<String, String> reasons() {
      return refusals();
    }

    @Override
    protected void create(String name, Map<String, String> settings) {
      directory.create(name, settings);
    }

    @Override
    protected void update(String name, Map<String, String> settings) {
      directory.update(name, settings);
    }

    @Override
    protected void delete(String name) {
      directory.delete(name);
    }
  }

  private final class EditedFiles extends FileConfigStore {

    EditedFiles() {
      super(
          dir("etc"),
          dir("lastgood"),
          new LocalFiles(),
          new byte[32],
          name -> null,
          new Admin(),
          entry -> {});
    }

    void gone(ConfigId id) {
      forgetIfGone(id);
    }
  }

  /** Configuration Admin: one thread, one after the other. */
  private final class Admin implements Announcer {

    @Override
    public void changed(ConfigId id, Map<String, String> settings, Path file) {
      admin.execute(() -> ownerOf(id).updated(id.fullPid(), new Hashtable<>(settings)));
    }

    @Override
    public void deleted(ConfigId id) {
      admin.execute(() -> ownerOf(id).deleted(id.fullPid()));
    }

    private ConfiguredResources ownerOf(ConfigId id) {
      return id.fullPid().startsWith(BudgetDirectory.PID) ? budgetsOwner : owner;
    }
  }

  private final class Folders implements Instance {

    @Override
    public Path etc() {
      return dir("etc");
    }

    @Override
    public Path data() {
      return dir("data");
    }

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
      try {
        Files.write(file, content);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}

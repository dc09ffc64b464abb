package io.fairlead.pool.core;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.fairlead.kernel.error.FairleadException;
import io.fairlead.traffic.pool.AcquireCallback;
import io.fairlead.traffic.pool.AcquireRequest;
import io.fairlead.traffic.pool.Acquisition;
import io.fairlead.traffic.pool.ConnectionView;
import io.fairlead.traffic.pool.Loan;
import io.fairlead.traffic.pool.PoolMode;
import io.fairlead.traffic.pool.PoolStats;
import io.fairlead.traffic.pool.spi.ConnectionSpec;
import io.fairlead.traffic.pool.spi.PartitionRouter;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** A pool whose time, threads and database the test moves by hand. */
final class Harness {

  final ManualTime time = new ManualTime(Long.MAX_VALUE - 5_000_000_000L);
  final Map<String, ManualCrew> crews = new HashMap<>();
  final FakeServer server = new FakeServer();
  final List<String> events = new CopyOnWriteArrayList<>();
  final Map<String, PartitionRouter> routers = new HashMap<>();
  final Pool pool;

  Harness(UnaryOperator<Settings> settings) {
    this(settings, Mode.RUNNING, true);
  }

  Harness(UnaryOperator<Settings> settings, Mode mode, boolean withDriver) {
    this(settings, mode, withDriver, new WaitGraph());
  }

  /** A pool that knows of others. */
  Harness(UnaryOperator<Settings> settings, WaitGraph graph) {
    this(settings, Mode.RUNNING, true, graph);
  }

  private Harness(
      UnaryOperator<Settings> settings, Mode mode, boolean withDriver, WaitGraph graph) {
    this("orders", settings, mode, withDriver, graph, name -> null);
  }

  /** A pool that shares budgets with others. */
  Harness(
      String name, UnaryOperator<Settings> settings, WaitGraph graph, Map<String, Budget> budgets) {
    this(name, settings, Mode.RUNNING, true, graph, budgets::get);
  }

  private Harness(
      String name,
      UnaryOperator<Settings> settings,
      Mode mode,
      boolean withDriver,
      WaitGraph graph,
      Function<String, Budget> budgets) {
    AtomicLong ids = new AtomicLong();
    pool =
        new Pool(
            name,
            settings.apply(new Settings()).build(),
            mode,
            withDriver ? server : null,
            new PoolEnvironment(
                time,
                time,
                time,
                ids::incrementAndGet,
                new Random(7),
                (role, most) -> crews.computeIfAbsent(role, r -> new ManualCrew()),
                new PoolListener() {
                  @Override
                  public void connection(What what, String pool, long id) {
                    events.add(what.word() + " " + id);
                  }

                  @Override
                  public boolean hearsConnections() {
                    return false; // as in a busy pool; events come all the same
                  }

                  @Override
                  public void turned(String pool, String state) {
                    events.add(state);
                  }
                },
                routers::get,
                graph,
                budgets));
    time.afterEach(this::settle);
    pool.start();
    settle();
  }

  /** Lets all threads of the pool do what they have to do. */
  void settle() {
    boolean ran = true;
    while (ran) {
      ran = false;
      for (ManualCrew crew : List.copyOf(crews.values())) {
        ran |= crew.runOne();
      }
    }
  }

  ManualCrew crew(String role) {
    return crews.get(pool.name() + "." + role);
  }

  void apply(PoolSettings settings) {
    pool.apply(settings, server);
  }

  void advance(Duration by) {
    time.advance(by);
  }

  Asked ask() {
    return ask(AcquireRequest.of("test"));
  }

  Asked ask(AcquireRequest request) {
    Asked asked = new Asked();
    asked.acquisition = pool.acquire(request, Runnable::run, asked);
    return asked;
  }

  static AcquireRequest within(Duration timeout) {
    AcquireRequest any = AcquireRequest.of("test");
    return new AcquireRequest(
        any.sessionId(), any.user(), any.clientAddress(), Optional.of(timeout));
  }

  /** A loan that must be there at once. */
  Loan take() {
    return ask().loan();
  }

  PoolStats stats() {
    return pool.stats();
  }

  ConnectionView view(Loan loan) {
    return pool.connections().stream()
        .filter(c -> c.connectionId() == loan.connectionId())
        .findFirst()
        .orElseThrow();
  }

  void assertNumbers(int active, int idle, int waiting) {
    PoolStats stats = stats();
    assertEquals(
        "active, idle, waiting",
        List.of(active, idle, waiting),
        List.of(stats.activeConnections(), stats.idleConnections(), stats.waitingRequests()));
  }

  /** What became of a request. */
  static final class Asked implements AcquireCallback {
    Acquisition acquisition;
    volatile Loan loan;
    volatile FairleadException failure;

    @Override
    public void granted(Loan granted) {
      assertTrue("told once", loan == null && failure == null);
      loan = granted;
    }

    @Override
    public void failed(FairleadException why) {
      assertTrue("told once", loan == null && failure == null);
      failure = why;
    }

    Loan loan() {
      assertTrue("granted: " + failure, loan != null);
      return loan;
    }

    boolean waits() {
      return loan == null && failure == null;
    }
  }

  /** Settings with small numbers. */
  static final class Settings {
    private int min = 1;
    private int initial = 1;
    private int max = 2;
    private int perSecond = 1000;
    private int burst = 1000;
    private int queue = 100;
    private boolean validate;
    private ElasticSettings elastic = ElasticSettings.OFF;
    private OrderSettings order = OrderSettings.STANDARD;
    private Partitioning partitioning = Partitioning.OFF;
    private String url = "jdbc:fake:db";
    private LifeSettings life = LifeSettings.STANDARD;
    private Stake stake = Stake.NONE;
    private Optional<Duration> idle = Optional.empty();
    private Optional<Duration> statement = Optional.empty();
    private Optional<Duration> idleInTransaction = Optional.empty();
    private Optional<Duration> transaction = Optional.empty();
    private Optional<Duration> lifetime = Optional.empty();

    Settings size(int least, int first, int most) {
      min = least;
      initial = first;
      max = most;
      return this;
    }

    Settings throttle(int second, int atOnce) {
      perSecond = second;
      burst = atOnce;
      return this;
    }

    Settings elastic(ElasticSettings other) {
      elastic = other;
      return this;
    }

    Settings queue(int most) {
      queue = most;
      return this;
    }

    Settings order(OrderSettings other) {
      order = other;
      return this;
    }

    /** By the user, without anything special. */
    Settings partitioned(PartitionSettings... partitions) {
      return partitioned(
          new Partitioning(
              true,
              "user",
              "default",
              false,
              Partitioning.Balancing.ROUND_ROBIN,
              Partitioning.Affinity.NONE,
              Map.of(),
              List.of(partitions)));
    }

    Settings partitioned(Partitioning other) {
      partitioning = other;
      return this;
    }

    Settings validating() {
      validate = true;
      return this;
    }

    Settings url(String other) {
      url = other;
      return this;
    }

    Settings idle(Duration timeout) {
      idle = Optional.of(timeout);
      return this;
    }

    /** In seconds; 0 for none. */
    Settings timeouts(int ofStatement, int whileIdle, int ofTransaction) {
      statement = seconds(ofStatement);
      idleInTransaction = seconds(whileIdle);
      transaction = seconds(ofTransaction);
      return this;
    }

    private static Optional<Duration> seconds(int number) {
      return number == 0 ? Optional.empty() : Optional.of(Duration.ofSeconds(number));
    }

    Settings lifetime(Duration most) {
      lifetime = Optional.of(most);
      return this;
    }

    Settings sharing(String budget, int weight) {
      stake = new Stake(Optional.of(budget), weight);
      return this;
    }

    Settings life(LifeSettings other) {
      life = other;
      return this;
    }

    PoolSettings build() {
      return new PoolSettings(
          new ConnectionSpec(
              "orders",
              "com.example.Driver",
              url,
              Optional.empty(),
              Optional.empty(),
              Map.of(),
              Optional.empty(),
              Optional.empty(),
              Optional.empty(),
              false,
              0,
              0),
          min,
          initial,
          max,
          Duration.ofSeconds(30),
          idle,
          lifetime,
          Duration.ofSeconds(10),
          perSecond,
          burst,
          validate,
          Duration.ofSeconds(5),
          Duration.ofMillis(500),
          queue,
          statement,
          idleInTransaction,
          transaction,
          order,
          partitioning,
          PoolMode.TRANSACTION,
          false,
          elastic,
          life,
          stake);
    }
  }
}

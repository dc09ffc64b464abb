package io.fairlead.pool.core;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.fairlead.kernel.error.FairleadException;
import io.fairlead.traffic.pool.AcquireCallback;
import io.fairlead.traffic.pool.AcquireRequest;
import io.fairlead.traffic.pool.Acquisition;
import io.fairlead.traffic.pool.ConnectionView;
import io.fairlead.traffic.pool.DrainRequest;
import io.fairlead.traffic.pool.Loan;
import io.fairlead.traffic.pool.PoolStats;
import io.fairlead.traffic.pool.Priority;
import io.fairlead.traffic.pool.RecycleRequest;
import io.fairlead.traffic.pool.spi.ResetMode;
import io.fairlead.traffic.pool.spi.ServerConnection;
import io.fairlead.traffic.pool.spi.ServerException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import org.junit.After;
import org.junit.Test;

/**
 * Everything at once, for a few seconds, over a database that fails now and then: no connection has
 * two owners, totals add up, and in the end all is home.
 */
public class StressTest {

  private static final int MAX = 8;
  private static final int CEILING = 2;
  private static final long SECONDS = 4;
  private static final List<String> USERS = List.of("a", "a", "b", "c");

  private final DeadlineTimer timer = new DeadlineTimer("stress-timer");
  private final CoarseClock clock = new CoarseClock("stress-clock");
  private final FakeServer server = new FakeServer();
  private final AtomicLong ids = new AtomicLong();
  private final Queue<String> violations = new ConcurrentLinkedQueue<>();
  private final Map<ServerConnection, Loan> owners = new ConcurrentHashMap<>();
  private final AtomicInteger out = new AtomicInteger();
  private final AtomicInteger asked = new AtomicInteger();
  private final AtomicInteger answered = new AtomicInteger();
  private final AtomicInteger worked = new AtomicInteger();

  private final Pool pool =
      new Pool(
          "stress",
          settings(MAX, false, 0),
          Mode.RUNNING,
          server,
          new PoolEnvironment(
              timer,
              clock,
              InstantSource.system(),
              ids::incrementAndGet,
              RandomGenerator.getDefault(),
              (role, most) -> new Workers("stress-" + role, most, Duration.ofMillis(200)),
              PoolListener.NOBODY));

  private static PartitionSettings partition(String name, int weight, int least, int most) {
    return new PartitionSettings(
        name, "user", name, weight, Optional.empty(), least, most, 50, WorkLimits.NONE);
  }

  /**
   * @param dice chooses the law: partitioned or not, strict or bounded, fair or not
   */
  private static PoolSettings settings(int max, boolean other, int dice) {
    PoolSettings base =
        new Harness.Settings()
            .size(1, 2, max)
            .throttle(5_000, 500)
            .queue(200)
            .validating()
            .idle(Duration.ofMillis(50))
            .lifetime(Duration.ofMillis(400))
            .url(other ? "jdbc:fake:b" : "jdbc:fake:a")
            .build();
    return new PoolSettings(
        base.spec(),
        base.min(),
        base.initial(),
        base.max(),
        Duration.ofMillis(200),
        base.idleTimeout(),
        base.maxLifetime(),
        Duration.ofSeconds(2),
        base.createPerSecond(),
        base.createBurst(),
        true,
        Duration.ofSeconds(1),
        Duration.ofMillis(2),
        base.maxWaitQueue(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        new OrderSettings(
            (dice & 1) != 0,
            Duration.ofMillis(1),
            (dice & 2) != 0,
            Duration.ofMillis(5),
            (dice & 4) != 0),
        new Partitioning(
            (dice & 8) == 0,
            "user",
            "default",
            false,
            Partitioning.Balancing.ROUND_ROBIN,
            Partitioning.Affinity.values()[dice % 3],
            Map.of(),
            (dice & 16) != 0
                ? List.of(partition("a", 1, 1, CEILING))
                : List.of(partition("a", 1, 1, CEILING), partition("b", 3, 1, 4))),
        base.mode(),
        base.refusesSessionState(),
        base.elastic(),
        life(dice),
        Stake.NONE);
  }

  private static DrainRequest drain(boolean serve) {
    return new DrainRequest(
        serve ? DrainRequest.OnWaiters.SERVE : DrainRequest.OnWaiters.REFUSE,
        Optional.empty(),
        Duration.ofMillis(3));
  }

  private static LifeSettings life(int dice) {
    return new LifeSettings(
        LifeSettings.Aging.values()[dice % 4],
        50,
        0.1,
        dice % 90,
        LifeSettings.Recycling.values()[dice / 4 % 4],
        ResetMode.STANDARD,
        Optional.empty(),
        (dice & 1) == 0,
        Duration.ofSeconds(1),
        (dice & 2) == 0 ? Optional.of(Duration.ofMillis(1)) : Optional.empty(),
        Duration.ofSeconds(1),
        new LeakSettings(Duration.ofNanos(1), (dice & 4) == 0, (dice & 8) == 0));
  }

  private static AcquireRequest somebody(SplittableRandom random) {
    AcquireRequest request = AcquireRequest.of(USERS.get(random.nextInt(USERS.size())));
    return switch (random.nextInt(4)) {
      case 0 -> request.with(Priority.values()[random.nextInt(4)]);
      case 1 -> request.labelled("label" + random.nextInt(2));
      default -> request;
    };
  }

  @After
  public void close() {
    clock.close();
    timer.close();
  }

  @Test
  public void noConnectionHasTwoOwnersAndAllIsHomeInTheEnd() throws Exception {
    pool.start();
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
    List<Thread> threads =
        List.of(
            new Thread(() -> borrow(new SplittableRandom(1), end)),
            new Thread(() -> borrow(new SplittableRandom(2), end)),
            new Thread(() -> borrow(new SplittableRandom(3), end)),
            new Thread(() -> borrow(new SplittableRandom(4), end)),
            new Thread(() -> ask(new SplittableRandom(5), end)),
            new Thread(() -> ask(new SplittableRandom(6), end)),
            new Thread(() -> steer(new SplittableRandom(7), end)));
    for (Thread thread : threads) {
      thread.setUncaughtExceptionHandler((t, e) -> violations.add(t.getName() + ": " + e));
      thread.start();
    }
    while (System.nanoTime() < end) {
      look();
      LockSupport.parkNanos(1_000_000);
    }
    for (Thread thread : threads) {
      thread.join(30_000);
      assertTrue(thread + " has ended", !thread.isAlive());
    }
    server.refusal = Optional.empty();
    server.answers = true;
    server.resets = true;
    pool.apply(settings(MAX, false, 0), server);
    pool.source(server, Duration.ZERO);
    pool.resume();
    await("all answered", () -> asked.get() == answered.get());
    await("all home", () -> out.get() == 0 && pool.stats().activeConnections() == 0);
    PoolStats stats = pool.stats();
    await("all recycled", () -> !pool.recycler.busy());
    assertEquals(
        0, pool.leaked().detectedLeaks().stream().filter(l -> l.state().equals("out")).count());
    assertEquals(List.of(), List.copyOf(violations));
    assertEquals(List.of(), server.violations);
    assertEquals("nobody waits", 0, stats.waitingRequests());
    for (PartitionNumbers partition : pool.partitions()) {
      assertEquals("lent to " + partition, 0, partition.usage().activeConnections());
    }
    assertEquals("places that are nobody's", MAX - 2, pool.shares.free());
    assertEquals("loans", stats.totalAcquired(), stats.totalReleased());
    assertTrue("work was done: " + worked, worked.get() > 1_000);
    pool.close(Duration.ofSeconds(5)).get(30, TimeUnit.SECONDS);
    stats = pool.stats();
    assertEquals("connections", stats.totalCreated(), stats.totalDestroyed());
    assertEquals("open", 0, server.open());
    assertEquals("opened", server.opened.size(), stats.totalCreated());
    await("threads end", () -> threadsOf("stress-stress.") == 0);
  }

  /** Takes one, works, gives it back. */
  private void borrow(SplittableRandom random, long end) {
    while (System.nanoTime() < end) {
      asked.incrementAndGet();
      try {
        Loan loan = pool.acquire(somebody(random));
        answered.incrementAndGet();
        use(loan, random);
      } catch (FairleadException e) {
        answered.incrementAndGet();
      } catch (InterruptedException e) {
        violations.add("interrupted: " + e);
      }
    }
  }

  /** Asks without waiting, and takes it back now and then. */
  private void ask(SplittableRandom random, long end) {
    while (System.nanoTime() < end) {
      asked.incrementAndGet();
      SplittableRandom own = random.split();
      Acquisition acquisition =
          pool.acquire(
              somebody(random),
              pool.executor(),
              new AcquireCallback() {
                @Override
                public void granted(Loan loan) {
                  answered.incrementAndGet();
                  use(loan, own);
                }

                @Override
                public void failed(FairleadException why) {
                  answered.incrementAndGet();
                }
              });
      if (random.nextInt(3) == 0 && acquisition.cancel()) {
        answered.incrementAndGet();
      }
      if (random.nextInt(4) == 0) {
        LockSupport.parkNanos(50_000);
      }
    }
  }

  private void use(Loan loan, SplittableRandom random) {
    out.incrementAndGet();
    try {
      for (int i = random.nextInt(3); i >= 0; i--) {
        int dice = random.nextInt(100);
        loan.run("UPDATE t", c -> work(loan, fake(c), dice));
        worked.incrementAndGet();
        if (dice == 1) {
          loan.cancel();
        }
      }
    } catch (ServerException | FairleadException e) {
      // killed, drained or lost: as it may be
    } finally {
      owners.values().remove(loan);
      loan.release();
      loan.release();
      out.decrementAndGet();
    }
  }

  private static FakeConnection fake(ServerConnection connection) {
    return (FakeConnection)
        (connection instanceof MeteredConnection metered ? metered.connection : connection);
  }

  private boolean work(Loan loan, FakeConnection connection, int dice) throws ServerException {
    Loan owner = owners.putIfAbsent(connection, loan);
    if (owner != null && owner != loan) {
      violations.add("two owners of " + loan.connectionId());
    }
    if (!connection.busy.compareAndSet(false, true)) {
      violations.add("two at work on " + loan.connectionId());
    }
    try {
      if (connection.closed) {
        violations.add("work on a closed connection " + loan.connectionId());
      }
      connection.execute("UPDATE t", NothingSink.INSTANCE);
      if (dice == 2) {
        loan.cancel();
      } else if (dice == 3) {
        throw new ServerException("cut", "08006", true, null);
      } else if (dice < 10) {
        LockSupport.parkNanos(200_000);
      }
      return true;
    } finally {
      connection.busy.set(false);
    }
  }

  private void steer(SplittableRandom random, long end) {
    while (System.nanoTime() < end) {
      switch (random.nextInt(14)) {
        case 0, 10 ->
            pool.apply(settings(2 + random.nextInt(MAX - 1), false, random.nextInt(32)), server);
        case 1 -> pool.apply(settings(MAX, true, random.nextInt(32)), server);
        case 2 -> pool.drain(drain(random.nextBoolean()));
        case 3 -> pool.pause();
        case 4 -> server.refusal = Optional.of("refused");
        case 5 -> server.answers = false;
        case 6 -> server.resets = false;
        case 7 -> pool.source(null, Duration.ofMillis(2));
        case 8, 9 -> {
          for (ConnectionView view : pool.connections()) {
            pool.kill(view.connectionId());
          }
        }
        case 11, 12 ->
            pool.recycle(
                new RecycleRequest(
                    Optional.empty(),
                    Optional.empty(),
                    random.nextBoolean(),
                    Optional.of(RecycleRequest.STRATEGIES[random.nextInt(4)])));
        case 13 -> pool.clearLeaks();
        default -> {}
      }
      LockSupport.parkNanos(random.nextInt(5) * 1_000_000L);
      pool.source(server, Duration.ofMillis(2));
      pool.resume();
      server.refusal = Optional.empty();
      server.answers = true;
      server.resets = true;
      LockSupport.parkNanos(random.nextInt(10) * 1_000_000L);
    }
  }

  private void look() {
    PoolStats stats = pool.stats();
    if (stats.activeConnections() + stats.idleConnections() + stats.closingConnections()
        != stats.totalConnections()) {
      violations.add("active and idle are not all: " + stats);
    }
    if (stats.totalConnections() > MAX) {
      violations.add("more than the maximum: " + stats);
    }
    for (PartitionNumbers partition : pool.partitions()) {
      int lent = partition.usage().activeConnections();
      if (lent < 0 || (partition.settings().name().equals("a") && lent > CEILING)) {
        violations.add("beyond its ceiling: " + partition);
      }
    }
    if (stats.totalReleased() > stats.totalAcquired()) {
      violations.add("more released than acquired: " + stats);
    }
  }

  private static long threadsOf(String prefix) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(t -> t.getName().startsWith(prefix))
        .count();
  }

  private void await(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (!condition.getAsBoolean()) {
      assertTrue(what + ": " + pool.stats() + pool.connections(), System.nanoTime() - deadline < 0);
      LockSupport.parkNanos(1_000_000);
    }
  }
}

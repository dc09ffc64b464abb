package io.fairlead.pool.core;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.fairlead.kernel.error.FairleadException;
import io.fairlead.traffic.pool.AcquireRequest;
import io.fairlead.traffic.pool.Loan;
import io.fairlead.traffic.pool.spi.ConnectionSource;
import io.fairlead.traffic.pool.spi.ConnectionSpec;
import io.fairlead.traffic.pool.spi.ServerConnection;
import io.fairlead.traffic.pool.spi.ServerException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import org.junit.After;
import org.junit.Test;

/**
 * Three pools on one database of ten connections, with real threads: the database counts, and never
 * sees an eleventh.
 */
public class BudgetStressTest {

  private static final int MAX = 10;
  private static final long SECONDS = 3;

  private final DeadlineTimer timer = new DeadlineTimer("budget-timer");
  private final CoarseClock clock = new CoarseClock("budget-clock");
  private final AtomicLong ids = new AtomicLong();
  private final Queue<String> violations = new ConcurrentLinkedQueue<>();
  private final Budget budget = new Budget("db1", MAX);
  private final CountingDatabase database = new CountingDatabase();
  private final List<Thread> threads = new ArrayList<>();
  private final AtomicInteger worked = new AtomicInteger();
  private volatile boolean over;

  private final Pool a = pool("a", settings(1, 1));
  private final Pool b = pool("b", settings(2, 2));
  private final Pool c = pool("c", settings(0, 4));
  private final List<Pool> pools = List.of(a, b, c);

  /** A database that counts its connections, and fails when it is told to. */
  private final class CountingDatabase implements ConnectionSource {

    final AtomicInteger open = new AtomicInteger();
    final AtomicInteger most = new AtomicInteger();
    volatile int failing;

    @Override
    public ServerConnection open(ConnectionSpec spec) throws ServerException {
      int now = open.incrementAndGet();
      most.accumulateAndGet(now, Math::max);
      LockSupport.parkNanos(200_000);
      if (failing > 0 && ThreadLocalRandom.current().nextInt(100) < failing) {
        open.decrementAndGet();
        throw new ServerException("failed by chance", "08001", true, null);
      }
      return new FakeConnection(new FakeServer()) {
        @Override
        public void close() {
          if (!closed) {
            open.decrementAndGet();
          }
          super.close();
        }
      };
    }
  }

  private static PoolSettings settings(int min, int weight) {
    return new Harness.Settings()
        .size(min, min, 20)
        .throttle(10_000, 1_000)
        .queue(200)
        .idle(Duration.ofMillis(50))
        .lifetime(Duration.ofSeconds(2))
        .elastic(new ElasticSettings(true, 10_000, 600, Duration.ofSeconds(1)))
        .sharing("db1", weight)
        .build();
  }

  private Pool pool(String name, PoolSettings settings) {
    return new Pool(
        name,
        settings,
        Mode.RUNNING,
        database,
        new PoolEnvironment(
            timer,
            clock,
            InstantSource.system(),
            ids::incrementAndGet,
            RandomGenerator.getDefault(),
            (role, most) -> new Workers("budget-" + role, most, Duration.ofMillis(200)),
            PoolListener.NOBODY,
            router -> null,
            new WaitGraph(),
            wanted -> budget));
  }

  @After
  public void close() throws Exception {
    over = true;
    for (Thread thread : threads) {
      thread.join(10_000);
    }
    for (Pool pool : pools) {
      pool.close(Duration.ofSeconds(1)).get(30, TimeUnit.SECONDS);
    }
    clock.close();
    timer.close();
  }

  private void run(Runnable work) {
    Thread thread = new Thread(work);
    thread.setUncaughtExceptionHandler((t, e) -> violations.add(t.getName() + ": " + e));
    threads.add(thread);
    thread.start();
  }

  /** Borrows again and again, for a while each. */
  private void load(Pool pool, int borrowers, long holdMicros) {
    for (int i = 0; i < borrowers; i++) {
      int seed = i;
      run(
          () -> {
            SplittableRandom random = new SplittableRandom(seed);
            while (!over) {
              borrow(pool, random.nextLong(holdMicros + 1));
            }
          });
    }
  }

  private void borrow(Pool pool, long holdMicros) {
    try {
      Loan loan = pool.acquire(AcquireRequest.of("test").within(Duration.ofMillis(500)));
      LockSupport.parkNanos(holdMicros * 1_000);
      worked.incrementAndGet();
      loan.release();
    } catch (FairleadException e) {
      // refused, or too late: it asks again
    } catch (InterruptedException e) {
      violations.add("interrupted");
    }
  }

  private static void await(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (!condition.getAsBoolean()) {
      assertTrue(what, System.nanoTime() - deadline < 0);
      LockSupport.parkNanos(500_000);
    }
  }

  private String sizes() {
    return budget.numbers().toString();
  }

  private boolean has(int ofA, int ofB, int ofC) {
    return budget.numbers().members().stream()
        .map(BudgetNumbers.Member::taken)
        .toList()
        .equals(List.of(ofA, ofB, ofC));
  }

  private void stopLoad() throws InterruptedException {
    over = true;
    for (Thread thread : threads) {
      thread.join(10_000);
    }
    threads.clear();
    over = false;
  }

  /** 7 beside the minima of 1, 2 and 0, by 1, 2 and 4. */
  @Test
  public void saturatedPoolsShareByWeightAndEachReachesItsMinimum() throws Exception {
    pools.forEach(Pool::start);
    await("minima", () -> has(1, 2, 0));
    load(a, 25, 500);
    await("one alone has all but what is kept for others", () -> has(8, 2, 0));
    load(b, 25, 500);
    load(c, 25, 500);
    await("by weight: " + sizes(), () -> has(2, 4, 4));
    a.apply(settings(1, 4), database);
    c.apply(settings(0, 1), database);
    await("by other weights: " + sizes(), () -> has(5, 4, 1));
    budget.limit(5);
    await("a smaller one: " + sizes(), () -> budget.numbers().taken() <= 5);
    budget.limit(MAX);
    await("the former again: " + sizes(), () -> has(5, 4, 1));
    stopLoad();
    assertEquals("at most", MAX, database.most.get());
    allComesHome();
  }

  @Test
  public void theDatabaseNeverSeesOneMoreWhateverHappens() throws Exception {
    pools.forEach(Pool::start);
    database.failing = 10;
    load(a, 6, 2_000);
    load(b, 6, 2_000);
    load(c, 6, 2_000);
    SplittableRandom random = new SplittableRandom(9);
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
    while (System.nanoTime() < end) {
      Pool pool = pools.get(random.nextInt(3));
      switch (random.nextInt(8)) {
        case 0 -> pool.apply(settings(random.nextInt(3), 1 + random.nextInt(5)), database);
        case 1 -> pool.connections().forEach(c -> pool.kill(c.connectionId()));
        case 2 -> {
          pool.source(null, Duration.ofMillis(5));
          pool.source(database, Duration.ZERO);
        }
        case 3 -> {
          pool.pause();
          pool.resume();
        }
        case 4 -> database.failing = random.nextInt(40);
        default -> pool.queueStats();
      }
      BudgetNumbers numbers = budget.numbers();
      if (numbers.taken() > MAX || numbers.taken() < 0 || database.open.get() > MAX) {
        violations.add("taken: " + numbers + ", open: " + database.open);
      }
      LockSupport.parkNanos(2_000_000);
    }
    database.failing = 0;
    stopLoad();
    assertEquals(List.of(), List.copyOf(violations));
    assertTrue("at most: " + database.most, database.most.get() <= MAX);
    assertTrue("work was done: " + worked, worked.get() > 500);
    allComesHome();
  }

  /** Nobody wants any: what is taken is what there is, and in the end nothing is. */
  private void allComesHome() throws Exception {
    await(
        "each place is a connection: " + sizes() + " open " + database.open,
        () -> budget.numbers().taken() == database.open.get());
    await(
        "nobody wants one: " + sizes(),
        () -> budget.numbers().members().stream().allMatch(m -> m.wanted() == 0));
    for (Pool pool : pools) {
      assertEquals(0, pool.stats().activeConnections());
      pool.close(Duration.ofSeconds(1)).get(30, TimeUnit.SECONDS);
    }
    await("all places are free: " + sizes(), () -> budget.numbers().taken() == 0);
    assertTrue(budget.unused());
    assertEquals(0, database.open.get());
  }
}

package io.fairlead.pool.core;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotNull;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertTrue;

import io.fairlead.kernel.error.Exhausted;
import io.fairlead.pool.core.Harness.Asked;
import io.fairlead.traffic.pool.AcquireRequest;
import io.fairlead.traffic.pool.Loan;
import io.fairlead.traffic.pool.WaitQueueStats;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.Test;

public class DeadlockTest {

  private static final OrderSettings REFUSING =
      new OrderSettings(false, Duration.ofMillis(1), true, Duration.ofSeconds(10), true);

  private static AcquireRequest owner(String name) {
    return AcquireRequest.of(name).ownedBy(name).within(Duration.ofHours(1));
  }

  @Test
  public void twoOwnersCrossedOverTwoPoolsAreFoundAndTheYoungestIsRefused() {
    WaitGraph graph = new WaitGraph();
    Harness left = new Harness(s -> s.size(1, 1, 1).order(REFUSING), graph);
    Harness right = new Harness(s -> s.size(1, 1, 1).order(REFUSING), graph);
    left.ask(owner("anna")).loan();
    Loan bens = right.ask(owner("ben")).loan();
    Asked anna = right.ask(owner("anna"));
    right.advance(Duration.ofMillis(10));
    left.advance(Duration.ofMillis(20));
    Asked ben = left.ask(owner("ben"));
    left.advance(Duration.ofSeconds(1));
    assertTrue("" + ben.failure, ben.failure instanceof Exhausted);
    assertEquals(
        "pool orders: deadlock: ben is the youngest of 2 that wait for each other (active 1, idle"
            + " 0, total 1, waiting 0)",
        ben.failure.getMessage());
    assertTrue(anna.waits());
    bens.release();
    assertNotNull(anna.loan());
    WaitQueueStats stats = left.pool.queueStats();
    assertEquals(1, stats.deadlocksDetected());
    assertEquals(1, right.pool.queueStats().deadlocksDetected());
    assertEquals("ben", stats.lastDeadlock().refused());
    assertEquals(
        List.of(
            "ben waits for pool orders, holds connection 1",
            "anna waits for pool orders, holds connection 1"),
        stats.lastDeadlock().members());
  }

  @Test
  public void knotsThatHaveNothingToDoWithEachOtherAreToldAndUntiedApart() {
    WaitGraph graph = new WaitGraph();
    List<Harness> pools = new ArrayList<>();
    List<Asked> asked = new ArrayList<>();
    for (String owner : List.of("anna", "ben", "carl", "dora")) {
      Harness pool = new Harness(s -> s.size(1, 1, 1).order(REFUSING), graph);
      pool.ask(owner(owner)).loan();
      pools.add(pool);
    }
    asked.add(pools.get(1).ask(owner("anna")));
    asked.add(pools.get(0).ask(owner("ben")));
    asked.add(pools.get(3).ask(owner("carl")));
    asked.add(pools.get(2).ask(owner("dora")));
    pools.get(0).advance(Duration.ofSeconds(1));
    assertEquals("one of each", 2, asked.stream().filter(Asked::waits).count());
    assertEquals(1, asked.subList(0, 2).stream().filter(Asked::waits).count());
    for (Harness pool : pools) {
      WaitQueueStats stats = pool.pool.queueStats();
      assertEquals(1, stats.deadlocksDetected());
      assertEquals(2, stats.lastDeadlock().members().size());
    }
  }

  @Test
  public void whoWantsTheYoungestRefusedAfterTheReportHasHimRefused() {
    OrderSettings reporting =
        new OrderSettings(false, Duration.ofMillis(1), true, Duration.ofSeconds(10), false);
    Harness h = new Harness(s -> s.size(1, 1, 1).order(reporting));
    h.ask(owner("anna")).loan();
    Asked more = h.ask(owner("anna"));
    h.advance(Duration.ofSeconds(2));
    assertTrue(more.waits());
    h.apply(new Harness.Settings().size(1, 1, 1).order(REFUSING).build());
    h.advance(Duration.ofSeconds(1));
    assertTrue("" + more.failure, more.failure instanceof Exhausted);
    assertEquals("the same one", 1, h.pool.queueStats().deadlocksDetected());
    assertEquals("anna", h.pool.queueStats().lastDeadlock().refused());
  }

  @Test
  public void aKnotIsReportedOnceAndNobodyIsRefusedWhenSoSet() {
    Harness h = holdingAndAsking(16, 16);
    h.advance(Duration.ofSeconds(5));
    assertEquals(1, h.pool.queueStats().deadlocksDetected());
    assertEquals(16, h.pool.queueStats().lastDeadlock().members().size());
    assertNull(h.pool.queueStats().lastDeadlock().refused());
    h.assertNumbers(16, 0, 16);
  }

  @Test
  public void oneHolderWhoWorksUntiesIt() {
    Harness h = new Harness(s -> s.size(16, 16, 16));
    for (int i = 0; i < 16; i++) {
      h.ask(owner("owner " + i)).loan();
    }
    for (int i = 0; i < 15; i++) {
      h.ask(owner("owner " + i));
    }
    h.advance(Duration.ofSeconds(5));
    assertEquals(0, h.pool.queueStats().deadlocksDetected());
    h.ask(owner("owner 15"));
    h.advance(Duration.ofSeconds(1));
    assertEquals("now he waits too", 1, h.pool.queueStats().deadlocksDetected());
  }

  @Test
  public void roomForOneMoreIsNoDeadlock() {
    Harness h = holdingAndAsking(16, 17);
    h.advance(Duration.ofSeconds(5));
    assertEquals(0, h.pool.queueStats().deadlocksDetected());
    h.assertNumbers(17, 0, 15);
  }

  @Test
  public void anAttemptToOpenThatIsUnderWayIsNoDeadlock() {
    Harness h = new Harness(s -> s.size(1, 1, 2));
    h.ask(owner("anna")).loan();
    Asked more = new Asked();
    h.pool.acquire(owner("anna"), Runnable::run, more);
    h.time.advanceOnly(Duration.ofSeconds(3));
    assertEquals("one task is to open", 0, h.pool.queueStats().deadlocksDetected());
    h.settle();
    assertNotNull(more.loan());
  }

  @Test
  public void aHolderOfWhomNobodyKnowsIsTakenToWork() {
    Harness h = new Harness(s -> s.size(1, 1, 1));
    h.ask(AcquireRequest.of("callback")).loan();
    h.ask(owner("anna"));
    h.advance(Duration.ofSeconds(5));
    assertEquals(0, h.pool.queueStats().deadlocksDetected());
  }

  @Test
  public void aPartitionAtItsCeilingIsAKnotAlthoughThePoolHasIdleConnections() {
    PartitionSettings small =
        new PartitionSettings(
            "small", "user", "anna", 1, Optional.empty(), 0, 1, 10, WorkLimits.NONE);
    Harness h = new Harness(s -> s.size(4, 4, 4).order(REFUSING).partitioned(small));
    h.ask(owner("anna")).loan();
    Asked second = h.ask(owner("anna"));
    h.advance(Duration.ofSeconds(1));
    assertTrue(second.failure.getMessage(), second.failure.getMessage().contains("deadlock"));
  }

  @Test
  public void threadsThatEachHoldOneOfSixteenAndAskForAnotherAreFound() throws Exception {
    try (DeadlineTimer timer = new DeadlineTimer("deadlock-timer");
        CoarseClock clock = new CoarseClock("deadlock-clock")) {
      Pool pool = real(timer, clock);
      CountDownLatch holding = new CountDownLatch(16);
      CountDownLatch done = new CountDownLatch(16);
      AtomicReference<Throwable> refused = new AtomicReference<>();
      for (int i = 0; i < 16; i++) {
        Thread thread =
            new Thread(
                () -> {
                  try {
                    Loan first = pool.acquire(AcquireRequest.of("thread"));
                    holding.countDown();
                    holding.await();
                    try {
                      pool.acquire(AcquireRequest.of("thread")).release();
                    } catch (Exhausted e) {
                      refused.compareAndSet(null, e);
                    }
                    first.release();
                    done.countDown();
                  } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                  }
                });
        thread.start();
      }
      assertTrue("all end", done.await(20, TimeUnit.SECONDS));
      assertTrue(refused.get().getMessage(), refused.get().getMessage().contains("deadlock"));
      pool.close(Duration.ofSeconds(1)).get(10, TimeUnit.SECONDS);
    }
  }

  private static Pool real(DeadlineTimer timer, CoarseClock clock) {
    java.util.concurrent.atomic.AtomicLong ids = new java.util.concurrent.atomic.AtomicLong();
    Pool pool =
        new Pool(
            "real",
            new Harness.Settings().size(16, 16, 16).order(REFUSING).build(),
            Mode.RUNNING,
            new FakeServer(),
            new PoolEnvironment(
                timer,
                clock,
                java.time.InstantSource.system(),
                ids::incrementAndGet,
                java.util.random.RandomGenerator.getDefault(),
                (role, most) -> new Workers("deadlock-" + role, most, Duration.ofMillis(200)),
                PoolListener.NOBODY));
    pool.start();
    while (pool.stats().idleConnections() < 16) {
      LockSupport.parkNanos(1_000_000);
    }
    return pool;
  }

  /** So many owners hold one each and ask for another. */
  private static Harness holdingAndAsking(int owners, int max) {
    Harness h = new Harness(s -> s.size(owners, owners, max));
    List<Asked> asked = new ArrayList<>();
    for (int i = 0; i < owners; i++) {
      h.ask(owner("owner " + i)).loan();
    }
    for (int i = 0; i < owners; i++) {
      asked.add(h.ask(owner("owner " + i)));
    }
    h.settle();
    return h;
  }
}

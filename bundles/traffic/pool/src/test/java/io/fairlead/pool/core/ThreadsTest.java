package io.fairlead.pool.core;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.fairlead.traffic.pool.AcquireRequest;
import io.fairlead.traffic.pool.Loan;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import org.junit.After;
import org.junit.Test;

/** What real threads and the real clock add to the rules. */
public class ThreadsTest {

  private final DeadlineTimer timer = new DeadlineTimer("threads-timer");
  private final CoarseClock clock = new CoarseClock("threads-clock");

  @After
  public void close() {
    clock.close();
    timer.close();
  }

  private static void await(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (!condition.getAsBoolean()) {
      assertTrue(what, System.nanoTime() - deadline < 0);
      LockSupport.parkNanos(1_000_000);
    }
  }

  @Test
  public void whatADriverMakesOutlivesTheGroupOfWhoeverAsked() throws Exception {
    Workers workers = new Workers("threads", () -> 1, Duration.ofMillis(20));
    ThreadGroup passing = new ThreadGroup("passing");
    AtomicReference<ThreadGroup> found = new AtomicReference<>();
    CountDownLatch ran = new CountDownLatch(1);
    Runnable task =
        () -> {
          found.set(Thread.currentThread().getThreadGroup());
          ran.countDown();
        };
    Thread asking = new Thread(passing, () -> workers.execute(task));
    asking.start();
    asking.join();
    assertTrue(ran.await(10, TimeUnit.SECONDS));
    assertNull(String.valueOf(found.get()), found.get().getParent());
  }

  @Test
  public void thereAreAsManyThreadsAsWorkNeedsUpToTheLimitAndNoneWhenIdle() throws Exception {
    AtomicInteger limit = new AtomicInteger(3);
    Workers workers = new Workers("threads", limit::get, Duration.ofMillis(20));
    CountDownLatch hold = new CountDownLatch(1);
    AtomicInteger running = new AtomicInteger();
    AtomicInteger done = new AtomicInteger();
    Runnable task =
        () -> {
          running.incrementAndGet();
          try {
            hold.await();
          } catch (InterruptedException e) {
            throw new AssertionError(e);
          }
          done.incrementAndGet();
        };
    for (int i = 0; i < 5; i++) {
      workers.execute(task);
    }
    await("three run", () -> running.get() == 3);
    assertEquals(3, workers.alive());
    limit.set(4);
    workers.execute(task);
    await("one more may", () -> running.get() == 4);
    hold.countDown();
    await("all done", () -> done.get() == 6);
    await("no thread is left", () -> workers.alive() == 0);
  }

  @Test
  public void oneWhoseTaskFailsGoesOn() throws Exception {
    Workers workers = new Workers("failing", () -> 1, Duration.ofSeconds(10));
    CountDownLatch after = new CountDownLatch(1);
    workers.execute(
        () -> {
          throw new IllegalStateException("bug");
        });
    workers.execute(after::countDown);
    assertTrue(after.await(10, TimeUnit.SECONDS));
    workers.close();
    await("ends", () -> workers.alive() == 0);
  }

  @Test
  public void theCoarseClockNeverGoesBackAndFollowsThePreciseOne() {
    long before = System.nanoTime();
    long last = clock.getAsLong();
    assertTrue(last - before >= 0);
    long end = System.nanoTime() + 300_000_000;
    while (System.nanoTime() < end) {
      long now = clock.getAsLong();
      assertTrue("back by " + (last - now), now - last >= 0);
      last = now;
      LockSupport.parkNanos(100_000);
    }
    long precise = System.nanoTime();
    await("follows", () -> clock.getAsLong() - precise >= 0);
  }

  @Test
  public void aThreadThatIsInterruptedWhileItWaitsLeavesNothingBehind() throws Exception {
    FakeServer server = new FakeServer();
    AtomicLong ids = new AtomicLong();
    Pool pool =
        new Pool(
            "threads",
            new Harness.Settings().size(1, 1, 1).build(),
            Mode.RUNNING,
            server,
            new PoolEnvironment(
                timer,
                clock,
                InstantSource.system(),
                ids::incrementAndGet,
                RandomGenerator.getDefault(),
                (role, most) -> new Workers("threads-" + role, most, Duration.ofMillis(50)),
                PoolListener.NOBODY));
    pool.start();
    Loan out = pool.acquire(AcquireRequest.of("first"));
    CountDownLatch interrupted = new CountDownLatch(1);
    Thread waiting =
        new Thread(
            () ->
                assertThrows(
                    InterruptedException.class,
                    () -> {
                      try {
                        pool.acquire(AcquireRequest.of("second"));
                      } catch (InterruptedException e) {
                        interrupted.countDown();
                        throw e;
                      }
                    }));
    waiting.start();
    await("waits", () -> pool.stats().waitingRequests() == 1);
    waiting.interrupt();
    assertTrue(interrupted.await(10, TimeUnit.SECONDS));
    assertEquals(0, pool.stats().waitingRequests());
    out.release();
    pool.acquire(AcquireRequest.of("third")).release();
    pool.close(Duration.ofSeconds(1)).get(10, TimeUnit.SECONDS);
  }
}

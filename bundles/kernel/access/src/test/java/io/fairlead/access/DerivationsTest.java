package io.fairlead.access;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.fairlead.kernel.error.Exhausted;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.After;
import org.junit.Test;

public class DerivationsTest {

  private final ExecutorService threads = Executors.newCachedThreadPool();

  @After
  public void end() {
    threads.shutdownNow();
  }

  @Test
  public void twoRunAtATimeSomeWaitAndTheRestAreSentAway() throws Exception {
    Derivations derivations = new Derivations(2, 3, 3, 60_000);
    CountDownLatch bothRun = new CountDownLatch(2);
    CountDownLatch go = new CountDownLatch(1);
    AtomicInteger atATime = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    List<Future<Boolean>> results = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      results.add(
          threads.submit(() -> derivations.run("a", () -> count(atATime, most, bothRun, go))));
    }
    assertTrue(bothRun.await(30, TimeUnit.SECONDS));
    AtomicInteger sentAway = new AtomicInteger();
    CountDownLatch three = new CountDownLatch(7);
    for (int i = 0; i < 10; i++) {
      results.add(
          threads.submit(
              () -> {
                try {
                  return derivations.run("a", () -> count(atATime, most, bothRun, go));
                } catch (Exhausted e) {
                  sentAway.incrementAndGet();
                  three.countDown();
                  return true;
                }
              }));
    }
    assertTrue(three.await(30, TimeUnit.SECONDS));
    go.countDown();
    for (Future<Boolean> result : results) {
      assertTrue(result.get(30, TimeUnit.SECONDS));
    }
    assertEquals(7, sentAway.get());
    assertEquals(2, most.get());
  }

  @Test
  public void whoWaitsTooLongIsSentAwayAndNoPlaceIsLost() throws Exception {
    Derivations derivations = new Derivations(1, 3, 3, 1);
    CountDownLatch runs = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    Future<Boolean> first =
        threads.submit(
            () ->
                derivations.run(
                    "a", () -> count(new AtomicInteger(), new AtomicInteger(), runs, go)));
    assertTrue(runs.await(30, TimeUnit.SECONDS));
    for (int i = 0; i < 5; i++) {
      assertThrows(Exhausted.class, () -> derivations.run("a", () -> true));
    }
    go.countDown();
    assertTrue(first.get(30, TimeUnit.SECONDS));
    assertThrows(
        IllegalStateException.class,
        () ->
            derivations.run(
                "a",
                () -> {
                  throw new IllegalStateException();
                }));
    assertFalse(derivations.run("a", () -> false));
  }

  @Test
  public void oneAloneDoesNotTakeAllPlaces() throws Exception {
    Derivations derivations = new Derivations(1, 16, 2, 60_000);
    CountDownLatch runs = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    AtomicInteger none = new AtomicInteger();
    AtomicInteger sentAway = new AtomicInteger();
    CountDownLatch eight = new CountDownLatch(8);
    Future<Boolean> first =
        threads.submit(() -> derivations.run("evil", () -> count(none, none, runs, go)));
    assertTrue(runs.await(30, TimeUnit.SECONDS));
    List<Future<Boolean>> results = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      results.add(
          threads.submit(
              () -> {
                try {
                  return derivations.run("evil", () -> true);
                } catch (Exhausted e) {
                  sentAway.incrementAndGet();
                  eight.countDown();
                  return true;
                }
              }));
    }
    assertTrue(eight.await(30, TimeUnit.SECONDS));
    Future<Boolean> owner = threads.submit(() -> derivations.run("home", () -> true));
    go.countDown();
    assertTrue(first.get(30, TimeUnit.SECONDS) && owner.get(30, TimeUnit.SECONDS));
    for (Future<Boolean> result : results) {
      assertTrue(result.get(30, TimeUnit.SECONDS));
    }
    assertEquals(8, sentAway.get());
  }

  private static boolean count(
      AtomicInteger atATime, AtomicInteger most, CountDownLatch started, CountDownLatch go) {
    most.accumulateAndGet(atATime.incrementAndGet(), Math::max);
    started.countDown();
    try {
      return go.await(30, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      return false;
    } finally {
      atATime.decrementAndGet();
    }
  }
}

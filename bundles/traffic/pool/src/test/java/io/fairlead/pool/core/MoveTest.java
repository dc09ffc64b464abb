package io.fairlead.pool.core;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotNull;
import static org.junit.Assert.assertTrue;

import io.fairlead.kernel.error.Exhausted;
import io.fairlead.kernel.error.Unavailable;
import io.fairlead.pool.core.Harness.Asked;
import io.fairlead.traffic.pool.AcquireRequest;
import io.fairlead.traffic.pool.DrainRequest;
import io.fairlead.traffic.pool.DrainRequest.OnWaiters;
import io.fairlead.traffic.pool.Loan;
import io.fairlead.traffic.pool.WaitQueueStats;
import io.fairlead.traffic.pool.spi.ServerException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.Timeout;

/** Who waits for a pool that drains, and is moved to another one. */
public class MoveTest {

  private static final DrainRequest MOVE =
      new DrainRequest(OnWaiters.MOVE, Optional.of("other"), Duration.ofSeconds(30));

  @Rule public final Timeout deadline = Timeout.seconds(60);

  private final Harness from = new Harness(s -> s.size(1, 1, 1));
  private final Harness to = new Harness(s -> s.size(1, 1, 1).queue(3));
  private final Loan held = from.take();
  private final Loan others = to.take();

  private void move() {
    from.pool.drain(MOVE, to.pool);
    to.settle();
  }

  private void advance(int seconds) {
    from.advance(Duration.ofSeconds(seconds));
    to.advance(Duration.ofSeconds(seconds));
  }

  @Test
  public void theyWaitBehindThoseWhoAreThereInTheOrderInWhichTheyCame() throws ServerException {
    Asked first = from.ask();
    Asked second = from.ask();
    Asked there = to.ask();
    move();
    from.assertNumbers(1, 0, 0);
    to.assertNumbers(1, 0, 3);
    assertEquals("nobody's try is forgotten", 3, from.stats().acquireAttempts());
    others.release();
    to.settle();
    assertTrue(first.waits() && second.waits());
    there.loan().release();
    to.settle();
    assertTrue(second.waits());
    assertTrue(first.loan().step(connection -> connection == to.server.opened.get(0)));
    first.loan().release();
    to.settle();
    second.loan().release();
    held.release();
    from.settle();
    assertEquals("drained", from.pool.state());
  }

  @Test
  public void theyKeepTheirDeadline() {
    Asked impatient = from.ask(Harness.within(Duration.ofSeconds(10)));
    advance(6);
    move();
    advance(3);
    assertTrue(impatient.waits());
    advance(2);
    assertTrue(impatient.failure.toString(), impatient.failure instanceof Exhausted);
    assertTrue(impatient.failure.getMessage().contains("no connection within 10 s"));
    to.assertNumbers(1, 0, 0);
    assertEquals(1, to.stats().acquireTimeouts());
  }

  @Test
  public void whomTheOtherPoolDoesNotTakeGetsItsError() {
    Asked[] asked = new Asked[5];
    for (int i = 0; i < asked.length; i++) {
      asked[i] = from.ask();
    }
    move();
    for (int i = 0; i < 3; i++) {
      assertTrue(asked[i].waits());
    }
    assertTrue(asked[3].failure.getMessage().contains("max_wait_queue is 3"));
    assertNotNull(asked[4].failure);
    assertEquals("only whom it took", 3, from.stats().moved());
    assertAddsUp(from, 5);
    assertAddsUp(to, 3);
    assertEquals("an error is one pool's", 2, from.stats().acquireFailures());
    assertEquals(0, to.stats().acquireFailures());
  }

  /** Nobody who came into the queue vanishes from the numbers. */
  private static void assertAddsUp(Harness h, int enqueued) {
    WaitQueueStats stats = h.pool.queueStats();
    assertEquals(stats.toString(), enqueued, stats.totalEnqueued());
    assertEquals(
        stats.toString(),
        enqueued,
        stats.currentSize()
            + stats.totalDequeued()
            + stats.timeouts()
            + stats.cancelled()
            + stats.refused()
            + stats.moved());
  }

  @Test
  public void fromAPoolToOneThatIsDrainedNobodyGets() {
    Asked asked = from.ask();
    to.pool.drain(
        new DrainRequest(DrainRequest.OnWaiters.REFUSE, Optional.empty(), Duration.ofSeconds(1)));
    move();
    assertTrue(asked.failure instanceof Unavailable);
    assertAddsUp(from, 1);
    assertEquals(0, from.stats().moved());
  }

  @Test
  public void withNoPoolToGoToTheyAreRefused() {
    Asked asked = from.ask();
    from.pool.drain(MOVE);
    assertTrue(asked.failure instanceof Unavailable);
  }

  @Test
  public void whoLeavesLeavesTheOtherPoolsQueue() {
    Asked asked = from.ask();
    move();
    assertTrue(asked.acquisition.cancel());
    to.assertNumbers(1, 0, 0);
    assertAddsUp(from, 1);
    assertAddsUp(to, 1);
    assertEquals(1, to.pool.queueStats().cancelled());
    others.release();
    to.settle();
    to.assertNumbers(0, 1, 0);
    assertTrue(asked.waits());
  }

  @Test
  public void aThreadThatWaitsIsMovedToo() throws Exception {
    CompletableFuture<Loan> waiting =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return from.pool.acquire(AcquireRequest.of("thread"));
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
            });
    while (from.pool.stats().waitingRequests() == 0) {
      Thread.onSpinWait();
    }
    move();
    to.assertNumbers(1, 0, 1);
    others.release();
    to.settle();
    waiting.get(20, TimeUnit.SECONDS).release();
    to.settle();
    to.assertNumbers(0, 1, 0);
  }

  /** Whoever leaves while being moved has left or is told so, and nobody is lost. */
  @Test
  public void whoLeavesOnTheWayIsNotLost() throws Exception {
    for (int i = 0; i < 3_000; i++) {
      Asked asked = from.ask();
      CompletableFuture<Boolean> leaves =
          CompletableFuture.supplyAsync(() -> asked.acquisition.cancel());
      move();
      boolean left = leaves.get(20, TimeUnit.SECONDS);
      assertFalse("round " + i + " left: " + left, asked.loan != null);
      assertEquals("round " + i, left, asked.failure == null);
      to.assertNumbers(1, 0, 0);
      from.pool.resume();
    }
  }
}

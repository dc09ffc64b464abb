package io.fairlead.pool.core;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotNull;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.fairlead.kernel.error.Exhausted;
import io.fairlead.kernel.error.FairleadException;
import io.fairlead.pool.core.Harness.Asked;
import io.fairlead.traffic.pool.AcquireCallback;
import io.fairlead.traffic.pool.AcquireRequest;
import io.fairlead.traffic.pool.Loan;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.junit.Test;

public class WaitingTest {

  private final Harness h = new Harness(s -> s.size(1, 1, 1));

  @Test
  public void whoAsksFirstIsServedFirst() {
    Loan out = h.take();
    Asked first = h.ask();
    Asked second = h.ask();
    Asked third = h.ask();
    out.release();
    assertTrue(second.waits());
    first.loan().release();
    assertTrue(third.waits());
    second.loan().release();
    assertNotNull(third.loan());
    assertEquals("one connection for all", 1, h.server.opened.size());
  }

  @Test
  public void nobodyOvertakesWhoWaits() {
    Loan out = h.take();
    Asked waiter = h.ask();
    out.release();
    Loan served = waiter.loan();
    Asked late = h.ask();
    assertTrue(late.waits());
    served.release();
    assertNotNull(late.loan());
  }

  @Test
  public void theDeadlineEndsTheWaitToTheNanosecondWithThePoolsNumbers() {
    h.take();
    Asked waiter = h.ask();
    h.ask(Harness.within(Duration.ofSeconds(60)));
    h.advance(Duration.ofSeconds(30).minusNanos(1));
    assertTrue(waiter.waits());
    h.advance(Duration.ofNanos(1));
    assertEquals(
        "pool orders: no connection within 30 s (active 1, idle 0, total 1, waiting 1)",
        waiter.failure.getMessage());
    assertTrue(waiter.failure instanceof Exhausted);
    assertEquals(1, h.stats().acquireTimeouts());
    assertEquals(1, h.stats().acquireFailures());
  }

  @Test
  public void eachWaiterHasItsOwnDeadline() {
    h.take();
    List<Asked> asked = new ArrayList<>();
    for (int second : new int[] {5, 3, 9, 1, 7}) {
      asked.add(h.ask(Harness.within(Duration.ofSeconds(second))));
    }
    h.advance(Duration.ofSeconds(5));
    assertEquals(
        List.of(false, false, true, false, true), asked.stream().map(Asked::waits).toList());
  }

  @Test
  public void whoCancelsLeavesItsPlaceAtOnceAndIsNeverTold() {
    Loan out = h.take();
    Asked gone = h.ask();
    Asked next = h.ask();
    assertTrue(gone.acquisition.cancel());
    assertFalse(gone.acquisition.cancel());
    h.assertNumbers(1, 0, 1);
    out.release();
    assertTrue(gone.waits());
    assertNotNull(next.loan());
    assertFalse("served already", next.acquisition.cancel());
  }

  @Test
  public void aCancelledWaiterLeavesNoDeadlineBehind() {
    h.take();
    Asked gone = h.ask();
    gone.acquisition.cancel();
    h.advance(Duration.ofSeconds(31));
    assertTrue(gone.waits());
    assertEquals(0, h.stats().acquireTimeouts());
  }

  @Test
  public void aFullQueueRefusesAtOnce() {
    Harness full = new Harness(s -> s.size(1, 1, 1).queue(1));
    full.take();
    full.ask();
    Asked refused = full.ask();
    assertEquals(
        "pool orders: the queue is full, max_wait_queue is 1 (active 1, idle 0, total 1, waiting"
            + " 1)",
        refused.failure.getMessage());
  }

  @Test
  public void theCallbackRunsOnTheExecutorThatCameWithIt() {
    ManualCrew executor = new ManualCrew();
    Asked asked = new Asked();
    h.pool.acquire(AcquireRequest.of("test"), executor, asked);
    assertTrue(asked.waits());
    executor.runOne();
    assertNotNull(asked.loan());
  }

  @Test
  public void aGrantThatNobodyTakesComesHome() {
    h.pool.acquire(
        AcquireRequest.of("test"),
        task -> {
          throw new RejectedExecutionException("stopped");
        },
        new Asked());
    h.assertNumbers(0, 1, 0);
  }

  @Test
  public void aCallbackThatThrowsLeavesNoLoanBehind() {
    AcquireCallback broken =
        new AcquireCallback() {
          @Override
          public void granted(Loan loan) {
            throw new IllegalStateException("bug");
          }

          @Override
          public void failed(FairleadException why) {}
        };
    assertThrows(
        IllegalStateException.class,
        () -> h.pool.acquire(AcquireRequest.of("test"), Runnable::run, broken));
    h.assertNumbers(0, 1, 0);
  }

  @Test
  public void aWaitIsMeasuredFromAskingToGranting() {
    Loan out = h.take();
    Asked waiter = h.ask();
    h.advance(Duration.ofMillis(250));
    out.release();
    waiter.loan().release();
    assertEquals(250, h.stats().waitTimeMs().max(), 2.5);
    assertEquals(0, h.stats().waitTimeMs().p50(), 0);
    assertEquals(125, h.stats().avgWaitTimeMs(), 0.1);
    assertEquals(250, h.stats().holdTimeMs().max(), 2.5);
    assertEquals(2, h.stats().totalAcquired());
    assertEquals(2, h.stats().totalReleased());
    assertEquals(2, h.stats().acquireAttempts());
    assertEquals(1.0, h.stats().successRate(), 0);
  }

  @Test
  public void aThreadThatFindsTheQueueFullIsToldSo() throws InterruptedException {
    Harness none = new Harness(s -> s.size(1, 1, 1).queue(0));
    Loan loan = none.pool.acquire(AcquireRequest.of("test"));
    assertEquals(1, loan.connectionId());
    assertThrows(Exhausted.class, () -> none.pool.acquire(AcquireRequest.of("test")));
  }
}

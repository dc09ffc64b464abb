package io.fairlead.pool.core;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertTrue;

import io.fairlead.kernel.page.PageRequest;
import io.fairlead.pool.core.Harness.Asked;
import io.fairlead.traffic.pool.AcquireRequest;
import io.fairlead.traffic.pool.ClearRequest;
import io.fairlead.traffic.pool.Loan;
import io.fairlead.traffic.pool.Priority;
import io.fairlead.traffic.pool.WaitQueueStats;
import io.fairlead.traffic.pool.WaitQueueView;
import io.fairlead.traffic.pool.WaiterView;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.Test;

public class OrderTest {

  private static final OrderSettings BY_PRIORITY = order(false, false);

  private static OrderSettings order(boolean bounded, boolean fair) {
    return new OrderSettings(bounded, Duration.ofMillis(1), fair, Duration.ofSeconds(10), false);
  }

  private static AcquireRequest request(String name, Priority priority) {
    return AcquireRequest.of(name).with(priority).within(Duration.ofHours(1));
  }

  @Test
  public void priorityDecidesUnlessTheQueueIsFair() {
    assertEquals(List.of("critical", "normal", "normal2", "low"), granted(order(false, false)));
    assertEquals(List.of("low", "normal", "critical", "normal2"), granted(order(false, true)));
  }

  private static List<String> granted(OrderSettings order) {
    Harness h = new Harness(s -> s.size(1, 1, 1).order(order));
    List<String> names = List.of("low", "normal", "critical", "normal2");
    List<Priority> priorities =
        List.of(Priority.LOW, Priority.NORMAL, Priority.CRITICAL, Priority.NORMAL);
    Loan out = h.take();
    List<Asked> asked = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      asked.add(h.ask(request(names.get(i), priorities.get(i))));
    }
    List<String> served = new ArrayList<>();
    for (Loan now = out; served.size() < 4; ) {
      now.release();
      for (int i = 0; i < 4; i++) {
        if (asked.get(i).loan != null && !served.contains(names.get(i))) {
          served.add(names.get(i));
          now = asked.get(i).loan;
        }
      }
    }
    return served;
  }

  @Test
  public void aLongWaiterIsRaisedOneLevelAtATime() {
    Harness h = new Harness(s -> s.size(1, 1, 1).order(BY_PRIORITY));
    Loan out = h.take();
    Asked low = h.ask(request("low", Priority.LOW));
    h.advance(Duration.ofSeconds(10));
    WaiterView raised = waiting(h).data().get(0);
    assertEquals("normal", raised.priority());
    assertEquals(1, raised.boosted());
    h.advance(Duration.ofSeconds(9));
    Asked high = h.ask(request("high", Priority.HIGH));
    assertEquals(List.of("high", "low"), owners(h));
    h.advance(Duration.ofSeconds(1));
    assertEquals("the same level, and it came first", List.of("low", "high"), owners(h));
    out.release();
    assertTrue(high.waits());
    low.loan().release();
    high.loan().release();
    assertEquals(2 + 0, h.pool.queueStats().boostedCount());
  }

  @Test
  public void settingsOfOrderHoldForThoseWhoWaitAlready() {
    Harness h = new Harness(s -> s.size(1, 1, 1).order(order(false, true)));
    Loan out = h.take();
    Asked low = h.ask(request("low", Priority.LOW));
    Asked high = h.ask(request("high", Priority.HIGH));
    h.apply(new Harness.Settings().size(1, 1, 1).order(BY_PRIORITY).build());
    out.release();
    assertTrue(low.waits());
    high.loan().release();
    low.loan();
  }

  @Test
  public void boundedLetsANewcomerTakeWhatIsFreeOnlyForTheWindow() throws Exception {
    Harness h = new Harness(s -> s.size(1, 1, 1).order(order(true, true)));
    Loan out = h.take();
    List<Loan> parked = new ArrayList<>();
    Thread waiter =
        new Thread(
            () -> {
              try {
                parked.add(h.pool.acquire(AcquireRequest.of("parked")));
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
            });
    waiter.start();
    while (h.stats().waitingRequests() == 0) {
      Thread.onSpinWait();
    }
    h.time.advanceOnly(Duration.ofMillis(2));
    out.release();
    waiter.join(10_000);
    assertFalse("handed over after the window", waiter.isAlive());
    assertEquals(1, parked.size());
    assertTrue("nobody overtakes him", h.ask().waits());
  }

  @Test
  public void whoWaitsWithoutAThreadIsServedAtOnceInBoundedOrderToo() {
    Harness h = new Harness(s -> s.size(1, 1, 1).order(order(true, true)));
    Loan out = h.take();
    Asked asked = h.ask();
    out.release();
    asked.loan();
  }

  @Test
  public void anIdleConnectionWithTheSameLabelIsPreferred() {
    Harness h = new Harness(s -> s.size(3, 3, 3));
    AcquireRequest red = AcquireRequest.of("test").labelled("red");
    AcquireRequest blue = AcquireRequest.of("test").labelled("blue");
    Loan one = h.ask(red).loan();
    Loan two = h.ask(blue).loan();
    long reds = one.connectionId();
    long blues = two.connectionId();
    one.release();
    two.release();
    assertNotEquals(reds, blues);
    for (int i = 0; i < 5; i++) {
      Loan again = h.ask(blue).loan();
      assertEquals(blues, again.connectionId());
      again.release();
      again = h.ask(red).loan();
      assertEquals(reds, again.connectionId());
      again.release();
    }
    Loan taken = h.ask(red).loan();
    assertNotEquals("another one rather than to wait", reds, h.ask(red).loan().connectionId());
    taken.release();
  }

  @Test
  public void theQueueSaysWhoWaitsForWhom() throws Exception {
    Harness h = new Harness(s -> s.size(2, 2, 2).order(BY_PRIORITY));
    Loan first = h.take();
    h.advance(Duration.ofMillis(30));
    h.take();
    h.advance(Duration.ofMillis(20));
    h.ask(request("normal", Priority.NORMAL));
    h.ask(request("high", Priority.HIGH));
    first.run(
        "SELECT 1",
        connection -> {
          WaitQueueView view = waiting(h);
          assertEquals(2, view.size());
          assertEquals(100, view.max());
          WaiterView head = view.data().get(0);
          assertEquals("high", head.owner());
          assertEquals(1, head.position());
          assertEquals(2, head.waitsFor().size());
          assertEquals(first.connectionId(), head.waitsFor().get(0).connectionId());
          assertEquals(50, head.waitsFor().get(0).heldMs(), 1);
          assertEquals("SELECT 1", head.waitsFor().get(0).statement());
          assertEquals(20, head.waitsFor().get(1).heldMs(), 1);
          return null;
        });
    WaitQueueView second = h.pool.waiting(new PageRequest(2, 1));
    assertEquals("normal", second.data().get(0).owner());
    assertEquals(2, second.data().get(0).position());
    assertTrue(second.hasPrev());
  }

  @Test
  public void clearingSendsThoseAwayThatAreMeant() {
    Harness h = new Harness(s -> s.size(1, 1, 1).order(BY_PRIORITY));
    h.take();
    Asked low = h.ask(request("low", Priority.LOW));
    Asked high = h.ask(request("high", Priority.HIGH));
    assertEquals(
        1, h.pool.clearQueue(new ClearRequest(Optional.of(Priority.LOW), Optional.empty())));
    assertEquals(
        "pool orders: queue_cleared: the wait queue was cleared (active 1, idle 0, total 1,"
            + " waiting 1)",
        low.failure.getMessage());
    assertTrue(high.waits());
    WaitQueueStats stats = h.pool.queueStats();
    assertEquals(1, stats.cleared());
    assertEquals(1, stats.refused());
    assertEquals(2, stats.totalEnqueued());
    assertEquals(1, stats.currentSize());
  }

  private static WaitQueueView waiting(Harness h) {
    return h.pool.waiting(new PageRequest(1, 50));
  }

  private static List<String> owners(Harness h) {
    return waiting(h).data().stream().map(WaiterView::owner).toList();
  }
}

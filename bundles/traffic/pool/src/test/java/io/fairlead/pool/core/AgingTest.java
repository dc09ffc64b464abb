package io.fairlead.pool.core;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.fairlead.pool.core.Harness.Asked;
import io.fairlead.pool.core.Harness.Settings;
import io.fairlead.pool.core.LifeSettings.Aging;
import io.fairlead.traffic.pool.Loan;
import java.time.Duration;
import org.junit.Test;

public class AgingTest {

  private static void borrow(Harness h, int times) {
    for (int i = 0; i < times; i++) {
      h.take().release();
      h.settle();
    }
  }

  @Test
  public void whatWasLentOftenEnoughIsReplacedWithoutAWait() {
    Harness h = new Harness(s -> s.size(1, 1, 2).life(Lives.aging(Aging.USAGE, 100)));
    h.server.onOpen = () -> assertEquals("the old one is there still", 1, h.server.open());
    borrow(h, 70);
    assertEquals(1, h.server.opened.size());
    borrow(h, 30);
    assertEquals(2, h.server.opened.size());
    assertTrue(h.server.opened.get(0).closed);
    h.assertNumbers(0, 1, 0);
    assertEquals(1, h.pool.lifecycle().warningsIssued());
    assertEquals(1, h.pool.lifecycle().enforcedCount());
    assertEquals(1, h.stats().totalReplaced());
  }

  @Test
  public void usageDoesNotCountAgeAndTimeDoesNotCountUsage() {
    Harness usage =
        new Harness(
            s ->
                s.size(1, 1, 2)
                    .lifetime(Duration.ofSeconds(10))
                    .life(Lives.aging(Aging.USAGE, 100)));
    usage.advance(Duration.ofSeconds(50));
    assertEquals(1, usage.server.opened.size());
    Harness time =
        new Harness(
            s -> s.size(1, 1, 2).lifetime(Duration.ofSeconds(10)).life(Lives.aging(Aging.TIME, 5)));
    borrow(time, 50);
    assertEquals(1, time.server.opened.size());
    time.advance(Duration.ofSeconds(10));
    assertEquals(2, time.server.opened.size());
  }

  @Test
  public void combinedIsWhicheverIsFirst() {
    LifeSettings life = Lives.aging(Aging.COMBINED, 100);
    Harness h = new Harness(s -> s.size(1, 1, 2).lifetime(Duration.ofSeconds(100)).life(life));
    borrow(h, 100);
    assertEquals(2, h.server.opened.size());
    h.advance(Duration.ofSeconds(96));
    assertEquals(3, h.server.opened.size());
  }

  @Test
  public void manyErrorsHalveALife() {
    LifeSettings life = Lives.aging(Aging.ADAPTIVE, 1);
    Harness h = new Harness(s -> s.size(2, 2, 4).lifetime(Duration.ofSeconds(100)).life(life));
    Loan good = h.take();
    Loan bad = h.take();
    for (int i = 0; i < 20; i++) {
      Lives.work(good);
      Lives.fail(bad);
    }
    long badId = bad.connectionId();
    good.release();
    bad.release();
    h.settle();
    h.advance(Duration.ofSeconds(50));
    assertEquals("one was replaced", 3, h.server.opened.size());
    assertTrue(h.pool.connections().stream().noneMatch(c -> c.connectionId() == badId));
    h.advance(Duration.ofSeconds(20));
    assertEquals("the other lives on", 3, h.server.opened.size());
  }

  @Test
  public void aChangeHoldsForConnectionsThatAreThere() {
    Harness h = new Harness(s -> s.size(1, 1, 2).lifetime(Duration.ofSeconds(1000)));
    borrow(h, 50);
    h.advance(Duration.ofSeconds(10));
    h.apply(new Settings().size(1, 1, 2).life(Lives.aging(Aging.USAGE, 60)).build());
    h.settle();
    borrow(h, 20);
    assertTrue(h.server.opened.get(0).closed);
    h.advance(Duration.ofSeconds(30));
    int before = h.server.opened.size();
    h.apply(new Settings().size(1, 1, 2).lifetime(Duration.ofSeconds(20)).build());
    h.settle();
    assertEquals("older than it may be now", before + 1, h.server.opened.size());
    h.assertNumbers(0, 1, 0);
  }

  @Test
  public void whatMayLiveLongerAfterAChangeIsNotReplaced() {
    Harness h = new Harness(s -> s.size(1, 1, 2).lifetime(Duration.ofSeconds(100)));
    Loan loan = h.take();
    h.server.refusal = java.util.Optional.of("no more for now");
    h.advance(Duration.ofSeconds(96));
    assertEquals(1, h.pool.lifecycle().ages().nearExpiry());
    h.apply(new Settings().size(1, 1, 2).lifetime(Duration.ofSeconds(1000)).build());
    h.settle();
    assertEquals(0, h.pool.lifecycle().ages().nearExpiry());
    loan.release();
    h.settle();
    assertFalse(h.server.opened.get(0).closed);
  }

  @Test
  public void withoutRoomOneAtATimeGoesInAQuietMoment() {
    Harness h = new Harness(s -> s.size(4, 4, 4).lifetime(Duration.ofSeconds(100)));
    h.server.onOpen = () -> assertTrue("one at a time", h.server.open() >= 3);
    h.advance(Duration.ofSeconds(98));
    assertEquals("all were replaced", 8, h.server.opened.size());
    h.assertNumbers(0, 4, 0);
    assertEquals(4, h.pool.lifecycle().enforcedCount());
  }

  @Test
  public void withoutRoomWhatIsWaitedForStaysUntilItsLifeIsOverForCertain() {
    Harness h = new Harness(s -> s.size(1, 1, 1).lifetime(Duration.ofSeconds(1000)));
    h.advance(Duration.ofSeconds(740));
    Loan loan = h.take();
    h.advance(Duration.ofSeconds(212)); // its life is over, it is lent
    Asked waiter = h.ask();
    assertFalse(h.server.opened.get(0).closed);
    loan.release();
    h.settle();
    Loan next = waiter.loan();
    next.release();
    h.settle();
    h.advance(Duration.ofSeconds(60));
    assertTrue(h.server.opened.get(0).closed);
    h.assertNumbers(0, 1, 0);
  }
}

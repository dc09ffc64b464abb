package io.fairlead.pool.core;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotNull;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.fairlead.kernel.page.PageRequest;
import io.fairlead.pool.core.Harness.Asked;
import io.fairlead.pool.core.Harness.Settings;
import io.fairlead.traffic.pool.AcquireRequest;
import io.fairlead.traffic.pool.DrainRequest;
import io.fairlead.traffic.pool.LeaksView.LeakView;
import io.fairlead.traffic.pool.Loan;
import io.fairlead.traffic.pool.WaiterView;
import io.fairlead.traffic.pool.spi.ServerException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.Test;

public class LeaksTest {

  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final AcquireRequest SESSION =
      new AcquireRequest(OptionalLong.of(9), "app", Optional.of("127.0.0.1:5"), Optional.empty());

  private static Harness harness(boolean reclaim, boolean stacks) {
    return new Harness(
        s -> s.size(2, 2, 2).life(Lives.leaks(Duration.ofSeconds(10), reclaim, stacks)));
  }

  private static LeakView only(Harness h) {
    List<LeakView> leaks = h.pool.leaked().detectedLeaks();
    assertEquals(leaks.toString(), 1, leaks.size());
    return leaks.get(0);
  }

  @Test
  public void whoHasItAndSinceWhenIsSaidWithinASecondOfTheThreshold() {
    Harness h = harness(false, false);
    Loan loan = h.ask(SESSION).loan();
    Lives.work(loan);
    h.advance(Duration.ofMillis(9_900));
    assertEquals(0, h.pool.leaked().totalLeaks());
    assertFalse(h.view(loan).leakSuspect());
    h.advance(Duration.ofMillis(1_200));
    LeakView leak = only(h);
    assertEquals("out", leak.state());
    assertEquals(loan.connectionId(), leak.connectionId());
    assertEquals((Long) 9L, leak.sessionId());
    assertEquals("app", leak.user());
    assertEquals("127.0.0.1:5", leak.clientAddress());
    assertEquals("SELECT 1", leak.query());
    assertEquals(11.1, leak.ageSeconds(), 0.01);
    assertEquals(h.time.instant().minusMillis(11_100), leak.allocatedAt());
    assertNull("a session's thread is not its own", leak.thread());
    assertTrue(h.view(loan).leakSuspect());
    assertEquals(1, h.stats().leakSuspects());
    h.advance(Duration.ofSeconds(60));
    assertEquals("once", 1, h.stats().leaksDetected());
    Lives.work(loan);
    assertEquals("reported, and no more", 2, h.server.open());
  }

  @Test
  public void whoComesHomeInTimeIsNone() {
    Harness h = harness(true, false);
    for (int i = 0; i < 10; i++) {
      Loan loan = h.take();
      h.advance(Duration.ofSeconds(8));
      loan.release();
    }
    assertEquals(0, h.pool.leaked().totalLeaks());
  }

  @Test
  public void itIsSaidWhenItComesHome() {
    Harness h = harness(false, false);
    Loan loan = h.take();
    h.advance(Duration.ofSeconds(15));
    loan.release();
    LeakView leak = only(h);
    assertEquals("returned", leak.state());
    assertEquals(15, leak.ageSeconds(), 0.01);
    assertEquals(0, h.stats().leakSuspects());
    assertEquals(1, h.stats().leaksDetected());
    h.advance(Duration.ofSeconds(100));
    assertEquals("its age is over, too", 15, only(h).ageSeconds(), 0.01);
  }

  @Test
  public void aReclaimedOneIsNeverHandedOnAndItsBorrowersNextCallFails() {
    Harness h =
        new Harness(s -> s.size(1, 1, 1).life(Lives.leaks(Duration.ofSeconds(10), true, false)));
    Loan loan = h.ask(SESSION).loan();
    Asked waiter = h.ask();
    h.advance(Duration.ofSeconds(11));
    assertTrue(h.server.opened.get(0).closed);
    assertEquals("another one", 2, waiter.loan().connectionId());
    ServerException why =
        assertThrows(ServerException.class, () -> loan.run("SELECT 1", c -> true));
    assertEquals("08003", why.sqlState());
    assertEquals(
        "connection 1: was taken back as a leak after 10 s (SQLState 08003)", why.getMessage());
    assertEquals("reclaimed", only(h).state());
    loan.release();
    h.settle();
    h.assertNumbers(1, 0, 0);
  }

  @Test
  public void whatRunsOnAReclaimedOneIsStopped() {
    Harness h = harness(true, false);
    Loan loan = h.take();
    FakeConnection connection = h.server.opened.get((int) loan.connectionId() - 1);
    ServerException why =
        assertThrows(
            ServerException.class,
            () ->
                loan.run(
                    "SELECT sleep()",
                    c -> {
                      h.advance(Duration.ofSeconds(11));
                      assertTrue(connection.cancels.get() > 0);
                      throw new ServerException("cancelled", "57014", false, null);
                    }));
    assertEquals("08003", why.sqlState());
    h.settle();
    assertTrue(connection.closed);
  }

  @Test
  public void clearForgetsAndOneThatIsStillOutIsReportedAfterAnotherThreshold() {
    Harness h = harness(false, false);
    Loan out = h.take();
    Loan home = h.take();
    h.advance(Duration.ofSeconds(12));
    home.release();
    assertEquals(2, h.pool.clearLeaks());
    assertEquals(0, h.pool.leaked().detectedLeaks().size());
    assertFalse(h.view(out).leakSuspect());
    assertEquals("nothing was done to it", "active", h.view(out).state());
    h.advance(Duration.ofSeconds(9));
    assertEquals(0, h.pool.leaked().detectedLeaks().size());
    h.advance(Duration.ofSeconds(2));
    assertEquals(out.connectionId(), only(h).connectionId());
    assertEquals("since it was lent", 23, only(h).ageSeconds(), 0.01);
    assertEquals(3, h.pool.leaked().totalLeaks());
  }

  @Test
  public void theStackOfEachBorrowerIsKeptWhereThatIsWanted() {
    Harness h = harness(false, true);
    Loan atOnce = h.take();
    h.take();
    Asked waiter = h.ask();
    h.advance(SECOND);
    atOnce.release();
    h.settle();
    assertNotNull(waiter.loan());
    h.advance(Duration.ofSeconds(12));
    for (LeakView leak : h.pool.leaked().detectedLeaks()) {
      assertNotNull(leak.stack());
      assertTrue(leak.stack().toString(), leak.stack().toString().contains("LeaksTest"));
      assertTrue(leak.stack().size() <= 64);
    }
    assertEquals(2, h.pool.leaked().detectedLeaks().size());
  }

  @Test
  public void aThreadThatHoldsOneIsSampled() throws Exception {
    Harness h = harness(false, false);
    Loan loan = h.pool.acquire(AcquireRequest.of("job"));
    h.advance(Duration.ofSeconds(12));
    LeakView leak = only(h);
    assertEquals(Thread.currentThread().getName(), leak.thread());
    assertNotNull(leak.stack());
    assertTrue(leak.stack().toString().contains("aThreadThatHoldsOneIsSampled"));
    loan.release();
  }

  @Test
  public void whatIsLeftBehindIsRecordedWithWhoHadItAndTakenBack() throws Exception {
    Harness h = new Harness(s -> s.size(3, 3, 3)); // no threshold
    Loan kept = h.pool.acquire(AcquireRequest.of("io.acme.forgetful"));
    Lives.work(kept);
    Loan stays = h.pool.acquire(AcquireRequest.of("io.acme.other"));
    h.advance(Duration.ofSeconds(4));
    assertEquals(
        1, h.pool.takeBack(r -> r.user().equals("io.acme.forgetful"), "was taken back").size());
    h.settle();
    LeakView leak = only(h);
    assertEquals("reclaimed", leak.state());
    assertEquals("io.acme.forgetful", leak.user());
    assertEquals("SELECT 1", leak.query());
    assertEquals(4, leak.ageSeconds(), 0.01);
    assertEquals(Thread.currentThread().getName(), leak.thread());
    assertTrue(String.valueOf(leak.stack()).contains("whatIsLeftBehind"));
    assertEquals(1, h.stats().leaksDetected());
    assertEquals(0, h.stats().leakSuspects());
    assertEquals(1, h.pool.clearLeaks());
    Lives.work(stays);
  }

  @Test
  public void oneThatWasFoundAndIsThenLeftBehindIsOneLeak() throws Exception {
    Harness h = harness(false, false);
    h.pool.acquire(AcquireRequest.of("a"));
    h.advance(Duration.ofSeconds(12));
    assertEquals("out", only(h).state());
    h.pool.takeBack(r -> true, "was taken back");
    h.settle();
    assertEquals("reclaimed", only(h).state());
    assertEquals(1, h.stats().leaksDetected());
  }

  @Test
  public void oneThatIsKilledIsNotSaidToHaveComeHome() {
    Harness h = harness(false, false);
    Loan loan = h.take();
    h.advance(Duration.ofSeconds(12));
    h.pool.kill(loan.connectionId());
    h.settle();
    loan.release();
    assertEquals("reclaimed", only(h).state());
  }

  @Test
  public void oneThatIsKilledWhileItWorksIsReclaimedFromThenOn() {
    Harness h = harness(false, false);
    Loan loan = h.take();
    h.advance(Duration.ofSeconds(12));
    assertThrows(
        ServerException.class,
        () ->
            loan.run(
                "SELECT sleep()",
                c -> {
                  h.pool.kill(loan.connectionId());
                  assertEquals("reclaimed", only(h).state());
                  throw new ServerException("cancelled", "57014", false, null);
                }));
    loan.release();
    h.settle();
    assertEquals("reclaimed", only(h).state());
  }

  @Test
  public void oneThatADrainsDeadlineTakesIsReclaimed() {
    Harness h = harness(false, false);
    h.take();
    h.advance(Duration.ofSeconds(12));
    h.pool.drain(
        new DrainRequest(DrainRequest.OnWaiters.REFUSE, Optional.empty(), Duration.ofSeconds(1)));
    h.advance(Duration.ofSeconds(2));
    assertEquals("drained", h.pool.state());
    assertEquals("reclaimed", only(h).state());
  }

  @Test
  public void oneThatATimeoutTakesIsReclaimed() throws ServerException {
    Harness h =
        new Harness(
            s ->
                s.size(1, 1, 1)
                    .timeouts(0, 20, 0)
                    .life(Lives.leaks(Duration.ofSeconds(10), false, false)));
    Loan loan = h.take();
    loan.underTimeouts();
    h.server.opened.get(0).transaction = true;
    Lives.work(loan);
    h.advance(Duration.ofSeconds(12));
    assertEquals("out", only(h).state());
    h.advance(Duration.ofSeconds(12));
    assertEquals("reclaimed", only(h).state());
  }

  @Test
  public void theLogSaysOnceThatOneWasTakenBack() {
    Harness h = harness(false, false);
    Leak leak = new Leak((Lease) h.take(), h.time.nanos(), h.time.nanos());
    h.pool.takeBack(r -> true, "was taken back, its bundle has stopped");
    leak.ended(h.time.nanos());
    assertEquals(
        "connection 1: was taken back, its bundle has stopped, after 0.0 s", leak.toString());
  }

  @Test
  public void theLogSaysWhyOneWasTakenBackAndHowAnotherCameHome() {
    Harness h = harness(false, false);
    Lease killed = (Lease) h.take();
    Lease home = (Lease) h.take();
    Leak first = new Leak(killed, h.time.nanos(), h.time.nanos());
    Leak second = new Leak(home, h.time.nanos(), h.time.nanos());
    h.advance(Duration.ofMillis(3_800));
    h.pool.kill(killed.connectionId());
    home.release();
    h.pool.kill(home.connectionId());
    first.ended(h.time.nanos());
    second.ended(h.time.nanos());
    assertEquals(
        "connection " + killed.connectionId() + ": was taken back: was killed, after 3.8 s",
        first.toString());
    assertEquals(
        "connection " + home.connectionId() + ": came home after 3.8 s", second.toString());
  }

  @Test
  public void whatCameHomeIsNotSaidOnTheTimersThread() {
    Harness h = harness(false, false);
    Loan first = h.take();
    h.take();
    h.advance(Duration.ofSeconds(12));
    first.release();
    h.settle();
    h.time.advanceOnly(Duration.ofSeconds(2));
    assertTrue("said on a thread of the pool's", h.crew("care").runOne());
    assertEquals("returned", h.pool.leaked().detectedLeaks().get(1).state());
  }

  @Test
  public void offFindsNothingAndAChangeHoldsForWhatIsOut() {
    Harness h = new Harness(s -> s.size(1, 1, 1));
    Loan loan = h.take();
    h.advance(Duration.ofSeconds(1000));
    assertEquals(0, h.pool.leaked().totalLeaks());
    h.apply(
        new Settings()
            .size(1, 1, 1)
            .life(Lives.leaks(Duration.ofSeconds(5), false, false))
            .build());
    h.advance(Duration.ofSeconds(1));
    assertEquals(loan.connectionId(), only(h).connectionId());
  }

  @Test
  public void whatIsRememberedIsBounded() {
    Harness h =
        new Harness(s -> s.size(0, 0, 2).life(Lives.leaks(Duration.ofSeconds(1), false, false)));
    for (int i = 0; i < 600; i++) {
      Asked asked = h.ask();
      h.settle();
      h.advance(Duration.ofSeconds(3));
      asked.loan().release();
      h.settle();
    }
    assertEquals(600, h.pool.leaked().totalLeaks());
    assertEquals(500, h.pool.leaked().detectedLeaks().size());
  }

  @Test
  public void whoWaitsForASuspectSeesThatItIsOne() {
    Harness h =
        new Harness(s -> s.size(1, 1, 1).life(Lives.leaks(Duration.ofSeconds(10), false, false)));
    h.take();
    h.ask();
    h.advance(Duration.ofSeconds(8));
    assertFalse(blocker(h).leakSuspect());
    h.advance(Duration.ofSeconds(4));
    assertTrue(blocker(h).leakSuspect());
  }

  private static WaiterView.WaitsFor blocker(Harness h) {
    return h.pool.waiting(new PageRequest(1, 10)).data().get(0).waitsFor().get(0);
  }
}

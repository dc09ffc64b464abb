package io.fairlead.pool.core;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotNull;
import static org.junit.Assert.assertTrue;

import io.fairlead.kernel.error.Unavailable;
import io.fairlead.pool.core.Harness.Asked;
import io.fairlead.traffic.pool.Loan;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.Test;

public class FillingTest {

  @Test
  public void thePoolBeginsWithItsInitialNumberAndGrowsToItsMaximum() {
    Harness h = new Harness(s -> s.size(1, 3, 5));
    h.assertNumbers(0, 3, 0);
    List<Asked> asked = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      asked.add(h.ask());
    }
    h.settle();
    h.assertNumbers(5, 0, 2);
    assertEquals(5, h.server.opened.size());
  }

  @Test
  public void aConnectionThatBreaksIsReplacedUpToTheMinimum() {
    Harness h = new Harness(s -> s.size(2, 2, 4));
    h.pool.kill(1);
    h.settle();
    h.assertNumbers(0, 2, 0);
    assertEquals(3, h.server.opened.size());
    assertTrue(h.server.opened.get(0).closed);
    assertEquals(3, h.stats().totalCreated());
    assertEquals(1, h.stats().totalDestroyed());
  }

  @Test
  public void allReasonsToOpenShareOneThrottle() {
    Harness h = new Harness(s -> s.size(8, 8, 20).throttle(2, 3));
    assertEquals("burst", 3, h.server.attempts);
    for (int i = 0; i < 10; i++) {
      h.ask();
    }
    h.settle();
    assertEquals("waiters have no bucket of their own", 3, h.server.attempts);
    h.advance(Duration.ofMillis(499));
    assertEquals(3, h.server.attempts);
    h.advance(Duration.ofMillis(1));
    assertEquals(4, h.server.attempts);
    h.advance(Duration.ofSeconds(2));
    assertEquals(8, h.server.attempts);
  }

  @Test
  public void aDatabaseThatIsDownIsLeftAloneLongerAndLonger() {
    Harness h = new Harness(s -> s.size(5, 5, 5), Mode.RUNNING, false);
    h.server.refusal = Optional.of("connection refused");
    h.pool.source(h.server, Duration.ZERO);
    h.settle();
    int first = h.server.attempts;
    assertTrue("no storm: " + first, first <= 5);
    h.advance(Duration.ofSeconds(10));
    int soon = h.server.attempts - first;
    assertTrue("a few tries in 10 s: " + soon, soon >= 4 && soon <= 9);
    h.advance(Duration.ofMinutes(5));
    int late = h.server.attempts - first - soon;
    assertTrue("one in 5 to 10 s: " + late, late >= 30 && late <= 60);
    assertEquals("database_down", h.pool.state());
    assertEquals("connection refused", h.pool.lastError().orElseThrow().text());
  }

  @Test
  public void whenTheDatabaseIsBackThePoolIsWithinASecondWhileSomebodyWaits() {
    Harness h = new Harness(s -> s.size(2, 2, 4));
    h.server.refusal = Optional.of("connection refused");
    h.pool.kill(1);
    h.pool.kill(2);
    h.settle();
    h.advance(Duration.ofMinutes(2));
    assertEquals("database_down", h.pool.state());
    Asked waiter = h.ask();
    h.settle();
    h.advance(Duration.ofSeconds(3));
    h.server.refusal = Optional.empty();
    h.advance(Duration.ofSeconds(1));
    assertNotNull(waiter.loan());
    assertEquals("running", h.pool.state());
    h.assertNumbers(1, 1, 0);
  }

  @Test
  public void whoWaitedForADatabaseThatIsDownIsToldTheCause() {
    Harness h = new Harness(s -> s.size(0, 0, 1));
    h.server.refusal = Optional.of("connection refused");
    Asked waiter = h.ask();
    h.settle();
    h.advance(Duration.ofSeconds(30));
    assertTrue(waiter.failure instanceof Unavailable);
    assertEquals(
        "pool orders: the database is down: connection refused; no connection within 30 s (active"
            + " 0, idle 0, total 0, waiting 0)",
        waiter.failure.getMessage());
  }

  @Test
  public void anOpeningThatHangsFailsAfterItsTimeoutAndIsTakenWhenItComesBackAfterAll() {
    Harness h = new Harness(s -> s.size(0, 0, 1));
    h.server.onOpen =
        () -> {
          h.server.onOpen = () -> {};
          h.advance(Duration.ofSeconds(12)); // meanwhile, on other threads
          assertEquals(1, h.stats().creationFailures());
          assertEquals(
              "no connection from the driver within 10 s", h.pool.lastError().orElseThrow().text());
        };
    Asked waiter = h.ask();
    h.settle();
    h.advance(Duration.ofSeconds(1));
    assertNotNull(waiter.loan());
    assertEquals("running", h.pool.state());
    h.assertNumbers(1, 0, 0);
  }

  @Test
  public void theThrottleCanBeChangedWhileAttemptsWaitForIt() {
    Harness h = new Harness(s -> s.size(10, 10, 10).throttle(1, 1));
    assertEquals(1, h.server.attempts);
    h.apply(new Harness.Settings().size(10, 10, 10).throttle(100, 20).build());
    h.settle();
    assertEquals(10, h.server.attempts);
  }

  @Test
  public void aConnectionOpenedForAWaiterThatWasServedOtherwiseStaysIdle() {
    Harness h = new Harness(s -> s.size(1, 1, 2));
    Loan out = h.take();
    Asked waiter = h.ask();
    out.release();
    assertNotNull(waiter.loan());
    h.settle();
    h.assertNumbers(1, 1, 0);
  }
}

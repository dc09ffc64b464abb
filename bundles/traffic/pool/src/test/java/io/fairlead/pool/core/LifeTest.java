package io.fairlead.pool.core;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotNull;
import static org.junit.Assert.assertTrue;

import io.fairlead.pool.core.Harness.Asked;
import io.fairlead.pool.core.Harness.Settings;
import io.fairlead.traffic.pool.Loan;
import io.fairlead.traffic.pool.spi.ServerException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.Test;

public class LifeTest {

  private static void use(Loan loan) {
    try {
      loan.run("SELECT 1", c -> true);
    } catch (ServerException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  public void whatIsIdleTooLongIsClosedDownToTheMinimum() {
    Harness h = new Harness(s -> s.size(2, 5, 5).idle(Duration.ofSeconds(60)));
    h.advance(Duration.ofSeconds(59));
    h.assertNumbers(0, 5, 0);
    h.advance(Duration.ofSeconds(1));
    h.assertNumbers(0, 2, 0);
    h.advance(Duration.ofSeconds(600));
    h.assertNumbers(0, 2, 0);
    assertEquals(5, h.server.opened.size());
  }

  @Test
  public void aUseMovesTheEndOfIdleness() {
    Harness h = new Harness(s -> s.size(0, 1, 1).idle(Duration.ofSeconds(60)));
    h.advance(Duration.ofSeconds(40));
    h.take().release();
    h.advance(Duration.ofSeconds(59));
    h.assertNumbers(0, 1, 0);
    h.advance(Duration.ofSeconds(1));
    h.assertNumbers(0, 0, 0);
  }

  @Test
  public void theReplacementIsThereBeforeTheOldOneGoes() {
    Harness h = new Harness(s -> s.size(1, 1, 2).lifetime(Duration.ofSeconds(100)));
    h.server.onOpen = () -> assertEquals("the old one is there still", 1, h.server.open());
    h.advance(Duration.ofSeconds(74));
    assertEquals(1, h.server.opened.size());
    h.advance(Duration.ofSeconds(21));
    assertEquals(2, h.server.opened.size());
    assertEquals(1, h.server.open());
    h.assertNumbers(0, 1, 0);
  }

  @Test
  public void lifetimesEndAtDifferentTimesAndNoneAfterTheLimit() {
    Harness h = new Harness(s -> s.size(0, 20, 20).lifetime(Duration.ofSeconds(100)));
    List<Long> open = new ArrayList<>();
    for (int second = 0; second < 100; second++) {
      h.advance(Duration.ofSeconds(1));
      open.add(h.server.open());
    }
    assertEquals(20L, (long) open.get(73));
    assertEquals(0L, (long) open.get(95));
    assertTrue("spread: " + open, open.stream().distinct().count() > 5);
  }

  @Test
  public void whoseLifeEndsWhileLentGoesWhenItComesHome() {
    Harness h = new Harness(s -> s.size(0, 1, 1).lifetime(Duration.ofSeconds(100)));
    Loan loan = h.take();
    h.advance(Duration.ofSeconds(500));
    assertEquals(1, h.server.open());
    use(loan);
    loan.release();
    h.settle();
    assertEquals(0, h.server.open());
  }

  @Test
  public void aSmallerMaximumEndsIdleOnesNowAndLentOnesOnReturn() {
    Harness h = new Harness(s -> s.size(0, 4, 4));
    Loan one = h.take();
    Loan two = h.take();
    h.apply(new Settings().size(0, 0, 1).build());
    h.settle();
    h.assertNumbers(2, 0, 0);
    one.release();
    h.settle();
    h.assertNumbers(1, 0, 0);
    two.release();
    h.settle();
    h.assertNumbers(0, 1, 0);
  }

  @Test
  public void aLargerMaximumServesThoseWhoWait() {
    Harness h = new Harness(s -> s.size(0, 1, 1));
    h.take();
    Asked waiter = h.ask();
    h.settle();
    h.apply(new Settings().size(0, 0, 3).build());
    h.settle();
    assertNotNull(waiter.loan());
  }

  @Test
  public void hotSettingsDropNoConnection() {
    Harness h = new Harness(s -> s.size(1, 2, 2));
    Loan loan = h.take();
    h.apply(new Settings().size(1, 2, 9).idle(Duration.ofSeconds(9)).validating().queue(7).build());
    h.settle();
    use(loan);
    assertEquals(2, h.server.open());
    assertEquals(2, h.server.opened.size());
  }

  @Test
  public void sealedSettingsBeginAGenerationBesideTheOldOne() {
    Harness h = new Harness(s -> s.size(2, 2, 3));
    Loan old = h.take();
    h.apply(new Settings().size(2, 2, 3).url("jdbc:fake:other").build());
    h.settle();
    assertTrue("idle one of the old", h.server.opened.get(1).closed);
    use(old);
    h.assertNumbers(1, 2, 0);
    assertEquals("jdbc:fake:other", h.server.specs.get(2).url());
    old.release();
    h.settle();
    assertTrue(h.server.opened.get(0).closed);
    h.assertNumbers(0, 2, 0);
    assertEquals("counted on", 4, h.stats().totalCreated());
  }

  @Test
  public void whatWasUsedAMomentAgoIsNotValidated() {
    Harness h = new Harness(s -> s.size(1, 1, 1).validating());
    FakeConnection connection = h.server.opened.get(0);
    h.take().release();
    h.advance(Duration.ofMillis(500));
    h.take().release();
    assertEquals(0, connection.validations.get());
    h.advance(Duration.ofMillis(501));
    Asked asked = h.ask();
    assertTrue("validated on a thread of the pool's", asked.waits());
    h.settle();
    assertNotNull(asked.loan());
    assertEquals(1, connection.validations.get());
  }

  @Test
  public void whatDoesNotValidateIsReplacedAndTheWaiterServed() {
    Harness h = new Harness(s -> s.size(1, 1, 1).validating());
    h.advance(Duration.ofSeconds(1));
    h.server.answers = false;
    Asked asked = h.ask();
    h.settle();
    assertEquals(2, asked.loan().connectionId());
    assertTrue(h.server.opened.get(0).closed);
    assertEquals(1, h.stats().validationFailures());
  }

  @Test
  public void aConnectionThatBrokeMakesTheOthersSuspect() throws Exception {
    Harness h = new Harness(s -> s.size(2, 2, 2).validating());
    Loan loan = h.take();
    h.advance(Duration.ofMillis(10));
    ServerException cut = new ServerException("cut", "08006", true, null);
    try {
      loan.run(
          "SELECT 1",
          c -> {
            throw cut;
          });
    } catch (ServerException e) {
      assertEquals(cut, e);
    }
    h.server.answers = false;
    Asked asked = h.ask();
    h.settle();
    assertEquals("neither of the first two", 3, asked.loan().connectionId());
    loan.release();
    h.settle();
    assertTrue(h.server.opened.get(0).closed);
  }

  @Test
  public void aLoanThatDidNothingIsNotReset() {
    Harness h = new Harness(s -> s);
    h.take().release();
    assertEquals(0, h.server.opened.get(0).resets.get());
    Loan loan = h.take();
    use(loan);
    loan.release();
    h.settle();
    assertEquals(1, h.server.opened.get(0).resets.get());
  }

  @Test
  public void aResetRunsOnThePoolsThreadsOnly() {
    Harness h = new Harness(s -> s.size(1, 1, 1));
    FakeConnection connection = h.server.opened.get(0);
    Loan loan = h.take();
    use(loan);
    loan.release();
    assertEquals("not on the caller's thread", 0, connection.resets.get());
    assertEquals("resetting", h.view(loan).state());
    h.settle();
    assertEquals("idle", h.view(loan).state());
    Loan again = h.take();
    h.crew("work")
        .execute(
            () -> {
              use(again);
              again.release();
              assertEquals("who has an answer to give gives it first", 1, connection.resets.get());
            });
    h.settle();
    assertEquals(2, connection.resets.get());
  }

  @Test
  public void whatCannotBeResetForCertainIsReplacedAndNeverLent() {
    Harness h = new Harness(s -> s.size(1, 1, 1));
    h.server.resets = false;
    Loan loan = h.take();
    Asked waiter = h.ask();
    use(loan);
    loan.release();
    h.settle();
    assertEquals(2, waiter.loan().connectionId());
    assertTrue(h.server.opened.get(0).closed);
    assertEquals(1, h.stats().resetFailures());
  }

  @Test
  public void aResetThatHangsIsCut() {
    Harness h = new Harness(s -> s.size(1, 1, 1));
    FakeConnection connection = h.server.opened.get(0);
    connection.onReset =
        () -> {
          assertFalse(connection.aborted);
          h.advance(Duration.ofSeconds(11)); // meanwhile, on other threads
          assertTrue(connection.aborted);
        };
    Loan loan = h.take();
    use(loan);
    loan.release();
    h.settle();
    assertTrue(connection.closed);
    h.assertNumbers(0, 1, 0);
  }
}

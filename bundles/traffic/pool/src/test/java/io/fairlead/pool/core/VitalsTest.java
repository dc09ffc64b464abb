package io.fairlead.pool.core;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.fairlead.pool.core.Harness.Settings;
import io.fairlead.traffic.pool.Loan;
import java.time.Duration;
import java.util.Optional;
import org.junit.Test;

public class VitalsTest {

  private static final Optional<Duration> MINUTE = Optional.of(Duration.ofMinutes(1));

  @Test
  public void whatWasUsedIsAskedWhenItComesHome() {
    Harness h = new Harness(s -> s.size(1, 1, 1).life(Lives.validating(true, Optional.empty())));
    FakeConnection first = h.server.opened.get(0);
    Loan loan = h.take();
    Lives.work(loan);
    loan.release();
    h.settle();
    assertEquals(1, first.validations.get());
    assertEquals("its own timeout", Duration.ofSeconds(3), first.lastTimeout);
    assertEquals(Optional.of("SELECT 7"), first.lastQuery);
    h.server.answers = false;
    loan = h.take();
    Lives.work(loan);
    loan.release();
    h.settle();
    assertTrue("never handed on", first.closed);
    assertEquals(2, h.take().connectionId());
  }

  @Test
  public void idleOnesAreKeptAliveAndThatIsNoUse() {
    Harness h =
        new Harness(
            s ->
                s.size(0, 2, 2)
                    .idle(Duration.ofSeconds(200))
                    .life(Lives.validating(false, MINUTE)));
    h.advance(Duration.ofSeconds(59));
    assertEquals(0, h.server.opened.get(0).validations.get());
    h.advance(Duration.ofSeconds(4));
    assertEquals(1, h.server.opened.get(0).validations.get());
    assertEquals(1, h.server.opened.get(1).validations.get());
    assertEquals("its own timeout", Duration.ofSeconds(4), h.server.opened.get(0).lastTimeout);
    h.assertNumbers(0, 2, 0);
    h.advance(Duration.ofSeconds(140));
    assertEquals("idle for too long all the same", 0, h.server.open());
  }

  @Test
  public void whatIsUsedNeedsNoKeepAlive() {
    Harness h = new Harness(s -> s.size(1, 1, 1).life(Lives.validating(false, MINUTE)));
    for (int i = 0; i < 10; i++) {
      h.advance(Duration.ofSeconds(30));
      h.take().release();
    }
    assertEquals(0, h.server.opened.get(0).validations.get());
  }

  @Test
  public void threeInARowMarkThePoolDegradedUntilOneAnswers() {
    Harness h = new Harness(s -> s.size(3, 3, 3).life(Lives.validating(false, MINUTE)));
    h.server.answers = false;
    h.server.refusal = Optional.of("full");
    h.advance(Duration.ofSeconds(62));
    assertTrue(h.pool.degraded().isPresent());
    assertTrue(h.pool.degraded().get().startsWith("3 validations in a row failed: "));
    assertTrue(h.pool.lifecycle().degraded());
    assertEquals(0, h.server.open());
    h.server.refusal = Optional.empty();
    h.advance(Duration.ofSeconds(20));
    assertTrue("opening one is no answer", h.pool.degraded().isPresent());
    h.server.answers = true;
    h.advance(Duration.ofSeconds(2));
    assertFalse("one is asked each second", h.pool.degraded().isPresent());
    assertEquals(0, h.pool.lifecycle().failuresInRow());
    assertTrue(h.pool.lifecycle().successRate() < 1);
  }

  @Test
  public void aChangeOfTheQueryHoldsForConnectionsThatAreThere() {
    Harness h = new Harness(s -> s.size(1, 1, 1).life(LifeSettings.STANDARD));
    h.apply(new Settings().size(1, 1, 1).life(Lives.validating(false, MINUTE)).build());
    h.advance(Duration.ofSeconds(62));
    assertEquals("the same connection", 1, h.server.opened.size());
    assertEquals(Optional.of("SELECT 7"), h.server.opened.get(0).lastQuery);
  }
}

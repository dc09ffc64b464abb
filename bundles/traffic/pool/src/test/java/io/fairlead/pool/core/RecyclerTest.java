package io.fairlead.pool.core;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotNull;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.fairlead.kernel.error.Invalid;
import io.fairlead.pool.core.Harness.Settings;
import io.fairlead.pool.core.LifeSettings.Recycling;
import io.fairlead.traffic.pool.LifecycleStats.Recycle;
import io.fairlead.traffic.pool.Loan;
import io.fairlead.traffic.pool.RecycleRequest;
import io.fairlead.traffic.pool.spi.ResetMode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.Test;

public class RecyclerTest {

  private static RecycleRequest with(String strategy, String scope) {
    return RecycleRequest.of(Map.of("strategy", strategy, "scope", scope));
  }

  private static void assertProgress(Harness h, int total, int done, int replaced, int failed) {
    Recycle now = h.pool.lifecycle().recycle();
    assertNotNull(now);
    assertEquals(
        List.of(total, done, replaced, failed),
        List.of(now.total(), now.done(), now.replaced(), now.failed()));
    assertEquals(total == done + failed, now.finishedAt() != null);
  }

  @Test
  public void checkedAsksAfterTheResetAndReplaceHandsNothingOn() {
    Harness h = new Harness(s -> s.size(1, 1, 1).life(Lives.recycling(Recycling.CHECKED)));
    FakeConnection first = h.server.opened.get(0);
    Loan loan = h.take();
    Lives.work(loan);
    loan.release();
    h.settle();
    assertEquals(1, first.resets.get());
    assertEquals(1, first.validations.get());
    h.apply(new Settings().size(1, 1, 1).life(Lives.recycling(Recycling.REPLACE)).build());
    loan = h.take();
    Lives.work(loan);
    loan.release();
    h.settle();
    assertTrue(first.closed);
    assertEquals(2, h.take().connectionId());
  }

  @Test
  public void adaptiveGoesByTheErrorsOfTheLastStatements() {
    Harness h = new Harness(s -> s.size(1, 1, 1).life(Lives.recycling(Recycling.ADAPTIVE)));
    FakeConnection first = h.server.opened.get(0);
    for (int i = 0; i < 20; i++) {
      Loan loan = h.take();
      Lives.work(loan);
      loan.release();
      h.settle();
    }
    assertEquals("fast", 0, first.validations.get());
    Loan some = h.take();
    Lives.fail(some);
    some.release();
    h.settle();
    assertEquals("checked", 1, first.validations.get());
    assertFalse(first.closed);
    Loan many = h.take();
    for (int i = 0; i < 20; i++) {
      Lives.fail(many);
    }
    many.release();
    h.settle();
    assertTrue("replaced", first.closed);
  }

  @Test
  public void fastResetsIdleOnesNowAndLentOnesWhenTheyComeHome() {
    Harness h = new Harness(s -> s.size(3, 3, 3));
    Loan loan = h.take();
    Recycle begun = h.pool.recycle(with("fast", "all"));
    assertEquals(3, begun.total());
    h.settle();
    assertProgress(h, 3, 2, 0, 0);
    assertEquals(2, h.server.opened.stream().filter(c -> c.resets.get() == 1).count());
    assertTrue("whole", h.server.opened.stream().anyMatch(c -> c.lastMode.whole()));
    h.assertNumbers(1, 2, 0);
    loan.release(); // it did nothing, and is made ready all the same
    h.settle();
    assertProgress(h, 3, 3, 0, 0);
    assertTrue(h.server.opened.stream().allMatch(c -> c.resets.get() == 1));
    h.assertNumbers(0, 3, 0);
    assertEquals(3, h.pool.lifecycle().recycledCount());
  }

  @Test
  public void idleLeavesTheLentOnesAlone() {
    Harness h = new Harness(s -> s.size(2, 2, 2));
    Loan loan = h.take();
    h.pool.recycle(with("checked", "idle"));
    h.settle();
    assertProgress(h, 1, 1, 0, 0);
    loan.release();
    h.settle();
    assertEquals(1, h.server.opened.stream().filter(c -> c.resets.get() == 1).count());
  }

  @Test
  public void whoDoesNotAnswerHasFailedAndIsReplaced() {
    Harness h = new Harness(s -> s.size(2, 2, 2));
    h.server.answers = false;
    h.pool.recycle(with("checked", "all"));
    h.settle();
    assertProgress(h, 2, 0, 0, 2);
    h.assertNumbers(0, 2, 0);
    assertEquals(4, h.server.opened.size());
  }

  @Test
  public void whatCannotBeResetIsReplaced() {
    Harness h = new Harness(s -> s.size(2, 2, 2));
    h.server.resets = false;
    h.pool.recycle(with("fast", "all"));
    h.settle();
    assertProgress(h, 2, 2, 2, 0);
    assertEquals(4, h.server.opened.size());
    assertEquals("nothing was wrong with a loan", 0, h.stats().resetFailures());
  }

  @Test
  public void replaceOpensTheNewOneBeforeTheOldOneGoesWhereThereIsRoom() {
    Harness h = new Harness(s -> s.size(1, 4, 6));
    h.server.onOpen = () -> assertTrue("as many as there were", h.server.open() >= 4);
    h.pool.recycle(with("replace", "all"));
    h.settle();
    h.advance(Duration.ofSeconds(5));
    assertProgress(h, 4, 4, 4, 0);
    assertEquals(8, h.server.opened.size());
    h.assertNumbers(0, 4, 0);
    assertEquals("all at their places", 8, h.stats().totalCreated());
  }

  @Test
  public void replaceWithoutRoomGoesOneByOneAndNeverAboveTheMaximum() {
    Harness h = new Harness(s -> s.size(4, 4, 4));
    Loan loan = h.take();
    h.server.onOpen = () -> assertTrue("never above", h.server.open() < 4);
    h.pool.recycle(with("replace", "all"));
    h.settle();
    h.advance(Duration.ofSeconds(20));
    assertProgress(h, 4, 3, 3, 0);
    loan.release();
    h.settle();
    h.advance(Duration.ofSeconds(20));
    assertProgress(h, 4, 4, 4, 0);
    h.assertNumbers(0, 4, 0);
  }

  @Test
  public void replaceWaitsWhileNothingCanBeOpened() {
    Harness h = new Harness(s -> s.size(2, 2, 4));
    h.server.refusal = Optional.of("full");
    h.pool.recycle(with("replace", "all"));
    h.settle();
    h.advance(Duration.ofSeconds(60));
    assertProgress(h, 2, 0, 0, 0);
    h.take().release();
    assertEquals(2, h.server.open());
    h.server.refusal = Optional.empty();
    h.advance(Duration.ofSeconds(60));
    assertProgress(h, 2, 2, 2, 0);
    h.assertNumbers(0, 2, 0);
  }

  @Test
  public void onlyThoseThatAreNamed() {
    Harness h = new Harness(s -> s.size(3, 3, 3));
    h.pool.recycle(RecycleRequest.of(Map.of("connection_ids", List.of(2))));
    h.settle();
    assertProgress(h, 1, 1, 0, 0);
    assertEquals(1, h.server.opened.get(1).resets.get());
    Invalid why =
        assertThrows(
            Invalid.class,
            () ->
                h.pool.recycle(
                    RecycleRequest.of(
                        Map.of("connection_ids", List.of(2, 77), "partition", "gold"))));
    assertEquals(
        List.of("connection_ids", "partition"), why.faults().stream().map(f -> f.field()).toList());
  }

  @Test
  public void aSecondOneTakesOverWhatIsLeft() {
    Harness h = new Harness(s -> s.size(3, 3, 3));
    Loan loan = h.take();
    h.pool.recycle(with("fast", "all"));
    h.settle();
    h.pool.recycle(with("checked", "idle"));
    h.settle();
    assertProgress(h, 3, 2, 0, 0);
    loan.release();
    h.settle();
    assertProgress(h, 3, 3, 0, 0);
  }

  @Test
  public void whatIsKilledMeanwhileIsDone() {
    Harness h = new Harness(s -> s.size(1, 1, 1));
    Loan loan = h.take();
    assertNull(h.pool.lifecycle().recycle());
    h.pool.recycle(with("fast", "all"));
    h.settle();
    h.pool.kill(loan.connectionId());
    h.settle();
    assertProgress(h, 1, 1, 1, 0);
  }

  @Test
  public void theResetIsAsTheSettingsSay() {
    ResetMode mode = new ResetMode(false, true, true, false, List.of("SELECT 1"), false);
    Harness h = new Harness(s -> s.size(1, 1, 1));
    h.apply(new Settings().size(1, 1, 1).life(Lives.reset(mode)).build());
    Loan loan = h.take();
    Lives.work(loan);
    loan.release();
    h.settle();
    assertEquals(mode, h.server.opened.get(0).lastMode);
  }
}

package io.fairlead.pool.core;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.fairlead.traffic.pool.Loan;
import io.fairlead.traffic.pool.SizingDecision;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.Test;

/** A pool's size follows the demand, and each change says why. */
public class SizingTest {

  private static ElasticSettings elastic(int perSecond, int perMinute, int delaySecs) {
    return new ElasticSettings(true, perSecond, perMinute, Duration.ofSeconds(delaySecs));
  }

  private static List<String> texts(Harness h) {
    return h.stats().sizing().stream()
        .map(each -> each.from() + "->" + each.to() + ": " + each.reason())
        .toList();
  }

  private static List<Loan> takeAll(Harness h, int count) {
    List<Harness.Asked> asked = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      asked.add(h.ask());
    }
    h.settle();
    return asked.stream().map(Harness.Asked::loan).toList();
  }

  @Test
  public void itGrowsALittleAheadOfThoseWhoWaitAndSaysWhy() {
    Harness h = new Harness(s -> s.size(1, 1, 50).elastic(elastic(1000, 1, 300)));
    h.take();
    for (int i = 0; i < 10; i++) {
      h.ask();
    }
    h.settle();
    h.assertNumbers(11, 2, 0);
    assertEquals(
        List.of(
            "0->1: initial_connections is 1", "1->13: 10 waiting, no wait ended in the last 60 s"),
        texts(h));
  }

  @Test
  public void itGrowsNoFasterThanItsRateAndNeverOverTheMaximum() {
    Harness h = new Harness(s -> s.size(1, 1, 8).throttle(1000, 3).elastic(elastic(2, 1, 300)));
    for (int i = 0; i < 20; i++) {
      h.ask();
    }
    h.settle();
    h.advance(Duration.ofMillis(1));
    assertEquals("the burst above the first", 4, h.stats().totalConnections());
    h.advance(Duration.ofMillis(498));
    assertEquals(4, h.stats().totalConnections());
    h.advance(Duration.ofMillis(1));
    assertEquals(5, h.stats().totalConnections());
    h.advance(Duration.ofSeconds(1));
    assertEquals(7, h.stats().totalConnections());
    h.advance(Duration.ofSeconds(5));
    assertEquals(8, h.stats().totalConnections());
  }

  @Test
  public void theMinimumIsRefilledWithoutTheRateOfGrowth() {
    Harness h = new Harness(s -> s.size(6, 6, 8).elastic(elastic(1, 1, 300)).throttle(1000, 6));
    h.assertNumbers(0, 6, 0);
    h.pool.connections().forEach(each -> h.pool.kill(each.connectionId()));
    h.settle();
    h.advance(Duration.ofMillis(10));
    h.assertNumbers(0, 6, 0);
    String last = texts(h).get(texts(h).size() - 1);
    assertTrue(last, last.endsWith(": min_connections is 6"));
  }

  @Test
  public void whenAllAreInUseForASecondOneMoreIsOpenedBeforeSomebodyWaits() {
    Harness h = new Harness(s -> s.size(2, 2, 3).elastic(elastic(5, 1, 300)));
    h.take();
    h.advance(Duration.ofSeconds(3));
    h.assertNumbers(1, 1, 0);
    h.take();
    h.advance(Duration.ofSeconds(2));
    h.assertNumbers(2, 1, 0);
    assertEquals("2->3: all 2 in use for a second", texts(h).get(1));
    h.take();
    h.advance(Duration.ofSeconds(5));
    h.assertNumbers(3, 0, 0);
  }

  @Test
  public void whatWasNotNeededForAWhileIsClosedOneAMinuteDownToTheMinimum() {
    Harness h = new Harness(s -> s.size(1, 1, 9).elastic(elastic(1000, 1, 60)));
    List<Loan> loans = takeAll(h, 5);
    loans.forEach(Loan::release);
    h.assertNumbers(0, 5, 0);
    h.advance(Duration.ofSeconds(59));
    h.assertNumbers(0, 5, 0);
    Loan one = h.take();
    Loan two = h.take();
    h.advance(Duration.ofSeconds(30));
    two.release();
    h.advance(Duration.ofSeconds(30));
    assertEquals("two were needed in the last minute", 4, h.stats().totalConnections());
    h.advance(Duration.ofMinutes(10));
    h.assertNumbers(1, 1, 0);
    one.release();
    List<String> texts = texts(h);
    assertTrue(texts.toString(), texts.contains("5->4: at most 2 in use for 60 s"));
    h.advance(Duration.ofMinutes(10));
    h.assertNumbers(0, 1, 0);
  }

  @Test
  public void moreThanOneASecondGoWhereTheRateSaysSoAndHalfOfThemAtMost() {
    Harness h = new Harness(s -> s.size(1, 1, 50).elastic(elastic(1000, 600, 10)));
    List<Loan> loans = takeAll(h, 41);
    int all = h.stats().totalConnections();
    loans.forEach(Loan::release);
    h.advance(Duration.ofSeconds(10));
    assertEquals(all - 10, h.stats().totalConnections());
    h.advance(Duration.ofSeconds(1));
    assertEquals(all - 20, h.stats().totalConnections());
    h.advance(Duration.ofSeconds(20));
    h.assertNumbers(0, 1, 0);
  }

  @Test
  public void theSameWithoutAutoScaleIsOneForEachWhoWaitsAndNothingAhead() {
    Harness h = new Harness(s -> s.size(1, 1, 50));
    takeAll(h, 11);
    h.assertNumbers(11, 0, 0);
    h.advance(Duration.ofMinutes(10));
    h.assertNumbers(11, 0, 0);
  }

  @Test
  public void aChangeOfTheSettingsHoldsAtOnce() {
    Harness h = new Harness(s -> s.size(1, 1, 9));
    takeAll(h, 5).forEach(Loan::release);
    h.apply(new Harness.Settings().size(1, 1, 9).elastic(elastic(5, 60, 10)).build());
    h.advance(Duration.ofSeconds(20));
    h.assertNumbers(0, 1, 0);
    h.apply(new Harness.Settings().size(1, 1, 9).build());
    h.advance(Duration.ofSeconds(20));
    h.assertNumbers(0, 1, 0);
  }

  @Test
  public void theHistoryIsBoundedAndATryThatFailsAgainIsOneLine() {
    Harness h = new Harness(s -> s.size(2, 2, 4).elastic(elastic(5, 60, 10)));
    h.server.refusal = Optional.of("connection refused");
    h.pool.connections().forEach(each -> h.pool.kill(each.connectionId()));
    h.settle();
    h.advance(Duration.ofMinutes(5));
    List<SizingDecision> sizing = h.stats().sizing();
    assertTrue(sizing.toString(), sizing.size() <= 4);
    assertEquals(sizing, h.pool.decisions());
    assertEquals("open", h.pool.circuit());
    h.server.refusal = Optional.empty();
    h.advance(Duration.ofSeconds(20));
    assertEquals("closed", h.pool.circuit());
    h.assertNumbers(0, 2, 0);
  }
}

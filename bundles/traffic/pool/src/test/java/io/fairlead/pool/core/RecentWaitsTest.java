package io.fairlead.pool.core;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.time.Duration;
import java.util.OptionalLong;
import org.junit.Test;

public class RecentWaitsTest {

  private static final long SECOND = 1_000_000_000L;

  /** Close to the wrap of the clock. */
  private final long start = new ManualTime(Long.MAX_VALUE - 30 * SECOND).nanos();

  private final RecentWaits waits = new RecentWaits(start);

  private long p95(long second) {
    return waits.percentile(95, start + second * SECOND).orElse(-1);
  }

  @Test
  public void whatIsLongAgoCountsNoMore() {
    for (int i = 0; i < 1_000; i++) {
      waits.add(100, start);
    }
    assertEquals(100, p95(1));
    assertEquals("looking takes nothing away", 100, p95(1));
    for (int i = 0; i < 10; i++) {
      waits.add(7_000, start + 45 * SECOND);
    }
    assertEquals("most were short", 100, p95(50));
    assertEquals("and are over", 7_000, p95(75), 100);
    assertEquals(OptionalLong.empty(), waits.percentile(95, start + 200 * SECOND));
  }

  @Test
  public void whatIsRecordedAfterALongPauseIsNew() {
    waits.add(100, start);
    waits.add(9_000, start + 1_000 * SECOND);
    assertEquals(9_000, p95(1_001), 100);
  }

  @Test
  public void aDecisionsReasonIsOfTheLastWhile() {
    Harness h = new Harness(s -> s.size(1, 1, 2));
    Harness.Asked first = h.ask();
    first.loan();
    h.pool.pause();
    Harness.Asked slow = h.ask();
    h.advance(Duration.ofSeconds(20));
    first.loan().release();
    h.pool.resume();
    h.settle();
    slow.loan().release();
    h.settle();
    assertTrue(
        h.pool.meter.recentWait(95, h.time.nanos()),
        h.pool.meter.recentWait(95, h.time.nanos()).startsWith("p95 wait 20"));
    h.advance(Duration.ofSeconds(100));
    assertEquals("no wait ended in the last 60 s", h.pool.meter.recentWait(95, h.time.nanos()));
    assertEquals("all of them", 1, h.pool.queueStats().totalDequeued());
  }
}

package io.fairlead.pool.core;

import static org.junit.Assert.assertEquals;

import java.time.Instant;
import org.junit.Test;

public class SizingHistoryTest {

  @Test
  public void theLast200AreKeptAndTheLastOfThemAreThoseThatAreShownEachSecond() {
    SizingHistory history = new SizingHistory();
    for (int i = 0; i < 250; i++) {
      history.add(SizingHistory.Kind.WAITING, Instant.ofEpochSecond(2L * i), i, i + 1, "r" + i);
    }
    assertEquals(200, history.all().size());
    assertEquals("r50", history.all().get(0).reason());
    assertEquals(history.all().subList(168, 200), history.last(32));
    assertEquals(history.all(), history.last(1000));
  }
}

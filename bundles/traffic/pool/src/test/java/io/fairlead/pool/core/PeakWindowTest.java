package io.fairlead.pool.core;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import org.junit.Test;

public class PeakWindowTest {

  /** So late that the clock overflows meanwhile. */
  private static final long BEGIN = Long.MAX_VALUE - Integer.parseInt("500");

  private final PeakWindow window = new PeakWindow(100, BEGIN);

  @Test
  public void aPeakCountsForAWhileAndNoLonger() {
    window.add(7, BEGIN);
    window.add(3, BEGIN + 60);
    assertEquals(7, window.peak());
    window.add(1, BEGIN + 99);
    assertEquals(7, window.peak());
    window.add(1, BEGIN + 110);
    assertEquals(3, window.peak());
    window.add(2, BEGIN + 170);
    assertEquals(2, window.peak());
  }

  @Test
  public void aLongPauseForgetsAll() {
    window.add(7, BEGIN);
    window.add(1, BEGIN + 100_000);
    assertEquals(1, window.peak());
  }

  @Test
  public void itIsWholeAfterAWhile() {
    assertFalse(window.whole(BEGIN + 99));
    assertTrue(window.whole(BEGIN + 100));
    window.restart(1000, BEGIN + 100);
    assertFalse(window.whole(BEGIN + 1099));
    assertEquals(0, window.peak());
  }
}

package io.fairlead.pool.core;

import java.util.Arrays;

/** The highest of the numbers of the last while, in a few parts. For the pool's lock. */
final class PeakWindow {

  private static final int PARTS = 10;

  private final int[] peaks = new int[PARTS];
  private long partNanos;
  private long began;
  private long part;

  /**
   * @param nanos how long a while is
   */
  PeakWindow(long nanos, long now) {
    restart(nanos, now);
  }

  /** Forgets all, and begins a while of this length. */
  void restart(long nanos, long now) {
    partNanos = Math.max(1, nanos / PARTS);
    began = now;
    part = 0;
    Arrays.fill(peaks, 0);
  }

  void add(int number, long now) {
    long current = (now - began) / partNanos;
    for (long next = Math.max(part + 1, current - PARTS + 1); next <= current; next++) {
      peaks[(int) (next % PARTS)] = 0;
    }
    part = current;
    int at = (int) (current % PARTS);
    peaks[at] = Math.max(peaks[at], number);
  }

  /** Whether it has lasted for a whole while. */
  boolean whole(long now) {
    return now - began >= PARTS * partNanos;
  }

  int peak() {
    int highest = 0;
    for (int each : peaks) {
      highest = Math.max(highest, each);
    }
    return highest;
  }
}

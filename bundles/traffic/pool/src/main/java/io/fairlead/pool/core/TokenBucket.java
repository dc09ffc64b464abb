package io.fairlead.pool.core;

/**
 * One in so long a time, and so many at once after a pause. The generic cell rate algorithm: one
 * number says when the bucket would be full again. Not safe for many threads: the pool's lock
 * guards it.
 */
final class TokenBucket {

  private static final long SECOND = 1_000_000_000L;

  private long interval;
  private long tolerance;
  private long full;

  /**
   * @param interval nanoseconds for one
   */
  TokenBucket(long interval, int burst, long now) {
    full = now;
    this.interval = interval;
    limit(interval, burst, now);
  }

  /** The interval of so many a second. */
  static long perSecond(int count) {
    return SECOND / count;
  }

  /** The interval of so many a minute. */
  static long perMinute(int count) {
    return 60 * SECOND / count;
  }

  /** Holds for what is taken from now on; what was taken stays taken. */
  void limit(long nanosForOne, int burst, long now) {
    double taken = full - now > 0 ? (double) (full - now) / interval : 0;
    interval = nanosForOne;
    full = now + (long) (taken * interval);
    tolerance = (burst - 1) * interval;
  }

  /** How long to wait until there is one; 0 when there is. */
  long until(long now) {
    long start = full - now > 0 ? full : now;
    return Math.max(0, start - now - tolerance);
  }

  /** Takes one that is there. */
  void take(long now) {
    full = (full - now > 0 ? full : now) + interval;
  }
}

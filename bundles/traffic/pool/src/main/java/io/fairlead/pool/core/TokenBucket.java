package io.fairlead.pool.core;

/**
 * So many a second, and so many at once after a pause. The generic cell rate algorithm: one number
 * says when the bucket would be full again. Not safe for many threads: the pool's lock guards it.
 */
final class TokenBucket {

  private static final long SECOND = 1_000_000_000L;

  private long interval;
  private long tolerance;
  private long full;

  TokenBucket(int perSecond, int burst, long now) {
    full = now;
    interval = SECOND / perSecond;
    limit(perSecond, burst, now);
  }

  /** Holds for what is taken from now on; what was taken stays taken. */
  void limit(int perSecond, int burst, long now) {
    long taken = full - now > 0 ? (full - now) / interval : 0;
    interval = SECOND / perSecond;
    full = now + taken * interval;
    tolerance = (burst - 1) * interval;
  }

  /** Takes one and returns 0, or returns how long to wait until there is one. */
  long take(long now) {
    long start = full - now > 0 ? full : now;
    long early = start - now - tolerance;
    if (early > 0) {
      return early;
    }
    full = start + interval;
    return 0;
  }
}

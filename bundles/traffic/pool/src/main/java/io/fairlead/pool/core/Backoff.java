package io.fairlead.pool.core;

/** How long to leave a database alone after so many failures in a row: doubling, with jitter. */
final class Backoff {

  private static final long FIRST = 100_000_000L;

  /** Somebody waits: he shall not wait a second longer than the database needs to come back. */
  private static final long LONGEST_WITH_WAITERS = 1_000_000_000L;

  private static final long LONGEST = 10_000_000_000L;

  private Backoff() {}

  static long nanos(int failures, boolean waiters, double random) {
    int doublings = Math.min(failures - 1, 20);
    long most = waiters ? LONGEST_WITH_WAITERS : LONGEST;
    long delay = Math.min(FIRST << doublings, most);
    return delay / 2 + (long) (delay / 2 * random);
  }
}

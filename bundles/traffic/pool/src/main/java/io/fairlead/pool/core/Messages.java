package io.fairlead.pool.core;

import io.fairlead.kernel.error.Exhausted;
import io.fairlead.kernel.error.FairleadException;
import io.fairlead.kernel.error.Unavailable;

/** Why there was no connection, with the pool's numbers. */
final class Messages {

  private static final long MILLI = 1_000_000;
  private static final long SECOND = 1_000 * MILLI;

  private Messages() {}

  /** {@code 30 s}, {@code 250 ms}. */
  static String duration(long nanos) {
    return nanos % SECOND == 0 ? nanos / SECOND + " s" : nanos / MILLI + " ms";
  }

  /** {@code (active 16, idle 0, total 16, waiting 41)}. */
  static String numbers(Pool pool) {
    int total = pool.slots.size();
    int idle = Math.min(total, pool.slots.idle());
    return "(active %d, idle %d, total %d, waiting %d)"
        .formatted(total - idle, idle, total, pool.queue.size());
  }

  static FairleadException timedOut(Pool pool, Waiter waiter) {
    String none = "no connection within " + duration(waiter.timeoutNanos) + " " + numbers(pool);
    return switch (pool.state()) {
      case "no_driver" ->
          unavailable(pool, "driver " + pool.settings().spec().driver() + " is not there, " + none);
      case "database_down" ->
          unavailable(pool, "the database is down: " + pool.errorText() + "; " + none);
      case "paused" -> unavailable(pool, "paused, " + none);
      default -> new Exhausted("pool " + pool.name() + ": " + none);
    };
  }

  static FairleadException notAccepted(Pool pool, Mode mode) {
    return unavailable(pool, mode.word() + ", no new loans " + numbers(pool));
  }

  static FairleadException queueFull(Pool pool, int most) {
    return new Exhausted(
        "pool %s: the queue is full, max_wait_queue is %d %s"
            .formatted(pool.name(), most, numbers(pool)));
  }

  private static FairleadException unavailable(Pool pool, String why) {
    return new Unavailable("pool " + pool.name() + ": " + why);
  }
}

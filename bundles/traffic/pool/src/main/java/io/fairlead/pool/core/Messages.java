package io.fairlead.pool.core;

import io.fairlead.kernel.error.Exhausted;
import io.fairlead.kernel.error.FairleadException;
import io.fairlead.kernel.error.Unavailable;
import io.fairlead.traffic.pool.AcquireRequest;
import org.jspecify.annotations.Nullable;

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
    Counts now = Counts.of(pool);
    return "(active %d, idle %d, total %d, waiting %d)"
        .formatted(now.active(), now.idle(), now.total(), now.waiting());
  }

  static FairleadException timedOut(Pool pool, Waiter waiter) {
    String none =
        "no connection within "
            + duration(waiter.timeoutNanos)
            + " "
            + numbers(pool)
            + HeldUp.quota(pool, waiter).map(why -> "; " + why).orElse("")
            + pool.degraded().map(why -> "; " + why).orElse("");
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

  static FairleadException partitionQueueFull(Pool pool, Share share) {
    return new Exhausted(
        "pool %s: the queue of partition %s is full, its max_wait_queue is %d %s"
            .formatted(
                pool.name(), share.name, share.settings().maxWaitQueue(), numbers(pool, share)));
  }

  static FairleadException partitionLimit(Pool pool, Share share, Work.Limit reached) {
    return new Exhausted(
        "pool %s: partition_limit: %s %s"
            .formatted(pool.name(), limitReached(share, reached), numbers(pool, share)));
  }

  static String limitReached(Share share, Work.Limit reached) {
    String limits =
        reached == Work.Limit.CPU ? "cpu_limit_seconds" : "io_limit_iops or io_limit_bytes";
    return "partition %s has reached its %s for this window of %s"
        .formatted(share.name, limits, duration(share.work.limits().windowNanos()));
  }

  static FairleadException memoryLimit(Pool pool, Share share, long held) {
    return new Exhausted(
        "pool %s: partition_limit: partition %s holds %d bytes of results, memory_limit_bytes is %d"
            .formatted(pool.name(), share.name, held, share.work.limits().memoryBytes()));
  }

  static FairleadException unknownPartition(
      Pool pool, @Nullable Routing routing, AcquireRequest request) {
    return unavailable(
        pool,
        "no partition for "
            + (routing == null ? "nothing" : routing.value(request))
            + ", and partitioning.unknown is refuse");
  }

  static FairleadException cleared(Pool pool) {
    return unavailable(pool, "queue_cleared: the wait queue was cleared " + numbers(pool));
  }

  static FairleadException left(Pool pool) {
    return unavailable(pool, "no longer wanted by who had waited for another pool");
  }

  static FairleadException notMoved(Pool pool, RuntimeException why) {
    return unavailable(pool, "nobody could be moved here: " + why);
  }

  static FairleadException deadlock(Pool pool, String who, int members) {
    return new Exhausted(
        "pool %s: deadlock: %s is the youngest of %d that wait for each other %s"
            .formatted(pool.name(), who, members, numbers(pool)));
  }

  private static String numbers(Pool pool, Share share) {
    return "(active %d, waiting %d of it; pool: %s)"
        .formatted(share.lent(), share.waiting(), numbers(pool));
  }

  private static FairleadException unavailable(Pool pool, String why) {
    return new Unavailable("pool " + pool.name() + ": " + why);
  }
}

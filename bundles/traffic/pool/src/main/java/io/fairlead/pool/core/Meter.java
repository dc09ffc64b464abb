package io.fairlead.pool.core;

import io.fairlead.traffic.pool.PoolStats;
import io.fairlead.traffic.pool.PoolStats.Percentiles;
import io.fairlead.traffic.pool.spi.StatementCacheUse;
import java.util.OptionalLong;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/**
 * A pool's numbers, from its making on. Loans are counted by each connection's owner, so that the
 * uncontended way shares no counter; the sum is made when somebody looks. Waits are timed precisely
 * and only for those who waited, the others count as 0; holds at most once per connection and
 * millisecond, precisely.
 */
final class Meter {

  private static final int DIGITS = 2;
  private static final double MICROS_PER_MILLI = 1000;

  private final LongAdder created = new LongAdder();
  private final LongAdder destroyed = new LongAdder();
  private final LongAdder refused = new LongAdder();
  private final LongAdder timeouts = new LongAdder();
  private final LongAdder cancelled = new LongAdder();
  private final LongAdder moved = new LongAdder();
  private final LongAdder validationFailures = new LongAdder();
  private final LongAdder creationFailures = new LongAdder();
  private final LongAdder resetFailures = new LongAdder();
  private final LongAdder recycled = new LongAdder();
  private final LongAdder replaced = new LongAdder();
  private final LongAdder waitedMicros = new LongAdder();
  private final Histogram waits = new ConcurrentHistogram(DIGITS);
  private final RecentWaits recentWaits;
  private final Histogram holds = new ConcurrentHistogram(DIGITS);
  private final Histogram creations = new ConcurrentHistogram(DIGITS);

  /** Of connections that are no more; under the pool's lock. */
  private long formerBorrows;

  private long formerReturns;
  private StatementCacheUse formerCaches = StatementCacheUse.NONE;

  Meter(long now) {
    recentWaits = new RecentWaits(now);
  }

  void created(long nanos) {
    created.increment();
    record(creations, nanos);
  }

  /** Opened, and closed before it was anybody's. */
  void destroyed() {
    destroyed.increment();
  }

  /** Under the pool's lock, when it has left the pool. */
  void left(Slot slot) {
    destroyed.increment();
    formerBorrows += slot.borrows();
    formerReturns += slot.returns();
    formerCaches = formerCaches.plus(slot.connection.statementCacheUse().emptied());
  }

  void waited(long nanos, long now) {
    long micros = record(waits, nanos);
    waitedMicros.add(micros);
    recentWaits.add(micros, now);
  }

  void held(long nanos) {
    record(holds, nanos);
  }

  void refused() {
    refused.increment();
  }

  void timedOut() {
    timeouts.increment();
  }

  void cancelled() {
    cancelled.increment();
  }

  /** Another pool has taken in somebody who waited. */
  void moved() {
    moved.increment();
  }

  void validationFailed() {
    validationFailures.increment();
  }

  void creationFailed() {
    creationFailures.increment();
  }

  void resetFailed() {
    resetFailures.increment();
  }

  void recycled() {
    recycled.increment();
  }

  void replaced() {
    replaced.increment();
  }

  long recycledCount() {
    return recycled.sum();
  }

  long replacedCount() {
    return replaced.sum();
  }

  long validationFailures() {
    return validationFailures.sum();
  }

  long resetFailures() {
    return resetFailures.sum();
  }

  long timeouts() {
    return timeouts.sum();
  }

  long cancellations() {
    return cancelled.sum();
  }

  long moves() {
    return moved.sum();
  }

  long refusals() {
    return refused.sum();
  }

  /** Waits of those who had to, in microseconds. */
  Histogram waits() {
    return waits.copy();
  }

  /** {@code p95 wait 41 ms in the last 60 s}, of those who had to. */
  String recentWait(int percent, long now) {
    OptionalLong micros = recentWaits.percentile(percent, now);
    return micros.isEmpty()
        ? "no wait ended in the last " + RecentWaits.SECONDS + " s"
        : "p%d wait %d ms in the last %d s"
            .formatted(
                percent, Math.round(micros.getAsLong() / MICROS_PER_MILLI), RecentWaits.SECONDS);
  }

  double waitedMillis() {
    return waitedMicros.sum() / MICROS_PER_MILLI;
  }

  private static long record(Histogram histogram, long nanos) {
    long micros = Math.max(0, nanos / 1000);
    histogram.recordValue(micros);
    return micros;
  }

  PoolStats stats(Pool pool) {
    long borrows;
    long returns;
    Counts counts;
    StatementCacheUse caches;
    pool.lock.lock();
    try {
      returns = formerReturns;
      borrows = formerBorrows;
      caches = formerCaches;
      for (Slot slot : pool.slots.all()) {
        returns += slot.returns();
        borrows += slot.borrows();
        caches = caches.plus(slot.connection.statementCacheUse());
      }
      counts = Counts.of(pool);
    } finally {
      pool.lock.unlock();
    }
    long failures = refused.sum() + timeouts.sum();
    Histogram wait = waits.copy();
    long atOnce = borrows - wait.getTotalCount();
    if (atOnce > 0) {
      wait.recordValueWithCount(0, atOnce);
    }
    return new PoolStats(
        pool.name(),
        counts.active(),
        counts.idle(),
        counts.closing(),
        counts.total(),
        counts.waiting(),
        created.sum(),
        destroyed.sum(),
        borrows,
        Math.min(borrows, returns),
        borrows + failures + cancelled.sum() + moved.sum() + counts.waiting(),
        failures,
        timeouts.sum(),
        moved.sum(),
        borrows + failures == 0 ? 1 : (double) borrows / (borrows + failures),
        validationFailures.sum(),
        creationFailures.sum(),
        resetFailures.sum(),
        recycled.sum(),
        replaced.sum(),
        pool.leaks.total(),
        pool.leaks.suspects(),
        borrows == 0 ? 0 : waitedMicros.sum() / MICROS_PER_MILLI / borrows,
        percentiles(wait),
        percentiles(holds.copy()),
        percentiles(creations.copy()),
        PoolStats.StatementCacheStats.of(caches),
        pool.sizing.lastDecisions());
  }

  static Percentiles percentiles(Histogram histogram) {
    if (histogram.getTotalCount() == 0) {
      return new Percentiles(0, 0, 0, 0);
    }
    return new Percentiles(
        histogram.getValueAtPercentile(50) / MICROS_PER_MILLI,
        histogram.getValueAtPercentile(95) / MICROS_PER_MILLI,
        histogram.getValueAtPercentile(99) / MICROS_PER_MILLI,
        histogram.getMaxValue() / MICROS_PER_MILLI);
  }
}

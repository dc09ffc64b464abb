package io.fairlead.pool.core;

import io.fairlead.traffic.pool.WaitQueueStats;
import io.fairlead.traffic.pool.WaitQueueStats.Deadlock;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** The numbers of a wait queue that no other meter has. */
final class QueueMeter {

  private static final double MICROS_PER_MILLI = 1000;

  private final LongAdder enqueued = new LongAdder();
  private final LongAdder cleared = new LongAdder();
  private final LongAdder boosted = new LongAdder();
  private final LongAdder deadlocks = new LongAdder();
  private volatile @Nullable Deadlock lastDeadlock;

  void enqueued() {
    enqueued.increment();
  }

  void granted(int raised) {
    if (raised > 0) {
      boosted.add(raised);
    }
  }

  void cleared(int waiters) {
    cleared.add(waiters);
  }

  void deadlock(Deadlock found, boolean isNew) {
    if (isNew) {
      deadlocks.increment();
    }
    lastDeadlock = found;
  }

  WaitQueueStats stats(Pool pool) {
    List<Waiter> waiting;
    pool.lock.lock();
    try {
      waiting = pool.queue.all();
    } finally {
      pool.lock.unlock();
    }
    long now = pool.timer.nanos();
    long starvation = pool.queue.starvationNanos();
    long raised = boosted.sum();
    for (Waiter waiter : waiting) {
      raised += waiter.raised(starvation, now);
    }
    Histogram waits = pool.meter.waits();
    long granted = waits.getTotalCount();
    return new WaitQueueStats(
        pool.name(),
        waiting.size(),
        pool.settings().maxWaitQueue(),
        enqueued.sum(),
        granted,
        granted == 0 ? 0 : pool.meter.waitedMillis() / granted,
        granted == 0 ? 0 : waits.getMaxValue() / MICROS_PER_MILLI,
        percentile(waits, 50),
        percentile(waits, 95),
        percentile(waits, 99),
        pool.meter.timeouts(),
        pool.meter.cancellations(),
        pool.meter.refusals(),
        cleared.sum(),
        pool.meter.moves(),
        raised,
        deadlocks.sum(),
        lastDeadlock);
  }

  private static double percentile(Histogram waits, double which) {
    return waits.getTotalCount() == 0 ? 0 : waits.getValueAtPercentile(which) / MICROS_PER_MILLI;
  }
}

package io.fairlead.pool.core;

import io.fairlead.traffic.pool.LifecycleStats;

/** The lives of a pool's connections as the surfaces show them. */
final class LifeShowing {

  private static final long SECOND = 1_000_000_000L;

  private LifeShowing() {}

  static LifecycleStats stats(Pool pool) {
    long performed = pool.vitals.performed();
    long failed = Math.min(performed, pool.meter.validationFailures());
    return new LifecycleStats(
        pool.name(),
        pool.meter.recycledCount(),
        pool.meter.replacedCount(),
        pool.aging.warnings(),
        pool.aging.enforced(),
        performed,
        failed,
        performed == 0 ? 1 : (double) (performed - failed) / performed,
        pool.vitals.failedInRow(),
        pool.vitals.degraded(),
        pool.meter.resetFailures(),
        ages(pool),
        pool.recycler.view());
  }

  private static LifecycleStats.Ages ages(Pool pool) {
    long now = pool.timer.nanos();
    int count = 0;
    int near = 0;
    long youngest = Long.MAX_VALUE;
    long oldest = 0;
    double sum = 0;
    long borrows = 0;
    for (Slot slot : pool.slots.all()) {
      long age = Math.max(0, now - slot.createdAt);
      count++;
      near += slot.outdated ? 1 : 0;
      youngest = Math.min(youngest, age);
      oldest = Math.max(oldest, age);
      sum += age;
      borrows = Math.max(borrows, slot.borrows());
    }
    return new LifecycleStats.Ages(
        count,
        count == 0 ? 0 : youngest / SECOND,
        count == 0 ? 0 : sum / count / SECOND,
        oldest / SECOND,
        borrows,
        near);
  }
}

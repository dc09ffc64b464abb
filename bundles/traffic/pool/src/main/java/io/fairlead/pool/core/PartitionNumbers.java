package io.fairlead.pool.core;

import io.fairlead.traffic.pool.PartitionStats;
import io.fairlead.traffic.pool.PartitionStats.Violations;
import io.fairlead.traffic.pool.PartitionView.Usage;
import java.util.ArrayList;
import java.util.List;

/**
 * A partition at one moment.
 *
 * @param leaving it was removed, and its last loans end
 */
public record PartitionNumbers(
    PartitionSettings settings, Usage usage, PartitionStats stats, boolean leaving) {

  private static final double NANOS_PER_MILLI = 1e6;

  static List<PartitionNumbers> all(Pool pool) {
    int idle = pool.slots.idle();
    int free = Math.max(0, pool.shares.free());
    List<PartitionNumbers> all = new ArrayList<>();
    for (Share share : pool.shares.present()) {
      all.add(of(pool, share, idle, free, false));
    }
    for (Share share : pool.shares.leaving()) {
      all.add(of(pool, share, idle, free, true));
    }
    return all;
  }

  private static PartitionNumbers of(Pool pool, Share share, int idle, int free, boolean leaving) {
    int lent = share.lent();
    int reach = Math.min(share.ceilingLeft(), share.reservedLeft() + free);
    ShareMeter meter = share.meter;
    Work work = share.work;
    long acquired = meter.acquired.sum();
    PartitionStats stats =
        new PartitionStats(
            pool.name(),
            share.name,
            lent,
            share.waiting(),
            acquired,
            Math.max(0, acquired - lent),
            meter.timeouts.sum(),
            work.cpuNanos() / NANOS_PER_MILLI,
            work.busyNanos() / NANOS_PER_MILLI,
            work.memory(),
            work.rows(),
            work.bytes(),
            Meter.percentiles(meter.waits()),
            new Violations(
                meter.atCeiling.sum(),
                meter.queueFull.sum(),
                meter.overCpu.sum(),
                meter.overMemory.sum(),
                meter.overIo.sum()));
    return new PartitionNumbers(
        share.settings(),
        new Usage(lent, leaving ? 0 : Math.min(idle, reach), share.waiting()),
        stats,
        leaving);
  }
}

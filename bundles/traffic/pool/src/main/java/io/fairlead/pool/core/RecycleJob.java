package io.fairlead.pool.core;

import io.fairlead.pool.core.LifeSettings.Recycling;
import io.fairlead.traffic.pool.LifecycleStats;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A recycle that somebody wanted, and how far it is. */
final class RecycleJob {

  private final Recycling strategy;
  private final boolean lentToo;
  private final Instant startedAt;
  private final int total;
  private final Set<Slot> pending;
  private int done;
  private int replaced;
  private int failed;
  private int kept;
  private @Nullable Instant finishedAt;

  RecycleJob(Recycling strategy, boolean lentToo, Set<Slot> slots, Instant now) {
    this.strategy = strategy;
    this.lentToo = lentToo;
    this.startedAt = now;
    this.total = slots.size();
    this.pending = new HashSet<>(slots);
    this.finishedAt = slots.isEmpty() ? now : null;
  }

  synchronized List<Slot> pending() {
    return List.copyOf(pending);
  }

  /** While connections are replaced, the pool stays as large as it is. */
  synchronized void keep(int connections) {
    kept = connections;
  }

  synchronized int keeps() {
    return pending.isEmpty() ? 0 : kept;
  }

  synchronized void finished(Slot slot, boolean good, boolean gone, Instant now) {
    if (!pending.remove(slot)) {
      return;
    }
    if (good) {
      done++;
      replaced += gone ? 1 : 0;
    } else {
      failed++;
    }
    if (pending.isEmpty()) {
      finishedAt = now;
    }
  }

  synchronized boolean over() {
    return pending.isEmpty();
  }

  synchronized LifecycleStats.Recycle view() {
    return new LifecycleStats.Recycle(
        strategy.name().toLowerCase(Locale.ROOT),
        lentToo ? "all" : "idle",
        total,
        done,
        replaced,
        failed,
        startedAt,
        finishedAt);
  }
}

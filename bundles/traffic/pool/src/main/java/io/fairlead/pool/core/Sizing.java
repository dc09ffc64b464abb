package io.fairlead.pool.core;

import io.fairlead.pool.core.SizingHistory.Kind;
import io.fairlead.traffic.pool.SizingDecision;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How large a pool is to be. It grows for those who wait, and with {@code elastic.auto_scale} a
 * little ahead of them; once a second it looks how many are in use, opens one when all were in two
 * looks, and closes a part of those that no look of the last while found needed. Each decision
 * keeps its reason.
 */
final class Sizing {

  /** So many decisions are for who looks every second. */
  private static final int LAST = 32;

  /** One more for each five who wait. */
  private static final int WAITERS_FOR_ONE_AHEAD = 5;

  private final Pool pool;
  private final SizingHistory history = new SizingHistory();
  private final TokenBucket growth;
  private final TokenBucket shrinking;
  private final PeakWindow inUse;
  private ElasticSettings elastic;
  private boolean wasFull;
  private int ahead;

  Sizing(Pool pool, PoolSettings settings, long now) {
    this.pool = pool;
    elastic = settings.elastic();
    growth =
        new TokenBucket(
            TokenBucket.perSecond(elastic.growthPerSecond()), settings.createBurst(), now);
    shrinking =
        new TokenBucket(TokenBucket.perMinute(elastic.shrinkPerMinute()), ofOneLook(elastic), now);
    inUse = new PeakWindow(elastic.shrinkDelay().toNanos(), now);
  }

  /** How many may go in one look, so that looks once a second come to the rate. */
  private static int ofOneLook(ElasticSettings settings) {
    return (settings.shrinkPerMinute() + 59) / 60;
  }

  /** Under the pool's lock. */
  void settings(PoolSettings settings) {
    long now = pool.timer.nanos();
    ElasticSettings next = settings.elastic();
    growth.limit(TokenBucket.perSecond(next.growthPerSecond()), settings.createBurst(), now);
    shrinking.limit(TokenBucket.perMinute(next.shrinkPerMinute()), ofOneLook(next), now);
    if (!next.equals(elastic)) {
      inUse.restart(next.shrinkDelay().toNanos(), now);
    }
    elastic = next;
    ahead = 0;
  }

  List<SizingDecision> decisions() {
    return history.all();
  }

  /** The last few of them, for who looks every second. */
  List<SizingDecision> lastDecisions() {
    return history.last(LAST);
  }

  /** How many connections above the minimum are wanted for so many who wait. Under the lock. */
  int growth(int waiting) {
    return elastic.autoScale()
        ? Math.max(waiting + waiting / WAITERS_FOR_ONE_AHEAD, ahead)
        : waiting;
  }

  /** How long until it may grow by one; 0 for now. Under the lock. */
  long untilGrowth(long now) {
    return elastic.autoScale() ? growth.until(now) : 0;
  }

  /** It grows by one above the minimum. Under the lock. */
  void takeGrowth(long now) {
    growth.take(now);
    ahead = 0;
  }

  /**
   * It opens connections so that there will be more. Under the lock.
   *
   * @param floor below which number it is; null when not for that
   */
  void grows(int from, int to, @Nullable String floor) {
    int waiting = pool.queue.size();
    if (floor != null) {
      decided(Kind.FLOOR, from, to, floor);
    } else if (waiting > 0) {
      decided(
          Kind.WAITING,
          from,
          to,
          waiting + " waiting, " + pool.meter.recentWait(95, pool.timer.nanos()));
    } else {
      decided(Kind.CROWDED, from, to, "all " + from + " in use for a second");
    }
  }

  /** It closes one that was idle for too long. */
  void idledOut(int from) {
    String reason =
        pool.settings()
            .idleTimeout()
            .map(timeout -> "idle for " + Messages.duration(timeout.toNanos()))
            .orElse("idle");
    decided(Kind.IDLE, from, from - 1, reason);
  }

  /** It would open one more, and may not. */
  void refused(int size, String why) {
    decided(Kind.REFUSED, size, size, why);
  }

  /** It closes one for another pool of its budget. */
  void yields(int from, String budget, boolean rested) {
    decided(
        Kind.YIELDED,
        from,
        from - 1,
        "budget %s: given up for another pool, %s"
            .formatted(budget, rested ? "not used for a second" : "above the share"));
  }

  /** Whether it has something to look for, once a second. */
  boolean on() {
    return pool.settings().elastic().autoScale();
  }

  /** Looks how many are in use. */
  void look(long now) {
    if (!on() || pool.mode() != Mode.RUNNING) {
      return;
    }
    boolean grow;
    List<Slot> leaving;
    pool.lock.lock();
    try {
      grow = crowded();
      leaving = unneeded(now);
    } finally {
      pool.lock.unlock();
    }
    leaving.forEach(pool.keeper::retire);
    if (grow) {
      pool.filler.fill();
    }
  }

  /** Whether all have been in use in two looks, and the next to come would have to wait. */
  private boolean crowded() {
    int usable = pool.slots.usable(pool.generation());
    boolean full = usable > 0 && pool.slots.idle() == 0 && pool.queue.size() == 0;
    ahead = full && wasFull && usable < pool.settings().max() ? 1 : 0;
    wasFull = full;
    return ahead > 0;
  }

  /** Takes those out of use that were not needed; the caller closes them. */
  private List<Slot> unneeded(long now) {
    int usable = pool.slots.usable(pool.generation());
    int busy = usable - Math.min(usable, pool.slots.idle());
    // Who waits would use any number, unless it is a place in the partition that is lacking.
    inUse.add(pool.queue.wanted() > 0 ? usable : busy, now);
    int peak = inUse.peak();
    // The one ahead stays, or it would be closed and opened in turns.
    int needed = Math.max(peak == 0 ? 0 : peak + 1, pool.recycler.keeps());
    int surplus = inUse.whole(now) ? usable - needed : 0;
    int most = (surplus + 1) / 2;
    List<Slot> leaving = new ArrayList<>();
    while (leaving.size() < most && shrinking.until(now) == 0) {
      Slot slot = pool.slots.takeLongestIdle();
      if (slot == null) {
        break;
      }
      shrinking.take(now);
      slot.doomed = true;
      slot.state(Slot.State.CLOSING);
      leaving.add(slot);
    }
    if (!leaving.isEmpty()) {
      decided(
          Kind.UNNEEDED,
          usable,
          usable - leaving.size(),
          "at most %d in use for %s"
              .formatted(peak, Messages.duration(elastic.shrinkDelay().toNanos())));
    }
    return leaving;
  }

  private void decided(Kind kind, int from, int to, String reason) {
    history.add(kind, pool.wall.instant(), from, to, reason);
  }
}

package io.fairlead.pool.core;

import java.util.concurrent.atomic.LongAdder;

/**
 * When connections' lives are over. Each ends a little before its limit, by chance, so that not all
 * end together and there is time to open its replacement; at the limit it ends in any case.
 */
final class Aging {

  static final long FAR = 1L << 62;

  /** The part of a maximum at which a life is over at the latest. */
  private static final double LATEST = 0.95;

  private static final double PERCENT = 100;

  /** So long one that has to go at the pool's maximum waits for a moment that suits. */
  private static final long SUITS_NANOS = 10_000_000_000L;

  private final Pool pool;
  private final LongAdder warnings = new LongAdder();
  private final LongAdder enforced = new LongAdder();

  Aging(Pool pool) {
    this.pool = pool;
  }

  long warnings() {
    return warnings.sum();
  }

  long enforced() {
    return enforced.sum();
  }

  /** How old it may become. */
  long lifetime(Slot slot) {
    LifeSettings settings = pool.settings().life();
    if (settings.aging() == LifeSettings.Aging.USAGE) {
      return FAR;
    }
    long most = pool.settings().maxLifetime().map(d -> Math.min(FAR, d.toNanos())).orElse(FAR);
    boolean halved =
        settings.aging() == LifeSettings.Aging.ADAPTIVE
            && slot.errorRate() > settings.errorThreshold();
    return halved && most < FAR ? most / 2 : most;
  }

  /** When its life is over, by its age. */
  long softLifetime(Slot slot) {
    long most = lifetime(slot);
    return most == FAR ? FAR : (long) (most * share(slot));
  }

  private double share(Slot slot) {
    return Math.max(0, LATEST - pool.settings().life().jitterPercent() / PERCENT * slot.dice);
  }

  private long maxBorrows() {
    LifeSettings settings = pool.settings().life();
    return switch (settings.aging()) {
      case USAGE, COMBINED -> settings.maxBorrows();
      case TIME, ADAPTIVE -> Long.MAX_VALUE;
    };
  }

  private long softBorrows(Slot slot) {
    long most = maxBorrows();
    return most == Long.MAX_VALUE ? most : Math.max(1, (long) (most * share(slot)));
  }

  /** New settings, or a new connection: from how many loans on its coming home is looked at. */
  void settle(Slot slot) {
    if (slot.outdated && !slot.replaceWanted && !over(slot, pool.timer.nanos())) {
      slot.outdated = false; // it may live longer now
    }
    slot.borrowsUntil = slot.outdated || slot.errand != null ? 0 : softBorrows(slot);
  }

  /** Whether its life is over. */
  boolean over(Slot slot, long now) {
    return now - slot.createdAt >= softLifetime(slot) || slot.borrows() >= softBorrows(slot);
  }

  /** Fixes that one is replaced whose life is over, and when it goes. Under the lock. */
  void look(Slot slot, long now) {
    if (!slot.outdated && over(slot, now)) {
      warnings.increment();
      outdate(slot, now);
    }
    if (slot.outdated && !slot.doomed && mayGo(slot, now)) {
      if (!slot.replaceWanted) {
        enforced.increment();
      }
      pool.meter.replaced();
      slot.doomed = true;
    }
  }

  /** It is to be replaced; it serves until it can go. */
  void outdate(Slot slot, long now) {
    slot.outdatedAt = now;
    slot.outdated = true;
    slot.borrowsUntil = 0;
    pool.rounds.wake();
  }

  /** Each time that one comes home which has been lent often enough; for its owner. */
  void worn(Slot slot) {
    if (slot.doomed) {
      return;
    }
    boolean before = slot.outdated;
    pool.lock.lock();
    try {
      look(slot, pool.timer.nanos());
    } finally {
      pool.lock.unlock();
    }
    if (!before && slot.outdated && !slot.doomed) {
      pool.care.execute(pool.filler::fill);
    }
  }

  /**
   * Whether nobody misses it: another is there for it. At the pool's maximum, or its budget's,
   * there is no room for another; then one at a time goes, while nobody waits and another is idle.
   * After a while it goes as soon as it is nobody's.
   */
  private boolean mayGo(Slot slot, long now) {
    if (now - slot.createdAt >= lifetime(slot) || slot.borrows() >= maxBorrows()) {
      return true;
    }
    if (pool.slots.serving(pool.generation()) > pool.recycler.keeps()) {
      return true;
    }
    return (pool.slots.size() >= pool.settings().max() || pool.places.lacking() > 0)
        && slot.owner() == null
        && oneAtATime(slot)
        && (now - slot.outdatedAt >= SUITS_NANOS || quiet(slot));
  }

  private boolean oneAtATime(Slot slot) {
    for (Slot other : pool.slots.all()) {
      if (other != slot && other.state() == Slot.State.CLOSING) {
        return false;
      }
    }
    return pool.filler.quiet();
  }

  private boolean quiet(Slot slot) {
    if (pool.queue.size() > 0) {
      return false;
    }
    boolean alone = true;
    for (Slot other : pool.slots.all()) {
      if (other != slot) {
        alone = false;
        if (other.idle() && !other.doomed) {
          return true;
        }
      }
    }
    return alone;
  }
}

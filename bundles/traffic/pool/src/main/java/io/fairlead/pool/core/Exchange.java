package io.fairlead.pool.core;

import io.fairlead.pool.core.Partitioning.Affinity;
import io.fairlead.traffic.pool.AcquireRequest;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Who gets which connection. One that is free goes to whoever waits longest; when nobody does it
 * rests, and the next to ask takes it by compare-and-set. Between the two stands this: who puts one
 * to rest looks at the queue afterwards, and who queues up looks for one at rest afterwards.
 */
final class Exchange {

  private final Pool pool;
  private final AtomicInteger validating = new AtomicInteger();

  /** A connection broke then: those used before are looked at before they are lent. */
  private volatile long lostAt;

  Exchange(Pool pool, long now) {
    this.pool = pool;
    this.lostAt = now;
  }

  /** A loan for somebody who need not wait; null when he has to. */
  @Nullable Lease takeAtOnce(AcquireRequest request, @Nullable Object owner) {
    long now = pool.coarse.getAsLong();
    if (pool.queue.size() != 0 && !pool.queue.yields(now)) {
      return null;
    }
    Routing routing = pool.shares.routing();
    if (routing == null) {
      return takeAtOnce(request, owner, null, Affinity.NONE, now);
    }
    Share share = routing.find(request);
    if (share == null || share.work.reached() != Work.Limit.NONE || !share.take()) {
      return null; // the long way waits, or says why not
    }
    Lease lease = takeAtOnce(request, owner, share, routing.affinity(), now);
    if (lease == null) {
      share.giveBack();
    }
    return lease;
  }

  private @Nullable Lease takeAtOnce(
      AcquireRequest request,
      @Nullable Object owner,
      @Nullable Share share,
      Affinity affinity,
      long now) {
    for (; ; ) {
      Slot slot = null;
      if (affinity != Affinity.NONE || request.label().isPresent()) {
        slot = pool.slots.takeLiked(now, freshNanos(now), request, share, affinity);
      }
      if (slot == null) {
        slot = pool.slots.takeFresh(now, freshNanos(now));
      }
      if (slot == null) {
        return null;
      }
      if (pool.mode() == Mode.RUNNING && pool.fit(slot)) {
        return lend(slot, request, share, owner, now);
      }
      offer(slot);
      if (pool.mode() != Mode.RUNNING) {
        return null;
      }
    }
  }

  private long freshNanos(long now) {
    long fresh = pool.freshNanos();
    return fresh == Long.MAX_VALUE ? fresh : Math.min(fresh, now - lostAt);
  }

  private Lease lend(
      Slot slot, AcquireRequest request, @Nullable Share share, @Nullable Object owner, long now) {
    slot.grantedAt = slot.lentTick == now ? 0 : precise();
    slot.lentTick = now;
    if (share != null) {
      slot.share = share;
      share.meter.acquired.increment();
    }
    Lease lease = new Lease(slot, request, share, owner);
    slot.lent(lease);
    pool.listener.connection(PoolListener.What.ACQUIRED, pool.name(), slot.id);
    return lease;
  }

  /** Never 0, which stands for a time that was not taken. */
  private long precise() {
    long now = pool.timer.nanos();
    return now == 0 ? 1 : now;
  }

  /** Brings together who waits and what is free, and sees to it that there will be more. */
  void dispatch() {
    while (pool.queue.size() > 0 && pool.mode().serves()) {
      long now = pool.coarse.getAsLong();
      Slot slot = pool.slots.takeFresh(now, freshNanos(now));
      if (slot != null) {
        if (hand(slot)) {
          continue;
        }
        break;
      }
      slot = validating.get() < wanted() ? pool.slots.takeAny() : null;
      if (slot == null) {
        break;
      }
      if (!pool.fit(slot)) {
        pool.keeper.retire(slot);
      } else if (now - slot.usedAt() > freshNanos(now)) {
        validate(slot);
      } else if (!hand(slot)) { // it came to rest between the two looks
        break;
      }
    }
    pool.filler.fill();
  }

  private int wanted() {
    pool.lock.lock();
    try {
      return pool.queue.wanted();
    } finally {
      pool.lock.unlock();
    }
  }

  /** For the owner of a connection that is good to be lent: a waiter's, or at rest. */
  void offer(Slot slot) {
    settle(slot);
    do {
      LifeSettings.Recycling errand = slot.errand;
      if (errand != null && !mustGo(slot)) {
        pool.recycler.run(slot, errand);
        return;
      }
      if (mustGo(slot)) {
        pool.keeper.retire(slot);
        return;
      }
      if (pool.queue.size() == 0 || !pool.mode().serves()) {
        slot.rest();
      } else if (!pool.queue.yields(pool.coarse.getAsLong())) {
        hand(slot);
        return;
      } else {
        slot.rest();
        if (!pool.queue.woken() && !wakeOne() && slot.claim()) {
          hand(slot);
        }
        return;
      }
    } while (((pool.queue.size() > 0 && pool.mode().serves())
            || slot.errand != null
            || mayHaveToGo(slot))
        && slot.claim());
    pool.steering.checkDrained();
  }

  /** The partition's place is free again; true when it had one. For the owner. */
  boolean settle(Slot slot) {
    Share share = slot.share;
    if (share == null) {
      return false;
    }
    slot.share = null;
    share.giveBack();
    return true;
  }

  private boolean wakeOne() {
    pool.lock.lock();
    try {
      return pool.queue.wake(pool.timer.nanos());
    } finally {
      pool.lock.unlock();
    }
  }

  /** A waiter that was woken looks what is free: for whoever is next, which may be itself. */
  void look(Waiter waiter) {
    dispatch();
    pool.lock.lock();
    try {
      pool.queue.looks(waiter);
    } finally {
      pool.lock.unlock();
    }
    dispatch(); // whoever put something to rest meanwhile relied on this look
  }

  /** Gives it to whoever is next; false when nobody may have it, and it rests. */
  private boolean hand(Slot slot) {
    if (mustGo(slot)) {
      pool.keeper.retire(slot);
      return true;
    }
    long now = pool.timer.nanos();
    Waiter waiter = null;
    pool.lock.lock();
    try {
      if (pool.mode().serves()) {
        waiter = pool.queue.poll(now);
      }
      if (waiter == null) {
        slot.rest();
      }
    } finally {
      pool.lock.unlock();
    }
    if (waiter != null) {
      grant(slot, waiter, now);
      return true;
    }
    if (mayHaveToGo(slot) && slot.claim()) {
      offer(slot);
      return true;
    }
    pool.steering.checkDrained();
    return false;
  }

  /** For the owner: whether it goes now; then it is doomed. */
  boolean mustGo(Slot slot) {
    return !pool.fit(slot) || pool.keeper.surplus(slot) || pool.places.yields(slot);
  }

  /** For whoever has just put it to rest: whether to take it again and look. */
  boolean mayHaveToGo(Slot slot) {
    return !pool.fit(slot) || pool.keeper.surplus(slot) || pool.places.owes();
  }

  private void grant(Slot slot, Waiter waiter, long now) {
    long waited = now - waiter.since;
    pool.meter.waited(waited, now);
    pool.queueMeter.granted(waiter.raised(pool.queue.starvationNanos(), now));
    Share share = waiter.share == pool.shares.sole ? null : waiter.share;
    if (share != null) {
      share.meter.waited(waited);
    }
    slot.state(Slot.State.TAKEN);
    Lease lease = lend(slot, waiter.request, share, waiter.owner, pool.coarse.getAsLong());
    lease.trace = waiter.trace;
    waiter.granted(lease);
    pool.places.fewerWait();
  }

  private void validate(Slot slot) {
    slot.state(Slot.State.VALIDATING);
    validating.incrementAndGet();
    pool.care.execute(
        () -> {
          boolean good = pool.vitals.answers(slot, pool.settings().validationTimeout());
          validating.decrementAndGet();
          if (good) {
            slot.usedAt(pool.coarse.getAsLong());
            offer(slot);
          } else {
            pool.keeper.retire(slot);
            dispatch();
          }
        });
  }

  /** Connections under validation, for those who wait. */
  int validating() {
    return validating.get();
  }

  /** Work found a connection broken: those used before now are looked at before they are lent. */
  void distrust() {
    lostAt = pool.coarse.getAsLong();
  }
}

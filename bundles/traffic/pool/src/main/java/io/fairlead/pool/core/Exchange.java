package io.fairlead.pool.core;

import io.fairlead.kernel.error.FairleadException;
import io.fairlead.traffic.pool.AcquireRequest;
import io.fairlead.traffic.pool.spi.ServerException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Who gets which connection. One that is free goes to whoever waits longest; when nobody does it
 * rests, and the next to ask takes it by compare-and-set. Between the two stands this: who puts one
 * to rest looks at the queue afterwards, and who queues up looks for one at rest afterwards.
 */
final class Exchange {

  private final Pool pool;
  final Canceller canceller;
  private final AtomicInteger validating = new AtomicInteger();

  /** A connection broke then: those used before are looked at before they are lent. */
  private volatile long lostAt;

  Exchange(Pool pool, Canceller canceller, long now) {
    this.pool = pool;
    this.canceller = canceller;
    this.lostAt = now;
  }

  /** A loan for somebody who need not wait; null when he has to. */
  @Nullable Lease takeAtOnce(AcquireRequest request) {
    if (pool.queue.size() != 0) {
      return null;
    }
    long now = pool.coarse.getAsLong();
    for (; ; ) {
      Slot slot = pool.slots.takeFresh(now, freshNanos(now));
      if (slot == null) {
        return null;
      }
      if (pool.mode() == Mode.RUNNING && pool.fit(slot)) {
        return lend(slot, request, now);
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

  private Lease lend(Slot slot, AcquireRequest request, long now) {
    boolean timed = slot.timedTick != now;
    slot.timedTick = now;
    Lease lease = new Lease(this, slot, request, timed ? pool.timer.nanos() : 0, timed);
    slot.lent(lease);
    pool.listener.connection(PoolListener.What.ACQUIRED, pool.name(), slot.id);
    return lease;
  }

  /** Queues somebody up; null when that was done, else why not. */
  @Nullable FairleadException enqueue(Waiter waiter) {
    FairleadException refusal = null;
    pool.lock.lock();
    try {
      int most = pool.settings().maxWaitQueue();
      if (!pool.mode().accepts()) {
        refusal = Messages.notAccepted(pool, pool.mode());
      } else if (pool.queue.size() >= most) {
        refusal = Messages.queueFull(pool, most);
      } else {
        pool.queue.add(waiter);
      }
    } finally {
      pool.lock.unlock();
    }
    if (refusal != null) {
      pool.meter.refused();
      return refusal;
    }
    dispatch();
    return null;
  }

  /** Brings together who waits and what is free, and sees to it that there will be more. */
  void dispatch() {
    while (pool.queue.size() > 0 && pool.mode().serves()) {
      long now = pool.coarse.getAsLong();
      Slot slot = pool.slots.takeFresh(now, freshNanos(now));
      if (slot != null) {
        offer(slot);
        continue;
      }
      slot = validating.get() < pool.queue.size() ? pool.slots.takeAny() : null;
      if (slot == null) {
        break;
      }
      if (pool.fit(slot)) {
        validate(slot);
      } else {
        pool.keeper.retire(slot);
      }
    }
    pool.filler.fill();
  }

  /** For the owner of a connection that is good to be lent: a waiter's, or at rest. */
  void offer(Slot slot) {
    do {
      if (mustGo(slot)) {
        pool.keeper.retire(slot);
        return;
      }
      Waiter waiter = pool.mode().serves() && pool.queue.size() > 0 ? poll() : null;
      if (waiter != null) {
        grant(slot, waiter);
        return;
      }
      slot.rest();
    } while (((pool.queue.size() > 0 && pool.mode().serves()) || mustGo(slot)) && slot.claim());
    pool.steering.checkDrained();
  }

  private boolean mustGo(Slot slot) {
    return !pool.fit(slot) || pool.keeper.surplus(slot);
  }

  private @Nullable Waiter poll() {
    pool.lock.lock();
    try {
      return pool.queue.poll();
    } finally {
      pool.lock.unlock();
    }
  }

  private void grant(Slot slot, Waiter waiter) {
    pool.meter.waited(pool.timer.nanos() - waiter.since);
    slot.state(Slot.State.TAKEN);
    waiter.granted(lend(slot, waiter.request, pool.coarse.getAsLong()));
  }

  private boolean leave(Waiter waiter) {
    pool.lock.lock();
    try {
      return pool.queue.remove(waiter);
    } finally {
      pool.lock.unlock();
    }
  }

  boolean cancelled(Waiter waiter) {
    if (!leave(waiter)) {
      return false;
    }
    pool.meter.cancelled();
    pool.steering.checkDrained();
    return true;
  }

  void expired(Waiter waiter) {
    if (leave(waiter)) {
      pool.meter.timedOut();
      waiter.failed(Messages.timedOut(pool, waiter));
      pool.steering.checkDrained();
    }
  }

  /** Something was done on a lent connection. */
  void worked(Slot slot) {
    slot.worked();
    slot.usedAt(pool.coarse.getAsLong());
  }

  /**
   * The short way home, for a loan that did nothing while nobody waits: one compare-and-set. False
   * when it is not for this one, or somebody was quicker to take the connection back.
   */
  boolean putBack(Lease lease) {
    Slot slot = lease.slot;
    if (pool.queue.size() != 0 || mustGo(slot)) {
      return false;
    }
    account(lease);
    if (!slot.swap(lease.lent, Slot.resting(lease.lent))) {
      return false;
    }
    if (pool.queue.size() != 0 || mustGo(slot) || pool.mode().draining()) {
      lookAgain(slot);
    }
    return true;
  }

  /** Counts and tells the end of a loan; for whoever takes it home, before anybody else has it. */
  private void account(Lease lease) {
    lease.accounted = true;
    if (lease.timed) {
      pool.meter.held(pool.timer.nanos() - lease.grantedAt);
    }
    lease.slot.usedAt(pool.coarse.getAsLong());
    pool.listener.connection(PoolListener.What.RELEASED, pool.name(), lease.slot.id);
  }

  /** What was put to rest may have to be lent on or retired at once. */
  private void lookAgain(Slot slot) {
    if (((pool.queue.size() > 0 && pool.mode().serves()) || mustGo(slot)) && slot.claim()) {
      offer(slot);
    } else {
      pool.steering.checkDrained();
    }
  }

  /** A loan is over; called once for each, by whoever ended it last. */
  void home(Lease lease, boolean revoked) {
    Slot slot = lease.slot;
    if (!lease.accounted) {
      account(lease);
    }
    if (revoked || !pool.fit(slot)) {
      pool.keeper.retire(slot);
    } else if (!lease.used()) {
      offer(slot);
    } else if (pool.work.current()) {
      reset(slot);
    } else {
      slot.state(Slot.State.RESETTING);
      pool.work.execute(() -> reset(slot));
    }
  }

  private void reset(Slot slot) {
    slot.state(Slot.State.RESETTING);
    pool.keeper.guard(slot, Keeper.PATIENCE_NANOS);
    boolean clean = false;
    try {
      clean = slot.connection.reset();
    } catch (RuntimeException | LinkageError e) {
      pool.failed("connection " + slot.id + ": reset failed: " + e);
    }
    pool.keeper.unguard(slot);
    slot.transaction = false;
    slot.state(Slot.State.TAKEN);
    if (clean) {
      offer(slot);
    } else {
      pool.meter.resetFailed();
      pool.keeper.retire(slot);
    }
  }

  private void validate(Slot slot) {
    slot.state(Slot.State.VALIDATING);
    validating.incrementAndGet();
    var atMost = pool.settings().validationTimeout();
    pool.keeper.guard(slot, atMost.toNanos() + Keeper.PATIENCE_NANOS);
    pool.care.execute(
        () -> {
          boolean good = false;
          try {
            good = slot.connection.validate(atMost);
          } catch (RuntimeException | LinkageError e) {
            pool.failed("connection " + slot.id + ": validation failed: " + e);
          }
          pool.keeper.unguard(slot);
          validating.decrementAndGet();
          slot.state(Slot.State.TAKEN);
          if (good) {
            slot.usedAt(pool.coarse.getAsLong());
            pool.filler.suspect(false);
            offer(slot);
          } else {
            pool.meter.validationFailed();
            pool.failed("connection " + slot.id + ": did not answer its validation");
            pool.filler.suspect(true);
            pool.keeper.retire(slot);
            dispatch();
          }
        });
  }

  /** Connections under validation, for those who wait. */
  int validating() {
    return validating.get();
  }

  /** Work found its connection broken: the others are probably, too. */
  void lost(Slot slot, ServerException why) {
    slot.doomed = true;
    lostAt = pool.coarse.getAsLong();
    pool.failed("connection " + slot.id + ": " + why.getMessage());
    pool.filler.suspect(true);
  }
}

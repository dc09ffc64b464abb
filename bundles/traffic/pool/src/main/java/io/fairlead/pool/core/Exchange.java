package io.fairlead.pool.core;

import io.fairlead.kernel.error.FairleadException;
import io.fairlead.pool.core.Partitioning.Affinity;
import io.fairlead.traffic.pool.AcquireRequest;
import io.fairlead.traffic.pool.spi.ServerConnection;
import io.fairlead.traffic.pool.spi.ServerException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Predicate;
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

  /** Queues somebody up; null when that was done, else why not. */
  @Nullable FairleadException enqueue(Waiter waiter) {
    FairleadException refusal = null;
    boolean again = true;
    while (again) {
      Routing routing = pool.shares.routing();
      Share share = routing == null ? pool.shares.sole : routing.find(waiter.request);
      pool.lock.lock();
      try {
        again = routing != pool.shares.routing(); // other partitions meanwhile
        if (!again) {
          refusal =
              share == null
                  ? Messages.unknownPartition(pool, routing, waiter.request)
                  : refusal(share);
          if (refusal == null && share != null) {
            pool.queue.add(waiter, share);
          }
        }
      } finally {
        pool.lock.unlock();
      }
    }
    if (refusal != null) {
      pool.meter.refused();
    } else {
      pool.queueMeter.enqueued();
      pool.deadlocks.waits(waiter);
    }
    if (refusal == null || pool.queue.size() > 0) {
      dispatch();
    }
    return refusal;
  }

  /** Why nobody may queue up for a partition now; null when one may. */
  private @Nullable FairleadException refusal(Share share) {
    int most = pool.settings().maxWaitQueue();
    if (!pool.mode().accepts()) {
      return Messages.notAccepted(pool, pool.mode());
    }
    if (pool.queue.size() >= most) {
      return Messages.queueFull(pool, most);
    }
    if (share == pool.shares.sole) {
      return null;
    }
    Work.Limit reached = share.work.reached();
    if (reached != Work.Limit.NONE) {
      (reached == Work.Limit.CPU ? share.meter.overCpu : share.meter.overIo).increment();
      if (share.work.limits().refuse()) {
        return Messages.partitionLimit(pool, share, reached);
      }
    } else if (share.ceilingLeft() == 0) {
      share.meter.atCeiling.increment();
    }
    if (share.waiting() >= share.settings().maxWaitQueue()) {
      share.meter.queueFull.increment();
      return Messages.partitionQueueFull(pool, share);
    }
    return null;
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
      if (pool.fit(slot)) {
        validate(slot);
      } else {
        pool.keeper.retire(slot);
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
    } while (((pool.queue.size() > 0 && pool.mode().serves()) || mustGo(slot)) && slot.claim());
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
    if (mustGo(slot) && slot.claim()) {
      pool.keeper.retire(slot);
    }
    pool.steering.checkDrained();
    return false;
  }

  private boolean mustGo(Slot slot) {
    return !pool.fit(slot) || pool.keeper.surplus(slot);
  }

  private void grant(Slot slot, Waiter waiter, long now) {
    long waited = now - waiter.since;
    pool.meter.waited(waited);
    pool.queueMeter.granted(waiter.raised(pool.queue.starvationNanos(), now));
    Share share = waiter.share == pool.shares.sole ? null : waiter.share;
    if (share != null) {
      share.meter.waited(waited);
    }
    slot.state(Slot.State.TAKEN);
    waiter.granted(lend(slot, waiter.request, share, waiter.owner, pool.coarse.getAsLong()));
  }

  private boolean leave(Waiter waiter) {
    boolean left;
    boolean relied;
    pool.lock.lock();
    try {
      relied = waiter.woken;
      left = pool.queue.remove(waiter);
    } finally {
      pool.lock.unlock();
    }
    if (left && relied) {
      dispatch(); // it was to look what is free
    }
    return left;
  }

  /** Sends away all of whom that holds; returns how many. */
  int clear(Predicate<Waiter> which, Function<Waiter, FairleadException> why) {
    List<Waiter> gone;
    pool.lock.lock();
    try {
      gone = pool.queue.clear(which);
    } finally {
      pool.lock.unlock();
    }
    for (Waiter waiter : gone) {
      pool.meter.refused();
      waiter.failed(why.apply(waiter));
    }
    if (!gone.isEmpty()) {
      dispatch();
      pool.steering.checkDrained();
    }
    return gone.size();
  }

  /** Partitions are others: who waits already waits where it belongs now. */
  void rehome() {
    List<Waiter> waiting;
    pool.lock.lock();
    try {
      waiting = pool.queue.all();
    } finally {
      pool.lock.unlock();
    }
    List<Share> homes = new ArrayList<>();
    for (Waiter waiter : waiting) {
      homes.add(pool.shares.home(waiter.request));
    }
    pool.lock.lock();
    try {
      for (int i = 0; i < waiting.size(); i++) {
        pool.queue.move(waiting.get(i), homes.get(i));
      }
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
      Share share = waiter.share;
      if (share != null) {
        share.meter.timeouts.increment();
      }
      waiter.failed(Messages.timedOut(pool, waiter));
      pool.steering.checkDrained();
    }
  }

  long nanos() {
    return pool.timer.nanos();
  }

  ServerConnection metered(Share share, ServerConnection connection) {
    return new MeteredConnection(pool, share, connection);
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
    if ((pool.queue.size() != 0 && !leftToOthers()) || mustGo(slot)) {
      return false;
    }
    account(lease);
    settle(slot);
    if (!slot.swap(lease.lent, Slot.resting(lease.lent))) {
      return false;
    }
    if ((pool.queue.size() != 0 && !pool.queue.woken()) || mustGo(slot) || pool.mode().draining()) {
      lookAgain(slot);
    }
    return true;
  }

  /** Whether what comes home may rest although somebody waits: one who was woken will look. */
  private boolean leftToOthers() {
    return pool.queue.woken() && pool.queue.yields(pool.coarse.getAsLong());
  }

  /** Counts and tells the end of a loan; for whoever takes it home, before anybody else has it. */
  private void account(Lease lease) {
    lease.accounted = true;
    lease.holder = null;
    long granted = lease.slot.grantedAt;
    if (granted != 0) {
      pool.meter.held(pool.timer.nanos() - granted);
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

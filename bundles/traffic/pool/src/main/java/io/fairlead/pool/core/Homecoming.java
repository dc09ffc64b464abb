package io.fairlead.pool.core;

import io.fairlead.traffic.pool.spi.ServerConnection;
import io.fairlead.traffic.pool.spi.ServerException;

/** What a loan tells the pool: that it worked, what that found, and that it is over. */
final class Homecoming {

  private final Pool pool;
  final Canceller canceller;

  Homecoming(Pool pool, Canceller canceller) {
    this.pool = pool;
    this.canceller = canceller;
  }

  long nanos() {
    return pool.timer.nanos();
  }

  ServerConnection metered(Share share, ServerConnection connection) {
    return new MeteredConnection(pool, share, connection);
  }

  /** Something was done on a lent connection. */
  void worked(Slot slot, boolean statementRan, boolean failed) {
    if (statementRan) {
      slot.worked(failed);
    }
    slot.usedAt(pool.coarse.getAsLong());
  }

  /**
   * The short way home, for a loan that did nothing while nobody waits: one compare-and-set. False
   * when it is not for this one, or somebody was quicker to take the connection back.
   */
  boolean putBack(Lease lease) {
    Slot slot = lease.slot;
    if ((pool.queue.size() != 0 && !leftToOthers())
        || slot.worn(lease.lent)
        || pool.exchange.mustGo(slot)) {
      return false;
    }
    boolean plain = slot.share == null && !pool.listener.hearsConnections();
    if (!(plain ? restAtOnce(lease) : settleAndRest(lease))) {
      return false;
    }
    if ((pool.queue.size() != 0 && !pool.queue.woken())
        || slot.worn(lease.lent)
        || pool.exchange.mayHaveToGo(slot)
        || pool.mode().draining()) {
      lookAgain(slot);
    }
    return true;
  }

  /**
   * Where no partition counts and nobody listens: the one compare-and-set that makes it anybody's.
   * What is told of the loan is read before and told afterwards, by the one who was quicker.
   */
  private boolean restAtOnce(Lease lease) {
    Slot slot = lease.slot;
    long granted = slot.grantedAt;
    slot.usedAt(pool.coarse.getAsLong());
    if (!slot.swap(lease.lent, Slot.resting(lease.lent))) {
      return false;
    }
    ended(lease, granted);
    return true;
  }

  /** Takes it home before the partition's place is given back: who kills it may do so, too. */
  private boolean settleAndRest(Lease lease) {
    Slot slot = lease.slot;
    if (!slot.swap(lease.lent, Slot.home(lease.lent))) {
      return false;
    }
    account(lease);
    pool.exchange.settle(slot);
    slot.rest();
    return true;
  }

  /** Whether what comes home may rest although somebody waits: one who was woken will look. */
  private boolean leftToOthers() {
    return pool.queue.woken() && pool.queue.yields(pool.coarse.getAsLong());
  }

  /** Counts and tells the end of a loan; for whoever takes it home, before anybody else has it. */
  private void account(Lease lease) {
    lease.slot.usedAt(pool.coarse.getAsLong());
    ended(lease, lease.slot.grantedAt);
  }

  private void ended(Lease lease, long granted) {
    lease.holder = null;
    if (granted != 0) {
      pool.meter.held(pool.timer.nanos() - granted);
    }
    pool.listener.connection(PoolListener.What.RELEASED, pool.name(), lease.slot.id);
  }

  /** What was put to rest may have to be lent on or retired at once. */
  private void lookAgain(Slot slot) {
    if (((pool.queue.size() > 0 && pool.mode().serves())
            || slot.errand != null
            || pool.exchange.mayHaveToGo(slot))
        && slot.claim()) {
      pool.exchange.offer(slot);
    } else {
      pool.steering.checkDrained();
    }
  }

  /** A loan is over; called once for each, by whoever ended it last. */
  void home(Lease lease, boolean revoked) {
    Slot slot = lease.slot;
    account(lease);
    if (slot.worn(lease.lent)) {
      pool.aging.worn(slot);
    }
    if (revoked || !pool.fit(slot)) {
      pool.keeper.retire(slot);
    } else if (!lease.used()) {
      pool.exchange.offer(slot);
    } else if (pool.recycler.isQuick(slot)) {
      pool.recycler.home(slot);
    } else {
      slot.state(Slot.State.RESETTING);
      pool.work.execute(() -> pool.recycler.home(slot));
    }
  }

  /** Work found its connection broken: the others are probably, too. */
  void lost(Slot slot, ServerException why) {
    slot.doomed = true;
    pool.exchange.distrust();
    pool.failed("connection " + slot.id + ": " + why.getMessage());
    pool.filler.suspect(true);
  }
}

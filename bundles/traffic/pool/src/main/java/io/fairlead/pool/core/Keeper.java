package io.fairlead.pool.core;

import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks after the connections that are there: ends those that were idle or alive for too long,
 * keeps an eye on what the pool itself does on one, and closes them. It looks when something is due
 * and not before; a use meanwhile only moves the next look.
 */
final class Keeper {

  private static final Logger LOG = LoggerFactory.getLogger(Keeper.class);

  /** How long a reset, or the end of a validation or a close, may take before it is cut. */
  static final long PATIENCE_NANOS = 10_000_000_000L;

  private static final long FAR = Aging.FAR;

  private final Pool pool;

  Keeper(Pool pool) {
    this.pool = pool;
  }

  Homecoming homecoming() {
    return pool.homecoming;
  }

  /** For the owner: what begins now must be over by then, else the connection is cut. */
  void guard(Slot slot, long nanos) {
    long until = pool.coarse.getAsLong() + nanos;
    slot.guardedUntil = until == 0 ? 1 : until;
    if (slot.lookAt - until > 0) {
      pool.lock.lock();
      try {
        if (slot.lookAt - until > 0) {
          slot.lookAt = until;
          pool.timer.schedule(slot, until);
        }
      } finally {
        pool.lock.unlock();
      }
    }
  }

  void unguard(Slot slot) {
    slot.guardedUntil = 0;
  }

  /** Ends what is due on a connection and fixes the next look. */
  void look(Slot slot) {
    lookAt(slot);
    if (slot.outdated && slot.state() != Slot.State.CLOSING) {
      pool.filler.fill();
    }
  }

  private void lookAt(Slot slot) {
    long now = pool.timer.nanos();
    long guarded = slot.guardedUntil;
    if (guarded != 0 && now - guarded >= 0) {
      slot.guardedUntil = 0;
      pool.canceller.cutSoon(slot);
    }
    boolean retire;
    boolean unused;
    int before = 0;
    pool.lock.lock();
    try {
      pool.aging.settle(slot);
      retire = slot.state() != Slot.State.CLOSING && due(slot, now) && slot.claim();
      unused = retire && !slot.doomed && pool.fit(slot);
      if (unused) {
        before = pool.slots.usable(pool.generation());
      }
      if (retire) {
        slot.state(Slot.State.CLOSING);
      }
      slot.lookAt = nextLook(slot, now);
      long guardAgain = slot.guardedUntil;
      if (guardAgain != 0 && slot.lookAt - guardAgain > 0) {
        slot.lookAt = guardAgain;
      }
      if (slot.lookAt - now < FAR) {
        pool.timer.schedule(slot, slot.lookAt);
      }
    } finally {
      pool.lock.unlock();
    }
    if (unused) {
      pool.sizing.idledOut(before);
    }
    if (retire) {
      retire(slot);
    }
  }

  private boolean due(Slot slot, long now) {
    pool.aging.look(slot, now);
    return slot.doomed
        || !pool.fit(slot)
        || (slot.idle()
            && now - slot.usedAt() >= idleTimeout()
            && !slot.outdated
            && pool.slots.usable(pool.generation()) > pool.settings().min());
  }

  private long nextLook(Slot slot, long now) {
    long next = now + FAR;
    if (slot.state() == Slot.State.CLOSING) {
      return next;
    }
    long life = slot.outdated ? pool.aging.lifetime(slot) : pool.aging.softLifetime(slot);
    if (life < FAR && !slot.doomed) {
      next = slot.createdAt + life;
    }
    long idle = idleTimeout();
    if (idle < FAR) {
      long idleEnd = slot.usedAt() + idle;
      idleEnd = idleEnd - now > 0 ? idleEnd : now + idle;
      next = next - idleEnd > 0 ? idleEnd : next;
    }
    return next;
  }

  private long idleTimeout() {
    return pool.settings().idleTimeout().map(d -> Math.min(FAR, d.toNanos())).orElse(FAR);
  }

  /** A new connection is there: those that waited for their replacement can go. */
  void replaced() {
    boolean waiting = false;
    for (Slot slot : pool.slots.all()) {
      if (slot.outdated && !slot.doomed) {
        lookAt(slot);
        waiting = true;
      }
    }
    if (waiting) {
      pool.filler.fill();
    }
  }

  /** Settings, generation or mode are others: what does not fit any more goes now, or on return. */
  void sweep() {
    for (Slot slot : pool.slots.all()) {
      pool.aging.settle(slot);
      if ((!pool.fit(slot) || pool.slots.size() > pool.settings().max()) && slot.claim()) {
        pool.exchange.offer(slot);
      } else {
        look(slot);
      }
    }
  }

  /** For the owner: whether the pool has more than it may, and this one has to go for it. */
  boolean surplus(Slot slot) {
    if (pool.slots.size() <= pool.settings().max()) {
      return false;
    }
    pool.lock.lock();
    try {
      int staying = 0;
      for (Slot other : pool.slots.all()) {
        if (!other.doomed && other.state() != Slot.State.CLOSING) {
          staying++;
        }
      }
      if (staying <= pool.settings().max()) {
        return false;
      }
      slot.doomed = true;
      return true;
    } finally {
      pool.lock.unlock();
    }
  }

  /** For the owner: closes it on a thread of the pool's; its place is free when it is closed. */
  void retire(Slot slot) {
    boolean place = pool.exchange.settle(slot);
    slot.state(Slot.State.CLOSING);
    pool.care.execute(() -> close(slot));
    if (place && pool.queue.size() > 0) {
      pool.exchange.dispatch(); // another of its partition may have one that is idle
    } else {
      pool.filler.fill();
    }
    pool.steering.checkDrained();
  }

  private void close(Slot slot) {
    guard(slot, PATIENCE_NANOS);
    try {
      slot.connection.close();
    } catch (RuntimeException | LinkageError e) {
      LOG.warn("pool {}: connection {}: close failed", pool.name(), slot.id, e);
    }
    unguard(slot);
    pool.lock.lock();
    try {
      pool.slots.remove(slot);
      pool.places.release(slot);
      pool.meter.left(slot);
    } finally {
      pool.lock.unlock();
    }
    pool.timer.cancel(slot);
    pool.recycler.closed(slot);
    pool.listener.connection(PoolListener.What.DESTROYED, pool.name(), slot.id);
    CompletableFuture<Void> waited = slot.closed;
    if (waited != null) {
      waited.complete(null);
    }
    pool.filler.fill();
    pool.turned();
    pool.steering.checkGone();
  }
}

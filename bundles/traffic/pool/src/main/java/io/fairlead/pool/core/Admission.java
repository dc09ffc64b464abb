package io.fairlead.pool.core;

import io.fairlead.kernel.error.FairleadException;
import io.fairlead.traffic.pool.Priority;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Who may queue up, and who leaves the queue without a connection. */
final class Admission {

  private final Pool pool;

  Admission(Pool pool) {
    this.pool = pool;
  }

  /** Queues somebody up; null when that was done, else why not. */
  @Nullable FairleadException enqueue(Waiter waiter) {
    FairleadException refusal = queueUp(waiter);
    if (refusal != null) {
      pool.meter.refused();
    }
    return refusal;
  }

  /** As {@link #enqueue}, and a refusal is not counted. */
  private @Nullable FairleadException queueUp(Waiter waiter) {
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
    if (refusal == null) {
      pool.queueMeter.enqueued();
      pool.deadlocks.waits(waiter);
    }
    if (refusal == null || pool.queue.size() > 0) {
      pool.exchange.dispatch();
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
      pool.exchange.dispatch(); // it was to look what is free
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
      pool.exchange.dispatch();
      pool.steering.checkDrained();
    }
    return gone.size();
  }

  /**
   * Takes in somebody who has left another pool's queue: behind those who wait, with the rest of
   * his time. Who cannot wait here is told why not, and is the other pool's to count.
   *
   * @return whether he was taken in: all that becomes of him then counts here
   */
  boolean takeIn(Waiter waiter) {
    waiter.pool = pool;
    waiter.priority = Priority.NORMAL; // until it is known where it belongs here
    FairleadException refusal;
    try {
      refusal = queueUp(waiter);
    } catch (RuntimeException e) { // a router's
      refusal = Messages.notMoved(pool, e);
    }
    if (refusal != null) {
      waiter.failed(refusal);
      return false;
    }
    if (waiter.leaving && cancelled(waiter)) {
      waiter.failed(Messages.left(pool));
    }
    return true;
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
    pool.places.fewerWait();
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
      pool.places.fewerWait();
      pool.steering.checkDrained();
    }
  }
}

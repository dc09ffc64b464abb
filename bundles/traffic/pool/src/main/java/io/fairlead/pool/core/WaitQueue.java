package io.fairlead.pool.core;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Who waits, and whose turn it is, each with a deadline in the timer. The one law of order: first
 * partitions below their reserve, then the highest priority (unless the queue is fair), then among
 * partitions start-time fair queueing by weight, then arrival. Whose partition has no room is
 * passed over. Linked lists, so that whoever gives up is out at once.
 *
 * <p>All but {@link #size} and {@link #yields} is for the pool's lock.
 */
final class WaitQueue {

  private final Timer timer;
  private final Shares shares;
  private final List<Share> backlogged = new ArrayList<>();
  private volatile int size;
  private long numbers;
  private double virtualTime;
  private boolean fair;
  private long starvationNanos;

  /** 0: newcomers never overtake. */
  private volatile long bargeNanos;

  /** Since when the one waits that has waited longest. */
  private volatile long oldest;

  /** One was woken to take what is free, and has not looked yet. */
  private volatile boolean woken;

  WaitQueue(Timer timer, Shares shares, OrderSettings order) {
    this.timer = timer;
    this.shares = shares;
    settings(order);
  }

  void settings(OrderSettings order) {
    fair = order.fair();
    starvationNanos = order.starvationAfter().toNanos();
    bargeNanos = order.bargeNanos();
    if (size > 0) {
      oldest = findOldest();
    }
  }

  int size() {
    return size;
  }

  long starvationNanos() {
    return starvationNanos;
  }

  boolean fair() {
    return fair;
  }

  /** Whether newcomers may take what is free although somebody waits. */
  boolean yields(long now) {
    long window = bargeNanos;
    return window > 0 && now - oldest < window;
  }

  /** Whether somebody who was woken looks after what is free. */
  boolean woken() {
    return woken;
  }

  void add(Waiter waiter, Share share) {
    waiter.number = ++numbers;
    waiter.in = this;
    join(waiter, share);
    timer.schedule(waiter, waiter.since + waiter.timeoutNanos);
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // under the pool's lock
  private void join(Waiter waiter, Share share) {
    waiter.share = share;
    waiter.priority =
        waiter.request.priority().or(share.settings()::priority).orElse(waiter.priority);
    if (share.waiting() == 0) {
      backlogged.add(share);
      share.backlogged(virtualTime);
    }
    share.add(waiter);
    size++;
    if (size == 1 || waiter.since - oldest < 0) {
      oldest = waiter.since;
    }
  }

  /** Takes it out; false when it was out already. */
  boolean remove(Waiter waiter) {
    if (waiter.in != this) {
      return false;
    }
    waiter.in = null;
    part(waiter);
    timer.cancel(waiter);
    return true;
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // under the pool's lock
  private void part(Waiter waiter) {
    Share share = shareOf(waiter);
    share.remove(waiter);
    if (share.waiting() == 0) {
      backlogged.remove(share);
    }
    size--;
    if (waiter.woken) {
      waiter.woken = false;
      woken = false;
    }
    if (bargeNanos > 0 && size > 0 && waiter.since - oldest <= 0) {
      oldest = findOldest();
    }
  }

  private long findOldest() {
    boolean none = true;
    long least = 0;
    for (Share share : backlogged) {
      for (int level = 0; level < Share.LEVELS; level++) {
        Waiter head = share.head(level);
        if (head != null && (none || head.since - least < 0)) {
          least = head.since;
          none = false;
        }
      }
    }
    return least;
  }

  /**
   * The one whose turn it is, out of the queue, its partition's place taken; null when nobody can
   * have one.
   */
  @Nullable Waiter poll(long now) {
    for (; ; ) {
      Waiter next = next(now);
      if (next == null) {
        return null;
      }
      Share share = shareOf(next);
      if (share == shares.sole || share.take()) {
        remove(next);
        virtualTime = Math.max(virtualTime, share.served());
        return next;
      }
      // A newcomer was quicker to take the partition's last place.
    }
  }

  private @Nullable Waiter next(long now) {
    Waiter best = null;
    int bestRoom = 0;
    int bestLevel = 0;
    for (Share share : backlogged) {
      int room = share == shares.sole ? Share.FREE_ROOM : share.room();
      if (room == Share.NO_ROOM || share.work.reached() != Work.Limit.NONE) {
        continue;
      }
      Waiter first = share.first(fair, starvationNanos, now);
      int level = fair ? 0 : first.level(starvationNanos, now).ordinal();
      if (best == null || before(first, room, level, best, bestRoom, bestLevel)) {
        best = first;
        bestRoom = room;
        bestLevel = level;
      }
    }
    return best;
  }

  private static boolean before(
      Waiter one, int room, int level, Waiter other, int otherRoom, int otherLevel) {
    if (room != otherRoom) {
      return room > otherRoom;
    }
    if (level != otherLevel) {
      return level > otherLevel;
    }
    int starts = shareOf(one).compareStart(shareOf(other));
    return starts != 0 ? starts < 0 : one.number < other.number;
  }

  private static Share shareOf(Waiter waiter) {
    Share share = waiter.share;
    if (share == null) {
      throw new IllegalStateException("waits nowhere");
    }
    return share;
  }

  /**
   * Wakes the one whose turn it is, so that it looks for itself what is free; false when it has no
   * thread of its own, or nobody can have anything.
   */
  boolean wake(long now) {
    if (woken) {
      return true;
    }
    Waiter next = next(now);
    if (next == null || !next.threaded()) {
      return false;
    }
    next.woken = true;
    woken = true;
    next.wake();
    return true;
  }

  /** It was woken and is about to look. */
  void looks(Waiter waiter) {
    if (waiter.woken) {
      waiter.woken = false;
      woken = false;
    }
  }

  /** How many of those who wait could have a connection if there were any number of them. */
  int wanted() {
    if (shares.routing() == null) {
      return size;
    }
    int reserved = 0;
    int others = 0;
    for (Share share : backlogged) {
      if (share == shares.sole) {
        others += share.waiting();
      } else if (share.work.reached() == Work.Limit.NONE) {
        int below = Math.min(share.waiting(), share.reservedLeft());
        reserved += below;
        others += Math.min(share.waiting(), share.ceilingLeft()) - below;
      }
    }
    return reserved + Math.min(others, Math.max(0, shares.free()));
  }

  /** The partitions in which somebody waits. */
  List<Share> backlogged() {
    return backlogged;
  }

  /** All of them, by arrival in each partition and level. */
  List<Waiter> all() {
    List<Waiter> all = new ArrayList<>(size);
    backlogged.forEach(share -> all.addAll(of(share)));
    return all;
  }

  /** Those of one partition, by arrival in each level. */
  List<Waiter> of(Share share) {
    List<Waiter> all = new ArrayList<>(share.waiting());
    for (int level = 0; level < Share.LEVELS; level++) {
      for (Waiter waiter = share.head(level); waiter != null; waiter = waiter.after) {
        all.add(waiter);
      }
    }
    return all;
  }

  /** Takes out all of whom that holds. */
  List<Waiter> clear(Predicate<Waiter> which) {
    List<Waiter> gone = new ArrayList<>();
    for (Waiter waiter : all()) {
      if (which.test(waiter)) {
        remove(waiter);
        gone.add(waiter);
      }
    }
    return gone;
  }

  /** Lets somebody wait in another partition, at its place by arrival. */
  void move(Waiter waiter, Share to) {
    if (waiter.in == this && waiter.share != to) {
      boolean wasWoken = waiter.woken;
      part(waiter);
      join(waiter, to);
      waiter.woken = wasWoken;
      woken |= wasWoken;
    }
  }
}

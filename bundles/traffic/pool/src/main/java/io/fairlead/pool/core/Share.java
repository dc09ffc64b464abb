package io.fairlead.pool.core;

import io.fairlead.traffic.pool.Priority;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A partition at work: its quota, and who waits in it. A pool that is not partitioned has one,
 * whose quota nobody asks for.
 *
 * <p>The quota is taken and given back without a lock. One word holds what is reserved and what is
 * lent; whoever is lent more than is reserved holds one of the pool's free places besides, and each
 * step up or down beyond the reserve takes or returns exactly one. So reserves and ceilings hold
 * whatever is done at the same time.
 */
final class Share {

  /** None of its waiters can be served now. */
  static final int NO_ROOM = 0;

  /** It may have one of those that are nobody's. */
  static final int FREE_ROOM = 1;

  /** It is below its reserve. */
  static final int RESERVED_ROOM = 2;

  static final int LEVELS = Priority.values().length;
  private static final VarHandle QUOTA;

  static {
    try {
      QUOTA = MethodHandles.lookup().findVarHandle(Share.class, "quota", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  final String name;
  final ShareMeter meter = new ShareMeter();
  final Work work;
  private final AtomicInteger free;
  private final Lane[] lanes = new Lane[LEVELS];
  private volatile PartitionSettings settings;
  private volatile int max;

  /** Above what is reserved, below what is lent. */
  private volatile long quota;

  private volatile int waiting;

  /** Start-time fair queueing: where its next loan begins. Under the pool's lock. */
  private double start;

  /**
   * @param free the pool's places that are reserved for nobody and lent to nobody
   */
  Share(PartitionSettings settings, AtomicInteger free, Work work) {
    this.name = settings.name();
    this.settings = settings;
    this.max = settings.max();
    this.free = free;
    this.work = work;
    for (int level = 0; level < LEVELS; level++) {
      lanes[level] = new Lane();
    }
  }

  PartitionSettings settings() {
    return settings;
  }

  /** Other settings, under the pool's lock. */
  void settings(PartitionSettings next) {
    settings = next;
    max = next.max();
    work.limits(next.limits());
    reserve(next.min());
  }

  private void reserve(int min) {
    for (; ; ) {
      long now = quota;
      int lent = (int) now;
      if (QUOTA.compareAndSet(this, now, ((long) min << 32) | lent)) {
        free.addAndGet(Math.max(lent, (int) (now >>> 32)) - Math.max(lent, min));
        return;
      }
    }
  }

  /** Takes a place for one more loan; false when there is none for it. */
  boolean take() {
    boolean place = false;
    for (; ; ) {
      long now = quota;
      int lent = (int) now;
      boolean beyond = lent >= (int) (now >>> 32);
      if (lent >= max || (beyond && !place && !takeFree())) {
        if (place) {
          free.incrementAndGet();
        }
        return false;
      }
      place |= beyond;
      if (QUOTA.compareAndSet(this, now, now + 1)) {
        if (place && !beyond) {
          free.incrementAndGet(); // somebody made room below the reserve meanwhile
        }
        return true;
      }
    }
  }

  private boolean takeFree() {
    for (int now = free.get(); now > 0; now = free.get()) {
      if (free.compareAndSet(now, now - 1)) {
        return true;
      }
    }
    return false;
  }

  void giveBack() {
    for (; ; ) {
      long now = quota;
      if (QUOTA.compareAndSet(this, now, now - 1)) {
        if ((int) now - 1 >= (int) (now >>> 32)) {
          free.incrementAndGet();
        }
        return;
      }
    }
  }

  int lent() {
    return (int) quota;
  }

  /** How many more it could have below its reserve. */
  int reservedLeft() {
    long now = quota;
    return Math.max(0, (int) (now >>> 32) - (int) now);
  }

  /** How many more it could have below its ceiling. */
  int ceilingLeft() {
    return Math.max(0, max - lent());
  }

  boolean aboveReserve() {
    long now = quota;
    return (int) now > (int) (now >>> 32);
  }

  /** What {@link #take} would find. */
  int room() {
    long now = quota;
    int lent = (int) now;
    if (lent >= max) {
      return NO_ROOM;
    }
    return lent < (int) (now >>> 32) ? RESERVED_ROOM : free.get() > 0 ? FREE_ROOM : NO_ROOM;
  }

  int waiting() {
    return waiting;
  }

  /** Under the pool's lock, as all that follows. */
  @SuppressWarnings("NonAtomicVolatileUpdate")
  void add(Waiter waiter) {
    lanes[waiter.priority.ordinal()].add(waiter);
    waiting++;
  }

  @SuppressWarnings("NonAtomicVolatileUpdate")
  void remove(Waiter waiter) {
    lanes[waiter.priority.ordinal()].remove(waiter);
    waiting--;
  }

  /**
   * Who of those that wait here is first: the head of a lane is the one of its level that has
   * waited longest, so it is also the one that was raised most.
   */
  Waiter first(boolean fair, long starvationNanos, long now) {
    Waiter best = null;
    int bestLevel = 0;
    for (Lane lane : lanes) {
      Waiter head = lane.head;
      if (head == null) {
        continue;
      }
      int level = fair ? 0 : head.level(starvationNanos, now).ordinal();
      if (best == null || level > bestLevel || (level == bestLevel && head.number < best.number)) {
        best = head;
        bestLevel = level;
      }
    }
    if (best == null) {
      throw new IllegalStateException("nobody waits in " + name);
    }
    return best;
  }

  @Nullable Waiter head(int level) {
    return lanes[level].head;
  }

  /** Whether this one is before the other by the loans that it had for its weight. */
  int compareStart(Share other) {
    return Double.compare(start, other.start);
  }

  /** Its first waiter came: what it did not use before is no credit. */
  void backlogged(double virtualTime) {
    start = Math.max(start, virtualTime);
  }

  /** A waiter is served; returns the virtual time. */
  double served() {
    double began = start;
    start += 1.0 / settings.weight();
    return began;
  }
}

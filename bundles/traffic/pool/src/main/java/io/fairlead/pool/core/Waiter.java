package io.fairlead.pool.core;

import io.fairlead.kernel.error.FairleadException;
import io.fairlead.traffic.pool.AcquireRequest;
import io.fairlead.traffic.pool.Priority;
import org.jspecify.annotations.Nullable;

/** Somebody in the queue. All but what subclasses do when told is the queue's, under its lock. */
abstract class Waiter extends Timeout {

  /** Whose queue it is in, or is on its way to. */
  volatile Pool pool;

  final AcquireRequest request;

  /** Who has what it gets; null for somebody of whom nothing is known. */
  final @Nullable Object owner;

  final long since;
  final long timeoutNanos;

  /** Its place by arrival. */
  long number;

  Priority priority = Priority.NORMAL;
  @Nullable Share share;
  @Nullable Waiter before;
  @Nullable Waiter after;

  /**
   * The queue that it is in; null while it is in none. Each queue looks only whether it is itself.
   */
  @Nullable WaitQueue in;

  /** Where it asked, where that is kept. */
  @Nullable Throwable trace;

  /** It wants to leave; looked at when it has come from one pool to another. */
  volatile boolean leaving;

  /** It was woken to take what is free, and has not looked yet. */
  volatile boolean woken;

  Waiter(Pool pool, AcquireRequest request, @Nullable Object owner, long since, long timeoutNanos) {
    this.pool = pool;
    this.request = request;
    this.owner = owner;
    this.since = since;
    this.timeoutNanos = timeoutNanos;
  }

  /** It has left the queue with this loan. Called without a lock. */
  abstract void granted(Lease lease);

  /** It has left the queue without one. Called without a lock. */
  abstract void failed(FairleadException why);

  /**
   * Leaves the queue; false when it is out already, with a loan or an error on its way, which may
   * be that it has left.
   */
  final boolean leave() {
    leaving = true; // before the pool is read, so that a move between the two sees it
    return pool.admission.cancelled(this);
  }

  /** Whether it waits with a thread, which can look for itself what is free. */
  boolean threaded() {
    return false;
  }

  /** Lets its thread look. */
  void wake() {}

  /** By how many levels it counts higher for having waited so long. */
  int raised(long starvationNanos, long now) {
    return level(starvationNanos, now).ordinal() - priority.ordinal();
  }

  /** What it counts as. */
  Priority level(long starvationNanos, long now) {
    return priority.raised(Math.max(0, now - since) / starvationNanos);
  }

  @Override
  final void expire() {
    pool.admission.expired(this);
  }
}

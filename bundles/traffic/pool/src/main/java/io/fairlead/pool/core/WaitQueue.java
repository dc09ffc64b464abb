package io.fairlead.pool.core;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who waits, in order of arrival, each with a deadline in the timer. A linked list, so that whoever
 * gives up is out at once. All but {@link #size} is for the pool's lock.
 */
final class WaitQueue {

  private final Timer timer;
  private @Nullable Waiter head;
  private @Nullable Waiter tail;
  private volatile int size;

  WaitQueue(Timer timer) {
    this.timer = timer;
  }

  int size() {
    return size;
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // under the pool's lock
  void add(Waiter waiter) {
    waiter.queued = true;
    waiter.before = tail;
    if (tail == null) {
      head = waiter;
    } else {
      tail.after = waiter;
    }
    tail = waiter;
    size++;
    timer.schedule(waiter, waiter.since + waiter.timeoutNanos);
  }

  /** The one whose turn it is, out of the queue. */
  @Nullable Waiter poll() {
    Waiter first = head;
    if (first != null) {
      remove(first);
    }
    return first;
  }

  /** Takes it out; false when it was out already. */
  @SuppressWarnings("NonAtomicVolatileUpdate") // under the pool's lock
  boolean remove(Waiter waiter) {
    if (!waiter.queued) {
      return false;
    }
    waiter.queued = false;
    Waiter before = waiter.before;
    Waiter after = waiter.after;
    if (before == null) {
      head = after;
    } else {
      before.after = after;
    }
    if (after == null) {
      tail = before;
    } else {
      after.before = before;
    }
    waiter.before = null;
    waiter.after = null;
    size--;
    timer.cancel(waiter);
    return true;
  }

  List<Waiter> clear() {
    List<Waiter> all = new ArrayList<>(size);
    for (Waiter waiter = poll(); waiter != null; waiter = poll()) {
      all.add(waiter);
    }
    return all;
  }
}

package io.fairlead.pool.core;

import org.jspecify.annotations.Nullable;

/** Waiters of one level, by arrival. */
final class Lane {

  @Nullable Waiter head;
  private @Nullable Waiter tail;

  /** At its place by arrival, which is nearly always the end. */
  void add(Waiter waiter) {
    Waiter before = tail;
    while (before != null && before.number > waiter.number) {
      before = before.before;
    }
    Waiter after = before == null ? head : before.after;
    waiter.before = before;
    waiter.after = after;
    if (before == null) {
      head = waiter;
    } else {
      before.after = waiter;
    }
    if (after == null) {
      tail = waiter;
    } else {
      after.before = waiter;
    }
  }

  void remove(Waiter waiter) {
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
  }
}

package io.fairlead.pool.core;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/** A clock that moves when told to, and lets what is due expire on the way. */
final class ManualTime implements Timer, LongSupplier, InstantSource {

  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private final long start;
  private final TimeoutHeap heap = new TimeoutHeap();
  private long now;
  private Runnable afterEach = () -> {};

  /**
   * @param start close to the wrap of the clock if you like
   */
  ManualTime(long start) {
    this.start = start;
    this.now = start;
  }

  /** What happens after each expiry: the threads that it woke have run. */
  void afterEach(Runnable then) {
    afterEach = then;
  }

  @Override
  public synchronized long nanos() {
    return now;
  }

  @Override
  public long getAsLong() {
    return nanos();
  }

  @Override
  public Instant instant() {
    return START.plusNanos(nanos() - start);
  }

  @Override
  public synchronized void schedule(Timeout timeout, long at) {
    heap.remove(timeout);
    timeout.at = at;
    heap.add(timeout);
  }

  @Override
  public synchronized boolean cancel(Timeout timeout) {
    return heap.remove(timeout);
  }

  void advance(Duration by) {
    long until = nanos() + by.toNanos();
    for (Timeout due = nextBy(until); due != null; due = nextBy(until)) {
      due.expire();
      afterEach.run();
    }
    synchronized (this) {
      now = until;
    }
    afterEach.run();
  }

  /** As {@link #advance}, leaving to others what the woken threads would do. */
  void advanceOnly(Duration by) {
    long until = nanos() + by.toNanos();
    for (Timeout due = nextBy(until); due != null; due = nextBy(until)) {
      due.expire();
    }
    synchronized (this) {
      now = until;
    }
  }

  private synchronized Timeout nextBy(long until) {
    Timeout first = heap.first();
    if (first == null || first.at - until > 0) {
      return null;
    }
    heap.remove(first);
    now = first.at - now > 0 ? first.at : now;
    return first;
  }
}

package io.fairlead.pool.core;

import io.fairlead.kernel.error.FairleadException;
import io.fairlead.traffic.pool.AcquireRequest;
import org.jspecify.annotations.Nullable;

/** Somebody in the queue. All but what subclasses do when told is the queue's, under its lock. */
abstract class Waiter extends Timeout {

  private final Exchange exchange;
  final AcquireRequest request;
  final long since;
  final long timeoutNanos;

  @Nullable Waiter before;
  @Nullable Waiter after;
  boolean queued;

  Waiter(Exchange exchange, AcquireRequest request, long since, long timeoutNanos) {
    this.exchange = exchange;
    this.request = request;
    this.since = since;
    this.timeoutNanos = timeoutNanos;
  }

  /** It has left the queue with this loan. Called without a lock. */
  abstract void granted(Lease lease);

  /** It has left the queue without one. Called without a lock. */
  abstract void failed(FairleadException why);

  @Override
  final void expire() {
    exchange.expired(this);
  }
}

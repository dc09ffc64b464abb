package io.fairlead.pool.core;

/** The deadline by which a cancelled work has to have ended. */
final class Overdue extends Timeout {

  private final Canceller canceller;
  final Lease lease;
  final long work;
  final long until;

  Overdue(Canceller canceller, Lease lease, long work, long until) {
    this.canceller = canceller;
    this.lease = lease;
    this.work = work;
    this.until = until;
  }

  @Override
  void expire() {
    canceller.overdue(this);
  }
}

package io.fairlead.pool.core;

import io.fairlead.traffic.pool.Loan.Revocation;
import io.fairlead.traffic.pool.spi.ServerException;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stops what runs on a connection: through the driver, on threads of its own, with a deadline. What
 * does not end is cut; where the driver can't, it is shown as stuck with its statement, and its
 * place is free when it has ended.
 */
final class Canceller {

  private static final Logger LOG = LoggerFactory.getLogger(Canceller.class);

  /** From the cancel to the end of what it was for. */
  static final Duration PATIENCE = Duration.ofSeconds(5);

  /** One that came before the driver had begun was for nothing: it is asked again. */
  private static final long AGAIN_NANOS = 500_000_000L;

  private final String pool;
  private final Timer timer;
  private final Crew crew;

  Canceller(String pool, Timer timer, Crew crew) {
    this.pool = pool;
    this.timer = timer;
    this.crew = crew;
  }

  /** Asks the database to stop what the lease runs; returns at once. Nothing running: no effect. */
  void cancel(Lease lease) {
    cancel(lease, () -> true);
  }

  /**
   * As {@link #cancel(Lease)}, if that is still what runs.
   *
   * @param still asked when nothing else can begin any more
   */
  void cancel(Lease lease, BooleanSupplier still) {
    long work = lease.beginCancel();
    if (work == 0) {
      return;
    }
    if (!still.getAsBoolean()) {
      lease.endCancel();
      return;
    }
    Overdue pending = lease.overdue();
    if (pending == null || pending.work != work) {
      long now = timer.nanos();
      Overdue overdue = new Overdue(this, lease, work, now + PATIENCE.toNanos());
      lease.overdueAt(overdue);
      timer.schedule(overdue, now + AGAIN_NANOS);
    }
    crew.execute(() -> ask(lease));
  }

  private void ask(Lease lease) {
    try {
      if (lease.running()) {
        lease.slot.connection.cancel();
      }
    } catch (ServerException | RuntimeException e) {
      LOG.warn("pool {}: connection {}: cancel failed", pool, lease.slot.id, e);
    } finally {
      lease.endCancel();
    }
  }

  /** Tells a holder whose connection is taken back, on a thread that nothing waits for. */
  void tell(Revocation told, String why) {
    crew.execute(() -> told.revoked(why));
  }

  void forget(Overdue overdue) {
    timer.cancel(overdue);
  }

  void overdue(Overdue overdue) {
    Lease lease = overdue.lease;
    if (!lease.running(overdue.work) && !lease.cancelling()) {
      return;
    }
    long now = timer.nanos();
    if (overdue.until - now > 0) {
      timer.schedule(overdue, Math.min(AGAIN_NANOS, overdue.until - now) + now);
      cancel(lease, () -> lease.slot.work == overdue.work);
    } else {
      crew.execute(
          () -> {
            lease.revoke(
                "connection "
                    + lease.slot.id
                    + ": did not stop within "
                    + Messages.duration(PATIENCE.toNanos())
                    + " of its cancel, it is taken back");
            cut(lease.slot);
            lease.wakeNextWork();
          });
    }
  }

  /** For what the pool does itself on a connection and that does not come back. */
  void cutSoon(Slot slot) {
    crew.execute(() -> cut(slot));
  }

  private void cut(Slot slot) {
    boolean cut = false;
    try {
      cut = slot.connection.abort();
    } catch (RuntimeException e) {
      LOG.warn("pool {}: connection {}: abort failed", pool, slot.id, e);
    }
    slot.doomed = true;
    slot.stuck = !cut;
    LOG.warn(
        "pool {}: connection {} does not stop: {}",
        pool,
        slot.id,
        cut ? "cut" : "stuck, its driver cannot cut it");
  }
}

package io.fairlead.pool.core;

import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends what takes too long in the hands of those who don't look after it themselves: statements,
 * transactions that nobody goes on with, whole transactions. Found by a look over all connections
 * once a second, so that a loan does nothing for it: never early, and at most two looks late.
 */
final class LoanTimeouts {

  private static final Logger LOG = LoggerFactory.getLogger(LoanTimeouts.class);

  private final Pool pool;

  LoanTimeouts(Pool pool) {
    this.pool = pool;
  }

  /** What the last look saw of a connection, and since when. The timer thread's. */
  static final class Seen {
    private long work;
    private boolean running;
    private long workSince;
    private long transaction;
    private long transactionSince;

    private void update(long nextWork, boolean runs, long nextTransaction, long now) {
      if (nextWork != work || runs != running) {
        work = nextWork;
        running = runs;
        workSince = now;
      }
      if (nextTransaction != transaction) {
        transaction = nextTransaction;
        transactionSince = now;
      }
    }
  }

  /** Whether there is something to look for. */
  boolean on() {
    return pool.statementTimeout().isPresent()
        || pool.idleInTransactionTimeout().isPresent()
        || pool.transactionTimeout().isPresent();
  }

  /** Once a second, on the timer's thread: what takes long is done on another. */
  void look(long now) {
    if (!on()) {
      return;
    }
    for (Slot slot : pool.slots.all()) {
      Lease lease = slot.owner();
      if (lease != null && lease.timed) {
        look(slot, lease, now);
      }
    }
  }

  private void look(Slot slot, Lease lease, long now) {
    long work = slot.work;
    boolean running = lease.running();
    long transaction = slot.transaction ? slot.transactions : 0;
    Seen seen = slot.seen;
    seen.update(work, running, transaction, now);
    long worked = now - seen.workSince;
    if (transaction != 0 && over(pool.transactionTimeout(), now - seen.transactionSince)) {
      pool.care.execute(() -> endTransaction(slot, lease, transaction));
    } else if (running && over(pool.statementTimeout(), worked) && !lease.expired(work)) {
      String why = "statement timeout: cancelled after " + text(pool.statementTimeout());
      lease.expire(work, "connection " + slot.id + ": " + why);
      pool.care.execute(() -> told(lease, why));
    } else if (!running && transaction != 0 && over(pool.idleInTransactionTimeout(), worked)) {
      pool.care.execute(() -> endIdle(slot, lease, work));
    }
  }

  private static boolean over(Optional<Duration> most, long nanos) {
    return most.isPresent() && nanos >= most.get().toNanos();
  }

  private static String text(Optional<Duration> limit) {
    return Messages.duration(limit.orElse(Duration.ZERO).toNanos());
  }

  /** On a thread of the pool's. The connection is closed, by which its transaction ends. */
  private void endTransaction(Slot slot, Lease lease, long transaction) {
    if (lease.stands() && slot.transaction && slot.transactions == transaction) {
      String why = "transaction timeout: rolled back after " + text(pool.transactionTimeout());
      lease.revoke("connection " + slot.id + ": " + why);
      pool.canceller.cancel(lease);
      told(lease, why);
    }
  }

  private void endIdle(Slot slot, Lease lease, long work) {
    String why =
        "idle in transaction timeout: rolled back after " + text(pool.idleInTransactionTimeout());
    if (lease.revokeUnused(work, "connection " + slot.id + ": " + why)) {
      told(lease, why);
    }
  }

  private void told(Lease lease, String why) {
    LOG.warn(
        "pool {}: connection {}: lent to {}: {}",
        pool.name(),
        lease.slot.id,
        QueueShowing.who(lease.request, lease.holder),
        why);
  }
}

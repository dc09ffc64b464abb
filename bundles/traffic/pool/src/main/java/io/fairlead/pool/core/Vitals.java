package io.fairlead.pool.core;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks connections for a sign of life, and knows how that went. */
final class Vitals {

  private static final Logger LOG = LoggerFactory.getLogger(Vitals.class);

  /** So many that fail in a row say something about the pool, and not about a connection. */
  static final int MANY = 3;

  private final Pool pool;
  private final LongAdder performed = new LongAdder();
  private final AtomicInteger failedInRow = new AtomicInteger();

  Vitals(Pool pool) {
    this.pool = pool;
  }

  /** Whether it answers in time. For its owner, on a thread that may block. */
  boolean answers(Slot slot, Duration atMost) {
    slot.state(Slot.State.VALIDATING);
    pool.keeper.guard(slot, atMost.toNanos() + Keeper.PATIENCE_NANOS);
    boolean good = false;
    try {
      good = slot.connection.validate(atMost, pool.settings().life().validationQuery());
    } catch (RuntimeException | LinkageError e) {
      pool.failed("connection " + slot.id + ": validation failed: " + e);
    }
    pool.keeper.unguard(slot);
    slot.provenAt = pool.timer.nanos();
    slot.state(Slot.State.TAKEN);
    if (good) {
      passed();
    } else {
      failed(slot);
    }
    return good;
  }

  private void passed() {
    performed.increment();
    pool.filler.suspect(false);
    if (failedInRow.get() != 0 && failedInRow.getAndSet(0) >= MANY) {
      LOG.info("pool {}: connections answer again", pool.name());
    }
  }

  private void failed(Slot slot) {
    performed.increment();
    pool.meter.validationFailed();
    pool.failed("connection " + slot.id + ": did not answer its validation");
    pool.filler.suspect(true);
    if (failedInRow.incrementAndGet() == MANY) {
      LOG.warn("pool {}: degraded: {}", pool.name(), problem());
      pool.rounds.wake();
    }
  }

  long performed() {
    return performed.sum();
  }

  int failedInRow() {
    return failedInRow.get();
  }

  boolean degraded() {
    return failedInRow.get() >= MANY;
  }

  String problem() {
    return failedInRow.get() + " validations in a row failed: " + pool.errorText();
  }
}

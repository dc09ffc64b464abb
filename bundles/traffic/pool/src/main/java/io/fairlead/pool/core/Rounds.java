package io.fairlead.pool.core;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Looks over the connections once a second, while there is anything to look for: how many are
 * needed, leaks, loans that are over their time, idle ones to be kept alive, some that are to be
 * replaced. Nothing is done for a loan to be seen here.
 */
final class Rounds extends Timeout {

  private static final long SECOND = 1_000_000_000L;

  /** So many idle ones are asked for a sign of life at a time. */
  private static final int AT_ONCE = 4;

  private final Pool pool;
  private final AtomicBoolean pending = new AtomicBoolean();
  private final AtomicInteger asking = new AtomicInteger();

  Rounds(Pool pool) {
    this.pool = pool;
  }

  /** There is something to look for, from now on. */
  void wake() {
    if (!pending.get() && pending.compareAndSet(false, true)) {
      pool.timer.schedule(this, pool.timer.nanos() + SECOND);
    }
  }

  void close() {
    pool.timer.cancel(this);
  }

  @Override
  void expire() {
    pending.set(false);
    if (pool.mode() == Mode.CLOSED) {
      return;
    }
    long now = pool.timer.nanos();
    pool.loanTimeouts.look(now);
    pool.leaks.look(now);
    pool.sizing.look(now);
    pool.places.round(now);
    boolean adaptive = pool.settings().life().aging() == LifeSettings.Aging.ADAPTIVE;
    boolean outdated = false;
    for (Slot slot : pool.slots.all()) {
      if (slot.outdated || adaptive && pool.aging.over(slot, now)) {
        pool.keeper.look(slot);
        outdated = true;
      }
    }
    pool.recycler.proceed();
    keepAlive(now);
    if (outdated
        || adaptive
        || pool.sizing.on()
        || pool.places.shared()
        || pool.leaks.on()
        || pool.loanTimeouts.on()
        || pool.recycler.busy()
        || pool.vitals.degraded()
        || pool.settings().life().keepalive().isPresent()) {
      wake();
    }
  }

  /** Asks idle ones that nobody has used for long; any one while the pool is degraded. */
  private void keepAlive(long now) {
    Optional<Duration> interval = pool.settings().life().keepalive();
    boolean degraded = pool.vitals.degraded();
    if (interval.isEmpty() && !degraded) {
      return;
    }
    for (Slot slot : pool.slots.all()) {
      if (asking.get() >= AT_ONCE || pool.queue.size() > 0) {
        return;
      }
      boolean due =
          interval.isPresent()
              && now - latest(slot.usedAt(), slot.provenAt) >= interval.get().toNanos();
      if ((due || degraded) && slot.claim()) {
        degraded = false; // one is enough to tell
        asking.incrementAndGet();
        pool.care.execute(() -> ask(slot));
      }
    }
  }

  private static long latest(long one, long other) {
    return one - other > 0 ? one : other;
  }

  /** On a thread of the pool's. */
  private void ask(Slot slot) {
    boolean good = pool.vitals.answers(slot, pool.settings().life().keepaliveTimeout());
    asking.decrementAndGet();
    if (good) {
      pool.exchange.offer(slot);
    } else {
      pool.keeper.retire(slot);
    }
  }
}

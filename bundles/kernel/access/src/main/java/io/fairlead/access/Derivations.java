package io.fairlead.access;

import io.fairlead.kernel.error.Exhausted;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/**
 * The door before key derivations: so many at a time, so many waiting, the rest come back later.
 */
final class Derivations {

  private final Semaphore places;
  private final AtomicInteger waiting = new AtomicInteger();
  private final int mostWaiting;
  private final long patienceMillis;

  Derivations(int atATime, int mostWaiting, long patienceMillis) {
    this.places = new Semaphore(atATime, true);
    this.mostWaiting = mostWaiting;
    this.patienceMillis = patienceMillis;
  }

  /**
   * @throws Exhausted when the queue is full, or no place came free in time
   */
  boolean run(BooleanSupplier derivation) {
    if (!places.tryAcquire()) {
      queue();
    }
    try {
      return derivation.getAsBoolean();
    } finally {
      places.release();
    }
  }

  private void queue() {
    if (waiting.incrementAndGet() > mostWaiting) {
      waiting.decrementAndGet();
      throw new Exhausted("too many logins at a time: " + mostWaiting + " are waiting");
    }
    try {
      if (!places.tryAcquire(patienceMillis, TimeUnit.MILLISECONDS)) {
        throw new Exhausted(
            "too many logins at a time: none ended within " + patienceMillis + " ms");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Exhausted("interrupted while waiting to log in", e);
    } finally {
      waiting.decrementAndGet();
    }
  }
}

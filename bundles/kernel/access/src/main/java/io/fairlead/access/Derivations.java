package io.fairlead.access;

import io.fairlead.kernel.error.Exhausted;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * The door before key derivations: so many at a time, so many waiting, in all and of one, the rest
 * come back later.
 */
final class Derivations {

  private final Semaphore places;
  private final Shares waiting;
  private final long patienceMillis;

  Derivations(int atATime, int mostWaiting, int mostWaitingOfOne, long patienceMillis) {
    this.places = new Semaphore(atATime, true);
    this.waiting = new Shares(mostWaiting, mostWaitingOfOne);
    this.patienceMillis = patienceMillis;
  }

  /**
   * Runs one.
   *
   * @param who who waits for it, such as an address: no one takes all places
   * @throws Exhausted when the queue is full, or no place came free in time
   */
  boolean run(String who, BooleanSupplier derivation) {
    if (!places.tryAcquire()) {
      queue(who);
    }
    try {
      return derivation.getAsBoolean();
    } finally {
      places.release();
    }
  }

  private void queue(String who) {
    if (!waiting.take(who)) {
      throw new Exhausted("too many logins at a time: so many may wait: " + waiting);
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
      waiting.giveBack(who);
    }
  }
}

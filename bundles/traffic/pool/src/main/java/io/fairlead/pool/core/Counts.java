package io.fairlead.pool.core;

import java.util.function.Predicate;

/**
 * How many connections a pool has at one moment, and how many wait for one.
 *
 * @param active in somebody's hands, or in the pool's own to be looked at or made ready
 * @param closing on their way out; their places are not free yet
 */
public record Counts(int active, int idle, int closing, int waiting) {

  public static final Counts NONE = new Counts(0, 0, 0, 0);

  static Counts of(Pool pool) {
    return of(pool.slots.all(), slot -> true, pool.queue.size());
  }

  /** Of these slots alone. */
  static Counts of(Slot[] slots, Predicate<Slot> which, int waiting) {
    int active = 0;
    int idle = 0;
    int closing = 0;
    for (Slot slot : slots) {
      if (which.test(slot)) {
        switch (slot.state()) {
          case IDLE -> idle++;
          case CLOSING -> closing++;
          default -> active++;
        }
      }
    }
    return new Counts(active, idle, closing, waiting);
  }

  public int total() {
    return active + idle + closing;
  }
}

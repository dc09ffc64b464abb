package io.fairlead.pool.core;

/** A pool in a budget. All is the budget's, under its lock; what is volatile others may read. */
final class BudgetMember {

  final Places places;
  int min;
  int weight;

  /** Connections and attempts to open one. */
  int taken;

  /** Of these, how many it has agreed to close. */
  int leaving;

  /** How many more it would open at once, and may not. */
  volatile int wanted;

  /** How many it may have as things are. */
  int share;

  /** Whether one has to go for a pool that has less than its share. */
  volatile boolean owes;

  BudgetMember(Places places, int min, int weight, int taken) {
    this.places = places;
    this.min = min;
    this.weight = weight;
    this.taken = taken;
  }

  /** How many it goes on with. */
  int kept() {
    return taken - leaving;
  }

  /** What it would have if it had what it wants. */
  int demand() {
    return Math.max(min, kept() + wanted);
  }

  /** How many that it may count on are not its yet: up to its share while it wants more. */
  int claim() {
    return Math.max(0, (wanted > 0 ? share : min) - kept());
  }

  /** How far it is below its share, for its weight. */
  double lack() {
    return (double) (share - kept()) / weight;
  }
}

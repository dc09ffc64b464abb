package io.fairlead.pool.core;

/** Something that is due at a time. A {@link Timer} keeps it; it can be in one timer only. */
abstract class Timeout {

  static final int NOWHERE = -1;

  /** When it is due, and where it is in the heap: the timer's, under its lock. */
  long at;

  int index = NOWHERE;

  /** Called once per schedule, on the timer's thread: short, and never blocking. */
  abstract void expire();
}

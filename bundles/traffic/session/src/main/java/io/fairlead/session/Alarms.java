package io.fairlead.session;

/** Runs things later, on one thread of its own; what it runs must not block. */
interface Alarms {

  /** Runs the task after so many nanoseconds, unless it is called off. */
  Alarm after(long nanos, Runnable task);

  /** The clock that deadlines are told in, as {@link System#nanoTime}. */
  long nanoTime();

  /** A task that waits for its time. */
  interface Alarm {
    void callOff();
  }
}

package io.fairlead.pool.core;

/** The precise clock and the one place where deadlines wait. */
public interface Timer {

  /** As {@link System#nanoTime}. */
  long nanos();

  /** Lets it expire at that time; one that waits already is moved. */
  void schedule(Timeout timeout, long at);

  /** Returns false when it has expired, is expiring, or was never scheduled. */
  boolean cancel(Timeout timeout);
}

package io.fairlead.pool.core;

import java.util.ArrayDeque;

/** Keeps what it is given until it is told to run it, on the calling thread. */
final class ManualCrew implements Crew {

  private final ArrayDeque<Runnable> tasks = new ArrayDeque<>();
  boolean closed;

  @Override
  public synchronized void execute(Runnable task) {
    tasks.addLast(task);
  }

  /** Runs one task; false when there was none. */
  boolean runOne() {
    Runnable task;
    synchronized (this) {
      task = tasks.pollFirst();
    }
    if (task == null) {
      return false;
    }
    task.run();
    return true;
  }

  int waiting() {
    return tasks.size();
  }

  @Override
  public void close() {
    closed = true;
  }
}

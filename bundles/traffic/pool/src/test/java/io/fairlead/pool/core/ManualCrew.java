package io.fairlead.pool.core;

import java.util.ArrayDeque;

/** Keeps what it is given until it is told to run it, as the crew, on the calling thread. */
final class ManualCrew implements Crew {

  private final ArrayDeque<Runnable> tasks = new ArrayDeque<>();
  private volatile Thread running;
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
    as(task);
    return true;
  }

  int waiting() {
    return tasks.size();
  }

  /** Does something as one of the crew's threads would. */
  void as(Runnable work) {
    Thread before = running;
    running = Thread.currentThread();
    try {
      work.run();
    } finally {
      running = before;
    }
  }

  @Override
  public boolean current() {
    return running == Thread.currentThread();
  }

  @Override
  public void close() {
    closed = true;
  }
}

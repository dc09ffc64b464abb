package io.fairlead.pool.core;

import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The timer of all pools: one thread that sleeps until the earliest deadline, and never polls. */
public final class DeadlineTimer implements Timer, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(DeadlineTimer.class);

  private final ReentrantLock lock = new ReentrantLock();
  private final TimeoutHeap heap = new TimeoutHeap();
  private final Thread thread;
  private volatile boolean closed;

  public DeadlineTimer(String threadName) {
    thread = new Thread(this::run, threadName);
    thread.setDaemon(true);
    thread.setContextClassLoader(DeadlineTimer.class.getClassLoader());
    thread.start();
  }

  @Override
  public long nanos() {
    return System.nanoTime();
  }

  /** Runs short work once, at a time of {@link #nanos}. */
  public void schedule(Runnable work, long at) {
    schedule(
        new Timeout() {
          @Override
          void expire() {
            work.run();
          }
        },
        at);
  }

  @Override
  public void schedule(Timeout timeout, long at) {
    boolean earliest;
    lock.lock();
    try {
      heap.remove(timeout);
      timeout.at = at;
      heap.add(timeout);
      earliest = heap.first() == timeout;
    } finally {
      lock.unlock();
    }
    if (earliest) {
      LockSupport.unpark(thread);
    }
  }

  @Override
  public boolean cancel(Timeout timeout) {
    lock.lock();
    try {
      return heap.remove(timeout);
    } finally {
      lock.unlock();
    }
  }

  private void run() {
    while (!closed) {
      Timeout due = null;
      long wait = Long.MAX_VALUE;
      lock.lock();
      try {
        Timeout first = heap.first();
        if (first != null) {
          wait = first.at - System.nanoTime();
          if (wait <= 0) {
            heap.remove(first);
            due = first;
          }
        }
      } finally {
        lock.unlock();
      }
      if (due != null) {
        expire(due);
      } else {
        LockSupport.parkNanos(this, wait);
      }
    }
  }

  private static void expire(Timeout due) {
    try {
      due.expire();
    } catch (RuntimeException | Error e) {
      LOG.error("a deadline's work failed", e);
    }
  }

  /** Nothing expires any more. */
  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(thread);
  }
}

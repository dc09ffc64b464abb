package io.fairlead.pool.core;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Threads that are made when there is work and no idle one, up to a limit that may change, and that
 * end when they were idle for a while. The last to become idle works first, so that the others can
 * end. None is ever interrupted: that would break an embedded database for everybody.
 */
public final class Workers implements Crew {

  /**
   * Not the group of whoever happens to bring the first task: a driver makes its own threads and
   * groups below the one that it finds, and a group that ends with its last thread takes these
   * along. H2 could not open a database again after that.
   */
  private static final ThreadGroup GROUP = root();

  private static final Logger LOG = LoggerFactory.getLogger(Workers.class);

  private final String name;
  private final IntSupplier most;
  private final long idleNanos;
  private final ReentrantLock lock = new ReentrantLock();
  private final ArrayDeque<Runnable> tasks = new ArrayDeque<>();
  private final ArrayDeque<Worker> idle = new ArrayDeque<>();
  private int alive;
  private long made;
  private boolean closed;

  /**
   * @param name of the threads, which get a number at its end
   * @param most how many threads at once, asked for every task
   */
  public Workers(String name, IntSupplier most, Duration idle) {
    this.name = name;
    this.most = most;
    this.idleNanos = idle.toNanos();
  }

  @Override
  public void execute(Runnable task) {
    int limit = Math.max(1, most.getAsInt());
    Worker worker;
    boolean fresh = false;
    lock.lock();
    try {
      worker = idle.pollFirst();
      if (worker == null) {
        if (alive >= limit) {
          tasks.addLast(task);
          return;
        }
        alive++;
        worker = new Worker(name + "-" + ++made);
        fresh = true;
      }
      worker.task = task;
    } finally {
      lock.unlock();
    }
    if (!fresh) {
      LockSupport.unpark(worker);
      return;
    }
    try {
      worker.start();
    } catch (OutOfMemoryError e) {
      LOG.error("{}: no further thread can be made", name, e);
      notStarted(task, e);
    }
  }

  private void notStarted(Runnable task, OutOfMemoryError why) {
    lock.lock();
    try {
      alive--;
      if (alive == 0) {
        throw why;
      }
      tasks.addFirst(task);
    } finally {
      lock.unlock();
    }
  }

  /** How many threads there are now. */
  int alive() {
    lock.lock();
    try {
      return alive;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      idle.forEach(LockSupport::unpark);
    } finally {
      lock.unlock();
    }
  }

  /** What to do next; null when this thread is to end. */
  private @Nullable Runnable next(Worker worker) {
    int limit = Math.max(1, most.getAsInt());
    lock.lock();
    try {
      Runnable task = tasks.pollFirst();
      if (task != null) {
        return task;
      }
      if (closed || alive > limit) {
        alive--;
        return null;
      }
      idle.addFirst(worker);
    } finally {
      lock.unlock();
    }
    long until = System.nanoTime() + idleNanos;
    for (; ; ) {
      LockSupport.parkNanos(this, until - System.nanoTime());
      lock.lock();
      try {
        Runnable task = worker.task;
        if (task != null) {
          worker.task = null;
          return task;
        }
        if (closed || until - System.nanoTime() <= 0) {
          idle.remove(worker);
          alive--;
          return null;
        }
      } finally {
        lock.unlock();
      }
    }
  }

  /** The root of all thread groups. */
  private static ThreadGroup root() {
    ThreadGroup group = Thread.currentThread().getThreadGroup();
    while (group.getParent() != null) {
      group = group.getParent();
    }
    return group;
  }

  private final class Worker extends Thread {

    /** Given by whoever took this worker from the idle ones, or made it. */
    private @Nullable Runnable task;

    Worker(String name) {
      super(GROUP, name);
      setDaemon(true);
      setContextClassLoader(Workers.class.getClassLoader());
    }

    @Override
    public void run() {
      Runnable now = task;
      task = null;
      while (now != null) {
        try {
          now.run();
        } catch (RuntimeException | Error e) {
          LOG.error("{}: work failed in an unforeseen way", getName(), e);
        }
        now = next(this);
      }
    }
  }
}

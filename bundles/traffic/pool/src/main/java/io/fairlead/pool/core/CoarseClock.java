package io.fairlead.pool.core;

import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/**
 * The time to a millisecond for a nanosecond or two: a thread writes it while somebody asks, and
 * sleeps once nobody has for a while. For stamps of use and age; never for a deadline.
 */
public final class CoarseClock implements LongSupplier, AutoCloseable {

  private static final long TICK_NANOS = 1_000_000;
  private static final int TICKS_UNASKED = 100;

  private final Thread thread;
  private volatile long now;
  private volatile boolean ticking;
  private volatile boolean asked;
  private volatile boolean closed;

  public CoarseClock(String threadName) {
    thread = new Thread(this::run, threadName);
    thread.setDaemon(true);
    thread.setContextClassLoader(CoarseClock.class.getClassLoader());
    thread.start();
  }

  @Override
  public long getAsLong() {
    if (!ticking) {
      return wake();
    }
    if (!asked) {
      asked = true;
    }
    return now;
  }

  private long wake() {
    long precise = System.nanoTime();
    if (!closed) {
      now = precise;
      asked = true;
      ticking = true;
      LockSupport.unpark(thread);
    }
    return precise;
  }

  private void run() {
    int unasked = 0;
    while (!closed) {
      if (!ticking) {
        LockSupport.park(this);
        unasked = 0;
        continue;
      }
      LockSupport.parkNanos(this, TICK_NANOS);
      now = System.nanoTime();
      if (asked) {
        asked = false;
        unasked = 0;
      } else if (++unasked > TICKS_UNASKED) {
        ticking = false;
      }
    }
  }

  /** From now on each question costs a look at the precise clock. */
  @Override
  public void close() {
    closed = true;
    ticking = false;
    LockSupport.unpark(thread);
  }
}

package io.fairlead.graphql.schema;

import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs one piece of work on one thread, once for all requests within 50 ms. */
public final class Coalescer implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Coalescer.class);
  private static final long WINDOW_MILLIS = 50;

  private final Runnable work;
  private final AtomicBoolean asked = new AtomicBoolean();
  private final AtomicInteger unfinished = new AtomicInteger();
  private final ScheduledThreadPoolExecutor thread;

  public Coalescer(Runnable work) {
    this.work = work;
    this.thread =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread made = new Thread(task, "fairlead-graphql-schema-1");
              made.setDaemon(true);
              return made;
            });
    thread.setKeepAliveTime(1, TimeUnit.SECONDS);
    thread.allowCoreThreadTimeOut(true);
    thread.setRejectedExecutionHandler(
        (task, pool) -> LOG.debug("a change came after the end and is not applied"));
  }

  /** Asks for the work to be done. */
  public void ask() {
    if (asked.compareAndSet(false, true)) {
      unfinished.incrementAndGet();
      thread.schedule(this::run, WINDOW_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  /** Asks for the work to be done once more when so much time has passed. */
  public void askAfter(long nanos) {
    unfinished.incrementAndGet();
    thread.schedule(this::runOnce, nanos, TimeUnit.NANOSECONDS);
  }

  /** Whether all that was asked for is done. */
  public boolean idle() {
    return unfinished.get() == 0;
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }

  private void run() {
    asked.set(false);
    runOnce();
  }

  private void runOnce() {
    try {
      work.run();
    } catch (RuntimeException e) {
      LOG.error("the schema was not changed", e);
    } finally {
      unfinished.decrementAndGet();
    }
  }
}

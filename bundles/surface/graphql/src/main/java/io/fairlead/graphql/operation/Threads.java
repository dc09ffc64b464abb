package io.fairlead.graphql.operation;

import io.fairlead.kernel.error.Exhausted;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The host's threads: workers run operations, porters verify who comes in, streamers hand on what
 * subscriptions give, one timer tells when. All end when they have nothing to do.
 */
public final class Threads implements AutoCloseable {

  private static final int WORKERS = 16;
  private static final int WAITING = 128;
  private static final int PORTERS = 4;
  private static final int AT_THE_DOOR = 32;
  private static final int STREAMERS = 2;
  private static final long KEEP_SECONDS = 10;

  private final ThreadPoolExecutor workers =
      pool("work", WORKERS, new LinkedBlockingQueue<>(WAITING));
  private final ThreadPoolExecutor porters =
      pool("door", PORTERS, new LinkedBlockingQueue<>(AT_THE_DOOR));
  private final ThreadPoolExecutor streamers =
      pool("stream", STREAMERS, new LinkedBlockingQueue<>());
  private final ScheduledThreadPoolExecutor timer;

  public Threads() {
    workers.setRejectedExecutionHandler(
        (work, pool) -> {
          throw new Exhausted(
              "operations: " + (WORKERS + WAITING) + " are under way (expected: fewer)");
        });
    porters.setRejectedExecutionHandler(
        (work, pool) -> {
          throw new Exhausted(
              "sockets: " + (PORTERS + AT_THE_DOOR) + " wait to be let in (expected: fewer)");
        });
    timer = new ScheduledThreadPoolExecutor(1, named("timer"));
    timer.setRemoveOnCancelPolicy(true);
    timer.setKeepAliveTime(KEEP_SECONDS, TimeUnit.SECONDS);
    timer.allowCoreThreadTimeOut(true);
  }

  /** Runs operations; throws {@link Exhausted} when too many wait. */
  public ExecutorService workers() {
    return workers;
  }

  /**
   * Verifies passwords, which takes long; throws {@link Exhausted} when too many wait. Apart from
   * the workers, so that nobody who is unknown holds up those who are in.
   */
  public ExecutorService porters() {
    return porters;
  }

  /** Hands on what subscriptions give. */
  public ExecutorService streamers() {
    return streamers;
  }

  /** Runs short work once, later, on the timer's thread. */
  public ScheduledFuture<?> after(long millis, Runnable work) {
    return timer.schedule(work, millis, TimeUnit.MILLISECONDS);
  }

  /** Runs short work again and again, on the timer's thread. */
  public ScheduledFuture<?> every(long millis, Runnable work) {
    return timer.scheduleWithFixedDelay(work, millis, millis, TimeUnit.MILLISECONDS);
  }

  /** Takes no more work and waits a moment for what runs; what runs is never interrupted. */
  @Override
  public void close() {
    timer.shutdownNow();
    workers.shutdown();
    porters.shutdown();
    streamers.shutdown();
    try {
      boolean done = workers.awaitTermination(2, TimeUnit.SECONDS);
      if (done) {
        streamers.awaitTermination(1, TimeUnit.SECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static ThreadPoolExecutor pool(
      String role, int threads, LinkedBlockingQueue<Runnable> queue) {
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            threads, threads, KEEP_SECONDS, TimeUnit.SECONDS, queue, named(role));
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }

  private static ThreadFactory named(String role) {
    AtomicInteger count = new AtomicInteger();
    return work -> {
      Thread thread = new Thread(work, "fairlead-graphql-" + role + "-" + count.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
  }
}

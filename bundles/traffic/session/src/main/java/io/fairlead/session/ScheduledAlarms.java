package io.fairlead.session;

import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The timer of the running server. */
final class ScheduledAlarms implements Alarms, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ScheduledAlarms.class);

  private final ScheduledThreadPoolExecutor timer;

  ScheduledAlarms() {
    timer =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread thread = new Thread(task, "fairlead-session-timer-0");
              thread.setDaemon(true);
              return thread;
            });
    // Sessions come and go faster than their deadlines: what is called off must not stay in the
    // heap.
    timer.setRemoveOnCancelPolicy(true);
  }

  @Override
  public Alarm after(long nanos, Runnable task) {
    ScheduledFuture<?> future =
        timer.schedule(
            () -> {
              try {
                task.run();
              } catch (RuntimeException e) {
                LOG.error("a session's deadline could not be acted upon", e);
              }
            },
            nanos,
            TimeUnit.NANOSECONDS);
    return () -> future.cancel(false);
  }

  @Override
  public long nanoTime() {
    return System.nanoTime();
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}

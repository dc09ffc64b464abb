package io.fairlead.kernel.tls;

import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets each {@link LiveTls} {@link LiveTls#look look} at its files once a second, on a thread of
 * its own that is there only while there is one.
 */
public final class TlsWatch implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(TlsWatch.class);

  private final ScheduledThreadPoolExecutor executor;
  private final Set<LiveTls> watched = new CopyOnWriteArraySet<>();
  private @Nullable ScheduledFuture<?> looking;

  /**
   * @param thread the thread's name
   */
  public TlsWatch(String thread) {
    executor = new ScheduledThreadPoolExecutor(1, task -> new Thread(task, thread));
    executor.setRemoveOnCancelPolicy(true);
    executor.setKeepAliveTime(1, TimeUnit.SECONDS);
    executor.allowCoreThreadTimeOut(true);
  }

  /** Looks after this one from now on. */
  public synchronized void add(LiveTls tls) {
    watched.add(tls);
    if (looking == null && !executor.isShutdown()) {
      looking = executor.scheduleWithFixedDelay(this::look, 1, 1, TimeUnit.SECONDS);
    }
  }

  /** No longer looks after this one. */
  public synchronized void remove(LiveTls tls) {
    watched.remove(tls);
    if (watched.isEmpty() && looking != null) {
      looking.cancel(false);
      looking = null;
    }
  }

  private void look() {
    for (LiveTls tls : watched) {
      try {
        tls.look();
      } catch (RuntimeException e) {
        LOG.error("the TLS files of {} could not be looked at", tls.view().usedBy(), e);
      }
    }
  }

  @Override
  public void close() {
    executor.shutdownNow();
  }
}

package io.fairlead.rest.host;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletRequest;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;

/**
 * Requests that nobody can answer now and somebody may soon. They wait without a thread and come in
 * again, to whoever is there then.
 */
@Component(service = AskedAgain.class)
public final class AskedAgain {

  private static final int MOST_WAITING = 500;
  private static final long LOOK_MS = 25;

  /** Longer than any bundle is waited for: 10 s. */
  private static final int MOST_TIMES = 400;

  private static final String TIMES = AskedAgain.class.getName();

  private final int mostTimes;
  private final AtomicInteger waiting = new AtomicInteger();
  private final ScheduledThreadPoolExecutor executor =
      new ScheduledThreadPoolExecutor(1, task -> new Thread(task, "fairlead-rest-pages-1"));

  @Activate
  public AskedAgain() {
    this(MOST_TIMES);
  }

  AskedAgain(int mostTimes) {
    this.mostTimes = mostTimes;
  }

  /**
   * Lets a request come in again after a moment.
   *
   * @return false when it has to be answered now: it can't wait, has waited too long, or too many
   *     wait already
   */
  boolean later(HttpServletRequest request) {
    int times = request.getAttribute(TIMES) instanceof Integer before ? before + 1 : 1;
    if (!request.isAsyncSupported() || times > mostTimes) {
      return false;
    }
    if (waiting.incrementAndGet() > MOST_WAITING) {
      waiting.decrementAndGet();
      return false;
    }
    request.setAttribute(TIMES, times);
    AsyncContext held = request.startAsync();
    held.setTimeout(0);
    try {
      executor.schedule(() -> askAgain(held), LOOK_MS, TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      askAgain(held);
    }
    return true;
  }

  private void askAgain(AsyncContext held) {
    waiting.decrementAndGet();
    try {
      held.dispatch();
    } catch (IllegalStateException e) {
      // its client has gone
    }
  }

  /** Who waits still is answered all the same. */
  @Deactivate
  void close() {
    executor.shutdown();
  }
}

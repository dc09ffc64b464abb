package io.fairlead.kernel.runtime;

import java.io.IOException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks at something once a second, on a thread of its own; what keeps it from it is said once. */
final class Lookout implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Lookout.class);

  /** One look. */
  interface Look {
    void look() throws IOException;
  }

  private final String at;
  private final Look look;
  private final ScheduledThreadPoolExecutor executor;
  private String trouble = "";

  /**
   * @param thread what its thread is called
   * @param at what it looks at, for the log
   */
  Lookout(String thread, String at, Look look) {
    this.at = at;
    this.look = look;
    this.executor = new ScheduledThreadPoolExecutor(1, NamedThreads.of(thread));
    executor.scheduleWithFixedDelay(this::once, 1, 1, TimeUnit.SECONDS);
  }

  private void once() {
    try {
      look.look();
      trouble = "";
    } catch (IOException | RuntimeException | LinkageError e) {
      if (!trouble.equals(e.toString())) {
        trouble = e.toString();
        LOG.warn("{} could not be looked at: {}", at, trouble);
      }
    }
  }

  @Override
  public void close() {
    executor.shutdownNow();
  }
}

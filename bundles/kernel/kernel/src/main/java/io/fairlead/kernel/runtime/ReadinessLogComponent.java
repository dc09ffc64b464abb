package io.fairlead.kernel.runtime;

import io.fairlead.kernel.health.Readiness;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks once a second whether the server is ready, for the log. */
@Component(
    immediate = true,
    service = {})
public final class ReadinessLogComponent {

  private static final Logger LOG = LoggerFactory.getLogger(ReadinessLogComponent.class);
  private static final long LOOK_EVERY_MS = 1_000;

  private final ScheduledThreadPoolExecutor executor =
      new ScheduledThreadPoolExecutor(1, NamedThreads.of("readiness"));
  private final ReadinessLog log;

  @Activate
  public ReadinessLogComponent(@Reference Readiness readiness) {
    this.log = new ReadinessLog(readiness);
    executor.scheduleWithFixedDelay(
        this::look, LOOK_EVERY_MS, LOOK_EVERY_MS, TimeUnit.MILLISECONDS);
  }

  @Deactivate
  void close() {
    executor.shutdownNow();
  }

  /** One that fails must not be the last. */
  private void look() {
    try {
      log.look().ifPresent(LOG::info);
    } catch (RuntimeException e) {
      LOG.debug("readiness cannot be told now", e);
    }
  }
}

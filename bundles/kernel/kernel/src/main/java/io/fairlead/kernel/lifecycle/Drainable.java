package io.fairlead.kernel.lifecycle;

import java.time.Duration;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A part that has to let work end before the server stops. An OSGi service, with {@code
 * service.ranking} as the order: higher ones drain first. Called once, on a thread that may block,
 * before any bundle is stopped and after readiness has turned false.
 */
@ConsumerType
public interface Drainable {

  /**
   * Takes no new work, waits until the present work is done, at most so long, then returns; the
   * rest will be cut off.
   */
  void drain(Duration atMost);
}

package io.fairlead.kernel.health;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * One part's word on whether it can serve. An OSGi service; asked often and on any thread, so it
 * answers from memory and neither blocks nor throws. A part that goes away is simply no longer
 * asked.
 */
@ConsumerType
public interface HealthCheck {

  /** The part's name: {@code listener native}, {@code pool main}. */
  String part();

  /** How it is now. */
  Health health();

  /** One part's state. {@code reason} is empty when it is ready, otherwise one sentence. */
  record Health(boolean ready, String reason) {
    public static final Health READY = new Health(true, "");

    public static Health notReady(String reason) {
      return new Health(false, reason);
    }
  }
}

package io.fairlead.kernel.error;

import java.time.Duration;

/**
 * A part that is needed is not there now: a driver, a database, a bundle. REST: 503 with
 * Retry-After.
 */
public final class Unavailable extends FairleadException {

  private static final long serialVersionUID = 1L;

  private final Duration retryAfter;

  /** With a second as the time after which another try makes sense. */
  public Unavailable(String message) {
    this(message, Duration.ofSeconds(1));
  }

  public Unavailable(String message, Duration retryAfter) {
    super(message);
    this.retryAfter = retryAfter;
  }

  public Unavailable(String message, Throwable cause) {
    super(message, cause);
    this.retryAfter = Duration.ofSeconds(1);
  }

  /** When another try makes sense. */
  public Duration retryAfter() {
    return retryAfter;
  }

  @Override
  public String code() {
    return "UNAVAILABLE";
  }
}

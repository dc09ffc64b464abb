package io.fairlead.kernel.error;

import java.time.Duration;

/**
 * A limit is reached: a queue is full, a deadline passed while waiting, a cap on clients. REST: 503
 * with Retry-After.
 */
public final class Exhausted extends FairleadException {

  private static final long serialVersionUID = 1L;

  private final Duration retryAfter;

  /** With a second as the time after which another try makes sense. */
  public Exhausted(String message) {
    this(message, Duration.ofSeconds(1));
  }

  public Exhausted(String message, Duration retryAfter) {
    super(message);
    this.retryAfter = retryAfter;
  }

  public Exhausted(String message, Throwable cause) {
    super(message, cause);
    this.retryAfter = Duration.ofSeconds(1);
  }

  /** When another try makes sense. */
  public Duration retryAfter() {
    return retryAfter;
  }

  @Override
  public String code() {
    return "EXHAUSTED";
  }
}

package io.fairlead.kernel.error;

import java.time.Duration;

/**
 * A limit is reached: a queue is full, a deadline passed while waiting, a cap on clients. REST: 503
 * with Retry-After, and 429 for a limit of the caller's own.
 */
public final class Exhausted extends FairleadException {

  private static final long serialVersionUID = 1L;

  private final Duration retryAfter;
  private final boolean callersOwn;

  /** With a second as the time after which another try makes sense. */
  public Exhausted(String message) {
    this(message, Duration.ofSeconds(1));
  }

  public Exhausted(String message, Duration retryAfter) {
    this(message, retryAfter, false);
  }

  private Exhausted(String message, Duration retryAfter, boolean callersOwn) {
    super(message);
    this.retryAfter = retryAfter;
    this.callersOwn = callersOwn;
  }

  /** The caller has asked too often, whatever others do. */
  public static Exhausted byCaller(String message, Duration retryAfter) {
    return new Exhausted(message, retryAfter, true);
  }

  public Exhausted(String message, Throwable cause) {
    super(message, cause);
    this.retryAfter = Duration.ofSeconds(1);
    this.callersOwn = false;
  }

  /** Whether it is a limit of the caller's own, and not of all callers together. */
  public boolean callersOwn() {
    return callersOwn;
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

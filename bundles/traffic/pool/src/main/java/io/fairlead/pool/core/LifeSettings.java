package io.fairlead.pool.core;

import io.fairlead.traffic.pool.spi.ResetMode;
import java.time.Duration;
import java.util.Optional;

/**
 * How long connections live and what is done to them between loans. All of it is hot.
 *
 * @param maxBorrows how often a connection is lent where its aging counts that
 * @param errorThreshold the share of a connection's recent statements that may fail
 * @param jitterPercent of the maximum, by which lives end at different times
 * @param keepalive after how long without use an idle one is asked for a sign of life
 */
public record LifeSettings(
    Aging aging,
    long maxBorrows,
    double errorThreshold,
    int jitterPercent,
    Recycling recycling,
    ResetMode reset,
    Optional<String> validationQuery,
    boolean validateOnRelease,
    Duration releaseTimeout,
    Optional<Duration> keepalive,
    Duration keepaliveTimeout,
    LeakSettings leaks) {

  /** For pools of which nothing is known but their size. */
  public static final LifeSettings STANDARD =
      new LifeSettings(
          Aging.TIME,
          10_000,
          0.1,
          20,
          Recycling.FAST,
          ResetMode.STANDARD,
          Optional.empty(),
          false,
          Duration.ofSeconds(5),
          Optional.empty(),
          Duration.ofSeconds(5),
          LeakSettings.OFF);

  /** What ends a connection's life. */
  public enum Aging {
    /** Its age. */
    TIME,
    /** How often it was lent. */
    USAGE,
    /** Whichever is first. */
    COMBINED,
    /** Its age, which counts twice while many of its statements fail. */
    ADAPTIVE
  }

  /** How a connection is made ready for the next one. */
  public enum Recycling {
    /** Reset. */
    FAST,
    /** Reset and asked for a sign of life. */
    CHECKED,
    /** Closed; another one takes its place. */
    REPLACE,
    /** One of the others, by its recent errors. */
    ADAPTIVE
  }
}

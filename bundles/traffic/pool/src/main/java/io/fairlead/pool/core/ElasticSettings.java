package io.fairlead.pool.core;

import java.time.Duration;

/**
 * How a pool's size follows the demand.
 *
 * @param autoScale whether it opens ahead of the demand, and closes what was not needed for a while
 * @param growthPerSecond connections a second above the minimum, beside the throttle for all
 * @param shrinkPerMinute connections a minute
 * @param shrinkDelay for how long they must not have been needed
 */
public record ElasticSettings(
    boolean autoScale, int growthPerSecond, int shrinkPerMinute, Duration shrinkDelay) {

  /** As many as are asked for, and gone when they were idle for too long. */
  public static final ElasticSettings OFF = new ElasticSettings(false, 1, 1, Duration.ofMinutes(5));

  public ElasticSettings {
    if (growthPerSecond < 1 || shrinkPerMinute < 1 || shrinkDelay.toMillis() < 1) {
      throw new IllegalArgumentException(
          "growth %d/s, shrink %d/min after %s (expected: each above 0)"
              .formatted(growthPerSecond, shrinkPerMinute, shrinkDelay));
    }
  }
}

package io.fairlead.pool.core;

import io.fairlead.traffic.pool.PoolMode;
import io.fairlead.traffic.pool.spi.ConnectionSpec;
import java.time.Duration;
import java.util.Optional;

/**
 * A pool's settings, checked.
 *
 * @param spec the sealed ones: a change makes a new generation; all others are hot
 * @param initial how many connections to open at the start; later {@code min} is kept
 * @param validationSkip who was used so short a time ago is not validated
 */
public record PoolSettings(
    ConnectionSpec spec,
    int min,
    int initial,
    int max,
    Duration acquireTimeout,
    Optional<Duration> idleTimeout,
    Optional<Duration> maxLifetime,
    Duration creationTimeout,
    int createPerSecond,
    int createBurst,
    boolean validateOnAcquire,
    Duration validationTimeout,
    Duration validationSkip,
    int maxWaitQueue,
    Optional<Duration> statementTimeout,
    Optional<Duration> idleInTransactionTimeout,
    Optional<Duration> transactionTimeout,
    OrderSettings order,
    Partitioning partitioning,
    PoolMode mode,
    boolean refusesSessionState,
    ElasticSettings elastic,
    LifeSettings life,
    Stake stake) {

  public PoolSettings {
    if (min < 0 || min > initial || initial > max || max < 1) {
      throw new IllegalArgumentException(
          "min " + min + ", initial " + initial + ", max " + max + " (expected: in this order)");
    }
    if (createPerSecond < 1 || createBurst < 1 || maxWaitQueue < 0) {
      throw new IllegalArgumentException(
          "creation throttle " + createPerSecond + "/" + createBurst + ", queue " + maxWaitQueue);
    }
  }

  /** How old a connection's last use may be for it to be lent as it is. */
  long freshNanos() {
    return validateOnAcquire ? validationSkip.toNanos() : Long.MAX_VALUE;
  }
}

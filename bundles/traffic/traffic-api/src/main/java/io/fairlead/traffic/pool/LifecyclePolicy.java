package io.fairlead.traffic.pool;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How long a pool's connections live and what is done to them between loans: the part of the pool's
 * settings that is about it. All of it is hot, for connections that are there too.
 *
 * @param recycling how a connection is made ready again: fast, checked, replace or adaptive
 * @param revision of the pool's settings
 * @param applied whether the pool runs with them
 */
public record LifecyclePolicy(
    String poolId,
    Aging aging,
    String recycling,
    Reset reset,
    Validation validation,
    String revision,
    boolean applied) {

  /**
   * When a life is over.
   *
   * @param type time, usage, combined or adaptive
   */
  public record Aging(
      String type,
      @Nullable Long maxLifetimeSecs,
      long maxBorrows,
      double errorThreshold,
      long jitterPercent) {}

  /** What a reset takes back, and what it runs at its end. */
  public record Reset(
      boolean resetSessionVars,
      boolean resetTempTables,
      boolean clearPreparedStatements,
      boolean rollbackTransactions,
      List<String> customResetQueries) {}

  /** What a connection is asked for a sign of life, and how long it may take to answer. */
  public record Validation(@Nullable String query, long timeoutSecs) {}
}

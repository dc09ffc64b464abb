package io.fairlead.traffic.pool;

import io.fairlead.traffic.pool.spi.StatementCacheUse;
import java.util.List;

/**
 * A pool's numbers since it was made; counters survive changes of settings. Times in milliseconds.
 *
 * @param activeConnections lent, or looked at or made ready by the pool
 * @param closingConnections on their way out; their places are not free yet
 * @param totalConnections active, idle and closing
 * @param moved who waited and was taken in by another pool when this one drained; that one counts
 *     how it ended
 * @param totalRecycled connections that were made ready again and kept
 * @param totalReplaced connections that were closed for others to take their place
 * @param leaksDetected loans that were out for longer than the leak threshold
 * @param leakSuspects how many of these are out now
 * @param waitTimeMs from acquire to grant, of loans that were granted
 * @param holdTimeMs from grant to release
 * @param creationTimeMs from the driver's call to a connection that is ready
 * @param sizing the last changes of the pool's size and why, the oldest first
 */
public record PoolStats(
    String poolId,
    int activeConnections,
    int idleConnections,
    int closingConnections,
    int totalConnections,
    int waitingRequests,
    long totalCreated,
    long totalDestroyed,
    long totalAcquired,
    long totalReleased,
    long acquireAttempts,
    long acquireFailures,
    long acquireTimeouts,
    long moved,
    double successRate,
    long validationFailures,
    long creationFailures,
    long resetFailures,
    long totalRecycled,
    long totalReplaced,
    long leaksDetected,
    int leakSuspects,
    double avgWaitTimeMs,
    Percentiles waitTimeMs,
    Percentiles holdTimeMs,
    Percentiles creationTimeMs,
    StatementCacheStats statementCache,
    List<SizingDecision> sizing) {

  /**
   * Of all connections together.
   *
   * @param hitRate hits by hits and misses; 0 when there was neither
   */
  public record StatementCacheStats(
      long hits, long misses, long evictions, long entries, long bytes, double hitRate) {

    public static StatementCacheStats of(StatementCacheUse use) {
      long asked = use.hits() + use.misses();
      return new StatementCacheStats(
          use.hits(),
          use.misses(),
          use.evictions(),
          use.entries(),
          use.bytes(),
          asked == 0 ? 0 : (double) use.hits() / asked);
    }
  }

  public record Percentiles(double p50, double p95, double p99, double max) {}
}

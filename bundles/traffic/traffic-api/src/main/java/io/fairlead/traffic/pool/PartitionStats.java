package io.fairlead.traffic.pool;

import io.fairlead.traffic.pool.PoolStats.Percentiles;

/**
 * A partition's numbers since it was made, or since the server started.
 *
 * @param waitTimeouts waits that ended at their deadline
 * @param cpuMs of threads that worked for it, where the database is in this process; else as
 *     busy_ms
 * @param busyMs how long its connections worked
 * @param memoryBytes of results held in memory now
 * @param bytes of values read
 * @param waitTimeMs of loans that had to wait
 */
public record PartitionStats(
    String poolId,
    String name,
    int activeConnections,
    int waiting,
    long connectionsAcquired,
    long connectionsReleased,
    long waitTimeouts,
    double cpuMs,
    double busyMs,
    long memoryBytes,
    long rows,
    long bytes,
    Percentiles waitTimeMs,
    Violations limitViolations) {

  /** How often each limit kept a loan waiting, refused one, or ended a statement. */
  public record Violations(long connections, long queue, long cpu, long memory, long io) {}
}

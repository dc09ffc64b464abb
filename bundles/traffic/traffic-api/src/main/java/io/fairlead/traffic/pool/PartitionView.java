package io.fairlead.traffic.pool;

import org.jspecify.annotations.Nullable;

/**
 * A partition of a pool as the surfaces show it: a quota on the pool's connections, not a pool of
 * its own.
 *
 * @param type user, application, service, tenant, resource_group or custom: what its match is
 *     compared with
 * @param match a value, or a glob with {@code *} and {@code ?}
 * @param weight its share among the partitions that wait
 * @param priority of its loans that say none; null for normal
 * @param overLimit wait or refuse: what a new loan does over a limit of work
 * @param builtIn whether it is the pool's own default partition, which stands in no settings
 * @param revision of its settings; empty when it is built in
 */
public record PartitionView(
    String name,
    String type,
    String match,
    int weight,
    @Nullable String priority,
    Limits limits,
    String overLimit,
    Usage usage,
    boolean builtIn,
    String revision,
    boolean applied) {

  /**
   * @param maxConnections its ceiling
   * @param minConnections reserved for it
   * @param maxWaitQueue how many of it may wait
   * @param cpuLimitSeconds of work in a window; null for no limit
   * @param memoryLimitBytes of results held in memory at a time; null for no limit
   * @param ioLimitIops rows a second, on average over a window; null for no limit
   * @param ioLimitBytes of values in a window; null for no limit
   * @param windowSecs how long a window is
   */
  public record Limits(
      int maxConnections,
      int minConnections,
      int maxWaitQueue,
      @Nullable Long cpuLimitSeconds,
      @Nullable Long memoryLimitBytes,
      @Nullable Long ioLimitIops,
      @Nullable Long ioLimitBytes,
      long windowSecs) {}

  /**
   * @param activeConnections lent to it
   * @param idleConnections how many of the pool's idle connections it could have now
   */
  public record Usage(int activeConnections, int idleConnections, int waiting) {}
}

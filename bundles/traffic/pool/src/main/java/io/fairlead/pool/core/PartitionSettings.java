package io.fairlead.pool.core;

import io.fairlead.traffic.pool.Priority;
import java.util.Optional;

/**
 * A partition: a quota on the pool's connections.
 *
 * @param type which of a borrower's values {@code match} is compared with
 * @param match a value, or a glob
 * @param priority of loans that say none
 * @param min reserved for it
 * @param max its ceiling
 */
public record PartitionSettings(
    String name,
    String type,
    String match,
    int weight,
    Optional<Priority> priority,
    int min,
    int max,
    int maxWaitQueue,
    WorkLimits limits) {

  public PartitionSettings {
    if (weight < 1 || min < 0 || max < 1 || min > max || maxWaitQueue < 0) {
      throw new IllegalArgumentException(
          "partition %s: weight %d, min %d, max %d, queue %d"
              .formatted(name, weight, min, max, maxWaitQueue));
    }
  }

  /** The default partition of a pool that has none of that name: no quota. */
  static PartitionSettings unlimited(String name) {
    return new PartitionSettings(
        name,
        "custom",
        name,
        1,
        Optional.empty(),
        0,
        Integer.MAX_VALUE,
        Integer.MAX_VALUE,
        WorkLimits.NONE);
  }
}

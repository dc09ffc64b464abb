package io.fairlead.pool.core;

import java.util.List;
import java.util.Map;

/**
 * How a pool's loans belong to partitions.
 *
 * @param routing user, application, service, tenant, resource_group, address, load_balanced, or the
 *     name of a router that a bundle offers
 * @param defaultPartition where loans go that belong to none
 * @param refuseUnknown whether they are refused instead
 * @param groups resource groups by user or application
 */
public record Partitioning(
    boolean enabled,
    String routing,
    String defaultPartition,
    boolean refuseUnknown,
    Balancing balancing,
    Affinity affinity,
    Map<String, String> groups,
    List<PartitionSettings> partitions) {

  /** As it is when nothing is set. */
  public static final Partitioning OFF =
      new Partitioning(
          false,
          "user",
          "default",
          false,
          Balancing.ROUND_ROBIN,
          Affinity.NONE,
          Map.of(),
          List.of());

  public Partitioning {
    groups = Map.copyOf(groups);
    partitions = List.copyOf(partitions);
  }

  /** Which of several partitions that match. */
  public enum Balancing {
    ROUND_ROBIN,
    LEAST_CONNECTIONS,
    RANDOM
  }

  /** Which of several idle connections; never whether to wait for one. */
  public enum Affinity {
    /** Any. */
    NONE,
    /** The one that the same owner had last, and the same of several partitions. */
    STICKY,
    /** One that the same partition had last. */
    PREFERRED
  }
}

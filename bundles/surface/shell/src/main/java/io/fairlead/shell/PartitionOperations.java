package io.fairlead.shell;

import io.fairlead.kernel.error.Invalid;
import io.fairlead.kernel.error.NotFound;
import io.fairlead.kernel.page.PageRequest;
import io.fairlead.traffic.pool.ClearRequest;
import io.fairlead.traffic.pool.PoolPartitions;
import io.fairlead.traffic.pool.PoolView;
import io.fairlead.traffic.pool.Pools;
import io.fairlead.traffic.pool.WaitQueues;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Partitions of pools, and who waits for their connections. */
final class PartitionOperations {

  private static final String TARGET = "pool/partition";

  private final Supplier<Optional<Pools>> pools;
  private final Supplier<Optional<PoolPartitions>> partitions;
  private final Supplier<Optional<WaitQueues>> queues;

  PartitionOperations(
      Supplier<Optional<Pools>> pools,
      Supplier<Optional<PoolPartitions>> partitions,
      Supplier<Optional<WaitQueues>> queues) {
    this.pools = pools;
    this.partitions = partitions;
    this.queues = queues;
  }

  void describe(OperationTable table) {
    partitions(table);
    queue(table);
  }

  private void partitions(OperationTable table) {
    table.listOf(
        "partitions",
        "A pool's partitions",
        "pool",
        this::poolNames,
        List.of(),
        List.of("name", "type", "match", "weight", "limits", "usage"),
        a -> partitions().list(a.target()));
    table.show(
        "partition",
        "One partition of a pool",
        TARGET,
        this::names,
        a -> {
          Name name = Name.of(a);
          return partitions()
              .find(name.pool, name.partition)
              .orElseThrow(() -> new NotFound("partition " + a.target() + ": there is none"));
        });
    table.show(
        "partitionStats",
        "One partition's counters and percentiles",
        TARGET,
        this::names,
        a -> {
          Name name = Name.of(a);
          return partitions().stats(name.pool, name.partition);
        });
    table.add(
        "createPartition",
        "Makes a partition of a pool",
        "pool",
        this::poolNames,
        () -> Stream.concat(Stream.of("name"), settings().stream()).toList(),
        a -> partitions().create(a.target(), a.patch(partitions().schema())).partition());
    table.add(
        "updatePartition",
        "Changes a partition while it is in use",
        TARGET,
        this::names,
        this::settings,
        a -> {
          Name name = Name.of(a);
          return partitions()
              .update(name.pool, name.partition, a.patch(partitions().schema()), Optional.empty())
              .partition();
        });
    table.one(
        "deletePartition",
        "Removes a partition; its loans end, who waits goes to the default partition",
        TARGET,
        this::names,
        a -> {
          Name name = Name.of(a);
          return partitions().delete(name.pool, name.partition, Optional.empty())
              ? "gone"
              : "draining";
        });
  }

  private void queue(OperationTable table) {
    table.listOf(
        "waitQueue",
        "Who waits for a pool's connections, in order, and for whom",
        "pool",
        this::poolNames,
        List.of("page", "page_size"),
        List.of(
            "position",
            "owner",
            "priority",
            "boosted",
            "partition",
            "since",
            "because",
            "waits_for"),
        a ->
            queues()
                .list(
                    a.target(),
                    PageRequest.of(
                        a.number("page").orElse(null), a.number("page_size").orElse(null)))
                .data());
    table.show(
        "waitQueueStats",
        "A wait queue's counters and percentiles",
        "pool",
        this::poolNames,
        a -> queues().stats(a.target()));
    table.add(
        "clearWaitQueue",
        "Sends waiters away with an error, at once",
        "pool",
        this::poolNames,
        () -> OperationTable.names(ClearRequest.SCHEMA),
        a ->
            queues().clear(a.target(), ClearRequest.of(a.patch(ClearRequest.SCHEMA)))
                + " were sent away");
  }

  private List<String> settings() {
    return partitions.get().map(p -> OperationTable.names(p.schema())).orElse(List.of());
  }

  private List<String> poolNames() {
    return pools.get().map(p -> p.list().stream().map(PoolView::poolId).toList()).orElse(List.of());
  }

  private List<String> names() {
    return partitions
        .get()
        .map(
            p ->
                poolNames().stream()
                    .flatMap(pool -> p.list(pool).stream().map(one -> pool + "/" + one.name()))
                    .toList())
        .orElse(List.of());
  }

  private PoolPartitions partitions() {
    return OperationTable.deployed("partitions", partitions.get());
  }

  private WaitQueues queues() {
    return OperationTable.deployed("wait queues", queues.get());
  }

  /** A partition's name with its pool's. */
  private record Name(String pool, String partition) {

    static Name of(Arguments a) {
      int slash = a.target().indexOf('/');
      if (slash < 0) {
        throw new Invalid(TARGET, a.target(), "the pool's name, a slash, the partition's");
      }
      return new Name(a.target().substring(0, slash), a.target().substring(slash + 1));
    }
  }
}

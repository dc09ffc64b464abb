package io.fairlead.graphql.traffic;

import io.fairlead.graphql.spi.Argument;
import io.fairlead.graphql.spi.Arguments;
import io.fairlead.graphql.spi.FragmentBuilder;
import io.fairlead.graphql.spi.GraphqlFragment;
import io.fairlead.graphql.spi.Shape;
import io.fairlead.traffic.pool.PartitionStats;
import io.fairlead.traffic.pool.PartitionView;
import io.fairlead.traffic.pool.PoolPartitions;
import io.fairlead.traffic.pool.PoolView;
import io.fairlead.traffic.pool.Pools;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The partitions of pools. */
@Component(property = "fairlead.graphql=pool-partitions")
public final class PartitionsFragment implements GraphqlFragment {

  private static final Argument POOL_ID = Argument.of("poolId", Shape.ID.required());
  private static final Argument NAME = Argument.of("name", Shape.STRING.required());
  private static final Shape PARTITION = Shape.of(PartitionView.class);

  private final Pools pools;
  private final PoolPartitions partitions;
  private final PartitionInput input;

  @Activate
  public PartitionsFragment(@Reference Pools pools, @Reference PoolPartitions partitions) {
    this.pools = pools;
    this.partitions = partitions;
    this.input = new PartitionInput(partitions.schema());
  }

  @Override
  public void describe(FragmentBuilder fragment) {
    fragment.type(PartitionView.class, "Partition", Map.of());
    fragment.type(PartitionView.Limits.class, "PartitionLimits", Map.of());
    fragment.type(PartitionView.Usage.class, "PartitionUsage", Map.of());
    fragment.type(PartitionStats.class, "PartitionStats", Map.of());
    fragment.type(PartitionStats.Violations.class, "LimitViolations", Map.of());
    fragment
        .query(
            "partitions",
            PARTITION.list().required(),
            "A pool's partitions, by name.",
            a -> partitions.list(pool(a)),
            POOL_ID)
        .query(
            "partition",
            PARTITION,
            "One partition; null when there is no such pool or partition.",
            this::find,
            POOL_ID,
            NAME)
        .query(
            "partitionStats",
            Shape.of(PartitionStats.class),
            "A partition's numbers; null when there is no such pool or partition.",
            a -> find(a) == null ? null : partitions.stats(a.text("poolId"), a.text("name")),
            POOL_ID,
            NAME)
        .mutation(
            "createPartition",
            PARTITION.required(),
            "Makes a partition.",
            a ->
                input.apply(
                    a.object("partition"), patch -> partitions.create(pool(a), patch).partition()),
            POOL_ID,
            Argument.of("partition", input.whole().required()))
        .mutation(
            "updatePartition",
            PARTITION.required(),
            "Changes a partition: a field left out keeps its value, null clears one that may be"
                + " empty.",
            a ->
                input.apply(
                    a.object("partition"),
                    patch ->
                        partitions.update(pool(a), name(a), patch, Inputs.ifMatch(a)).partition()),
            POOL_ID,
            NAME,
            Argument.of("partition", input.patch().required()),
            Inputs.IF_MATCH)
        .mutation(
            "deletePartition",
            Shape.BOOLEAN.required(),
            "Removes a partition: true when it is gone, false while its loans end; who waits goes"
                + " to the default partition.",
            a -> partitions.delete(pool(a), name(a), Inputs.ifMatch(a)),
            POOL_ID,
            NAME,
            Inputs.IF_MATCH);
  }

  private @Nullable PartitionView find(Arguments arguments) {
    String pool = arguments.text("poolId");
    return pools.find(pool).isEmpty()
        ? null
        : partitions.find(pool, arguments.text("name")).orElse(null);
  }

  private String pool(Arguments arguments) {
    String id = arguments.text("poolId");
    return pools.find(id).map(PoolView::poolId).orElseThrow(() -> Inputs.unknown("pool", id));
  }

  private String name(Arguments arguments) {
    String name = arguments.text("name");
    return partitions
        .find(pool(arguments), name)
        .map(PartitionView::name)
        .orElseThrow(() -> Inputs.unknown("partition", name));
  }
}

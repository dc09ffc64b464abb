package io.fairlead.graphql.traffic;

import io.fairlead.graphql.spi.Argument;
import io.fairlead.graphql.spi.Arguments;
import io.fairlead.graphql.spi.FragmentBuilder;
import io.fairlead.graphql.spi.GraphqlFragment;
import io.fairlead.graphql.spi.SettingsInput;
import io.fairlead.graphql.spi.Shape;
import io.fairlead.traffic.pool.ClearRequest;
import io.fairlead.traffic.pool.PoolView;
import io.fairlead.traffic.pool.Pools;
import io.fairlead.traffic.pool.WaitQueueStats;
import io.fairlead.traffic.pool.WaitQueueView;
import io.fairlead.traffic.pool.WaitQueues;
import io.fairlead.traffic.pool.WaiterView;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Who waits for pools' connections. */
@Component(property = "fairlead.graphql=pool-wait-queue")
public final class WaitQueueFragment implements GraphqlFragment {

  private static final Argument POOL_ID = Argument.of("poolId", Shape.ID.required());
  private static final SettingsInput CLEAR =
      new SettingsInput("ClearWaitQueueInput", ClearRequest.SCHEMA, Map.of());

  private final Pools pools;
  private final WaitQueues queues;

  @Activate
  public WaitQueueFragment(@Reference Pools pools, @Reference WaitQueues queues) {
    this.pools = pools;
    this.queues = queues;
  }

  @Override
  public void describe(FragmentBuilder fragment) {
    fragment.type(WaitQueueView.class, "WaitQueue", Map.of());
    fragment.type(WaiterView.class, "Waiter", Map.of());
    fragment.type(WaiterView.WaitsFor.class, "WaitsFor", Map.of());
    fragment.type(WaitQueueStats.class, "WaitQueueStats", Map.of());
    fragment.type(WaitQueueStats.Deadlock.class, "Deadlock", Map.of());
    Argument[] clear =
        Stream.concat(Stream.of(POOL_ID), CLEAR.shape().fields().stream()).toArray(Argument[]::new);
    fragment
        .query(
            "waitQueue",
            Shape.of(WaitQueueView.class),
            "Who waits, in order, a page of them, and who holds what each waits for; null when"
                + " there is no such pool.",
            a -> known(a).map(id -> queues.list(id, Inputs.page(a))).orElse(null),
            POOL_ID,
            Inputs.PAGE,
            Inputs.PAGE_SIZE)
        .query(
            "waitQueueStats",
            Shape.of(WaitQueueStats.class),
            "The queue's numbers since the pool was made; null when there is no such pool.",
            a -> known(a).map(queues::stats).orElse(null),
            POOL_ID)
        .mutation(
            "clearWaitQueue",
            Shape.INT.required(),
            "Sends waiters away with the error queue_cleared, at once; says how many.",
            this::clear,
            clear);
  }

  private Object clear(Arguments arguments) {
    String pool =
        known(arguments).orElseThrow(() -> Inputs.unknown("pool", arguments.text("poolId")));
    Map<String, Object> fields = new HashMap<>();
    arguments.optionalText("priority").ifPresent(v -> fields.put("priority", v));
    arguments.optionalText("partition").ifPresent(v -> fields.put("partition", v));
    return CLEAR.apply(fields, patch -> queues.clear(pool, ClearRequest.of(patch)));
  }

  private Optional<String> known(Arguments arguments) {
    return pools.find(arguments.text("poolId")).map(PoolView::poolId);
  }
}

package io.fairlead.graphql.traffic;

import io.fairlead.graphql.spi.Argument;
import io.fairlead.graphql.spi.Arguments;
import io.fairlead.graphql.spi.FragmentBuilder;
import io.fairlead.graphql.spi.GraphqlFragment;
import io.fairlead.graphql.spi.SettingsInput;
import io.fairlead.graphql.spi.Shape;
import io.fairlead.traffic.pool.LifecyclePolicy;
import io.fairlead.traffic.pool.LifecycleStats;
import io.fairlead.traffic.pool.PoolLifecycles;
import io.fairlead.traffic.pool.PoolView;
import io.fairlead.traffic.pool.Pools;
import io.fairlead.traffic.pool.RecycleRequest;
import java.util.Map;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** How long pools' connections live, and how they are made ready again. */
@Component(property = "fairlead.graphql=pool-lifecycle")
public final class LifecycleFragment implements GraphqlFragment {

  private static final Argument POOL_ID = Argument.of("poolId", Shape.ID.required());
  private static final SettingsInput RECYCLE =
      new SettingsInput("RecycleInput", RecycleRequest.SCHEMA, Map.of());

  private final Pools pools;
  private final PoolLifecycles lifecycles;
  private final SettingsInput policy;

  @Activate
  public LifecycleFragment(@Reference Pools pools, @Reference PoolLifecycles lifecycles) {
    this.pools = pools;
    this.lifecycles = lifecycles;
    this.policy = new SettingsInput("LifecyclePolicyInput", lifecycles.schema(), Map.of());
  }

  @Override
  public void describe(FragmentBuilder fragment) {
    fragment.type(LifecyclePolicy.class, "LifecyclePolicy", Map.of());
    fragment.type(LifecyclePolicy.Aging.class, "Aging", Map.of());
    fragment.type(LifecyclePolicy.Reset.class, "Reset", Map.of());
    fragment.type(LifecyclePolicy.Validation.class, "Validation", Map.of());
    fragment.type(LifecycleStats.class, "LifecycleStats", Map.of());
    fragment.type(LifecycleStats.Ages.class, "ConnectionAges", Map.of());
    fragment.type(LifecycleStats.Recycle.class, "Recycle", Map.of());
    fragment
        .query(
            "lifecyclePolicy",
            Shape.of(LifecyclePolicy.class),
            "How long connections live, and what is done to them between loans; null when there is"
                + " no such pool.",
            a -> known(a).map(lifecycles::policy).orElse(null),
            POOL_ID)
        .query(
            "lifecycleStats",
            Shape.of(LifecycleStats.class),
            "What became of connections since the pool was made, and the running recycle; null when"
                + " there is no such pool.",
            a -> known(a).map(lifecycles::stats).orElse(null),
            POOL_ID)
        .mutation(
            "updateLifecyclePolicy",
            Shape.of(LifecyclePolicy.class).required(),
            "Changes it, for connections that are there too: a field left out keeps its value, null"
                + " clears one that may be empty.",
            a ->
                policy
                    .apply(
                        a.object("policy"),
                        patch -> lifecycles.update(pool(a), patch, Inputs.ifMatch(a)))
                    .policy(),
            POOL_ID,
            Argument.of("policy", policy.shape().required()),
            Inputs.IF_MATCH)
        .mutation(
            "recycleConnections",
            Shape.of(LifecycleStats.Recycle.class).required(),
            "Makes connections ready again or replaces them, lent ones when they come home; says"
                + " how far it is.",
            a ->
                RECYCLE.apply(
                    a.object("recycle"),
                    patch -> lifecycles.recycle(pool(a), RecycleRequest.of(patch))),
            POOL_ID,
            Argument.of("recycle", RECYCLE.shape()));
  }

  private Optional<String> known(Arguments arguments) {
    return pools.find(arguments.text("poolId")).map(PoolView::poolId);
  }

  private String pool(Arguments arguments) {
    return known(arguments).orElseThrow(() -> Inputs.unknown("pool", arguments.text("poolId")));
  }
}

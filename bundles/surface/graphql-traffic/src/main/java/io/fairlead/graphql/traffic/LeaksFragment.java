package io.fairlead.graphql.traffic;

import io.fairlead.graphql.spi.Argument;
import io.fairlead.graphql.spi.Arguments;
import io.fairlead.graphql.spi.FragmentBuilder;
import io.fairlead.graphql.spi.GraphqlFragment;
import io.fairlead.graphql.spi.Shape;
import io.fairlead.traffic.pool.LeaksView;
import io.fairlead.traffic.pool.PoolLeaks;
import io.fairlead.traffic.pool.PoolView;
import io.fairlead.traffic.pool.Pools;
import java.util.Map;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Loans that did not come home in time. */
@Component(property = "fairlead.graphql=pool-leaks")
public final class LeaksFragment implements GraphqlFragment {

  private static final Argument POOL_ID = Argument.of("poolId", Shape.ID.required());

  private final Pools pools;
  private final PoolLeaks leaks;

  @Activate
  public LeaksFragment(@Reference Pools pools, @Reference PoolLeaks leaks) {
    this.pools = pools;
    this.leaks = leaks;
  }

  @Override
  public void describe(FragmentBuilder fragment) {
    fragment.type(LeaksView.class, "Leaks", Map.of());
    fragment.type(LeaksView.LeakView.class, "ConnectionLeak", Map.of());
    fragment
        .query(
            "connectionLeaks",
            Shape.of(LeaksView.class),
            "Loans that were out for longer than the threshold, and who has them; null when there"
                + " is no such pool.",
            a -> known(a).map(leaks::list).orElse(null),
            POOL_ID)
        .mutation(
            "clearLeaks",
            Shape.INT.required(),
            "Forgets them, says how many; one that is still out is reported again after another"
                + " threshold.",
            a -> leaks.clear(known(a).orElseThrow(() -> Inputs.unknown("pool", a.text("poolId")))),
            POOL_ID);
  }

  private Optional<String> known(Arguments arguments) {
    return pools.find(arguments.text("poolId")).map(PoolView::poolId);
  }
}

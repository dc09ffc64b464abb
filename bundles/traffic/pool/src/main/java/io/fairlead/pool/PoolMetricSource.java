package io.fairlead.pool;

import io.fairlead.kernel.error.NotFound;
import io.fairlead.kernel.metric.Metric;
import io.fairlead.kernel.metric.MetricSource;
import io.fairlead.traffic.pool.BudgetMetrics;
import io.fairlead.traffic.pool.PoolBudgets;
import io.fairlead.traffic.pool.PoolMetrics;
import io.fairlead.traffic.pool.PoolMetrics.Reading;
import io.fairlead.traffic.pool.PoolView;
import io.fairlead.traffic.pool.Pools;
import java.util.List;
import java.util.stream.Stream;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * The numbers of all pools and of the budgets that they share. A pool that is removed has none any
 * more.
 */
@Component
public final class PoolMetricSource implements MetricSource {

  private final Pools pools;
  private final PoolBudgets budgets;

  @Activate
  public PoolMetricSource(@Reference Pools pools, @Reference PoolBudgets budgets) {
    this.pools = pools;
    this.budgets = budgets;
  }

  @Override
  public List<Metric> metrics() {
    return Stream.concat(
            PoolMetrics.of(pools.list().stream().flatMap(this::read).toList()).stream(),
            BudgetMetrics.of(budgets.list()).stream())
        .toList();
  }

  private Stream<Reading> read(PoolView pool) {
    try {
      return Stream.of(new Reading(pool, pools.stats(pool.poolId())));
    } catch (NotFound e) {
      return Stream.empty(); // removed since it was listed
    }
  }
}

package io.fairlead.traffic.pool;

import static org.junit.Assert.assertEquals;

import io.fairlead.kernel.metric.Metric;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.Test;

public class BudgetMetricsTest {

  @Test
  public void aBudgetHasItsNumbersAndEachOfItsPoolsItsOwn() {
    FakeBudgets budgets = new FakeBudgets();
    budgets.stored.put("used", Map.of("max_connections", "40"));
    budgets.stored.put("spare", Map.of("max_connections", "5"));
    Map<String, String> found = new TreeMap<>();
    for (Metric family : BudgetMetrics.of(budgets.list())) {
      for (Metric.Point point : family.points()) {
        found.put(family.name() + new TreeMap<>(point.labels()), String.valueOf(point.value()));
      }
    }
    assertEquals(
        List.of(
            "fairlead_budget_max_connections{budget=spare}=5.0",
            "fairlead_budget_max_connections{budget=used}=40.0",
            "fairlead_budget_pool_connections{budget=used, pool=orders}=11.0",
            "fairlead_budget_pool_share_connections{budget=used, pool=orders}=12.0",
            "fairlead_budget_pool_waiting_connections{budget=used, pool=orders}=1.0",
            "fairlead_budget_taken_connections{budget=spare}=0.0",
            "fairlead_budget_taken_connections{budget=used}=11.0"),
        found.entrySet().stream().map(e -> e.getKey() + "=" + e.getValue()).toList());
  }
}

package io.fairlead.traffic.pool;

import io.fairlead.kernel.metric.Metric;
import io.fairlead.kernel.metric.Metric.Point;
import io.fairlead.kernel.metric.Metric.Type;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;

/** Budgets as families of numbers: a series for each budget, and for each pool in one. */
public final class BudgetMetrics {

  private static final String BUDGET = "budget";

  private BudgetMetrics() {}

  /** Each family once. */
  public static List<Metric> of(List<BudgetView> budgets) {
    return List.of(
        whole(
            "fairlead_budget_max_connections",
            "How many connections the pools of the budget may have together.",
            budgets,
            BudgetView::maxConnections),
        whole(
            "fairlead_budget_taken_connections",
            "How many they have, or are opening or closing.",
            budgets,
            BudgetView::taken),
        members(
            "fairlead_budget_pool_connections",
            "How many of the budget's places a pool has taken.",
            budgets,
            BudgetView.Member::taken),
        members(
            "fairlead_budget_pool_share_connections",
            "How many a pool may have as things are, if it wants that many.",
            budgets,
            BudgetView.Member::share),
        members(
            "fairlead_budget_pool_waiting_connections",
            "How many more a pool would open now and may not.",
            budgets,
            BudgetView.Member::waiting));
  }

  private static Metric whole(
      String name, String help, List<BudgetView> budgets, ToIntFunction<BudgetView> value) {
    return new Metric(
        name,
        Type.GAUGE,
        help,
        budgets.stream()
            .map(b -> Point.of(Map.of(BUDGET, b.name()), value.applyAsInt(b)))
            .toList());
  }

  private static Metric members(
      String name, String help, List<BudgetView> budgets, ToIntFunction<BudgetView.Member> value) {
    return new Metric(
        name,
        Type.GAUGE,
        help,
        budgets.stream()
            .flatMap(
                b ->
                    b.members().stream()
                        .map(
                            m ->
                                Point.of(
                                    Map.of(BUDGET, b.name(), "pool", m.pool()),
                                    value.applyAsInt(m))))
            .toList());
  }
}

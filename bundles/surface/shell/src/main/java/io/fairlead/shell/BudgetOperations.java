package io.fairlead.shell;

import io.fairlead.traffic.pool.BudgetView;
import io.fairlead.traffic.pool.PoolBudgets;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Budgets of connections that several pools share. */
final class BudgetOperations {

  private final Supplier<Optional<PoolBudgets>> budgets;

  BudgetOperations(Supplier<Optional<PoolBudgets>> budgets) {
    this.budgets = budgets;
  }

  void describe(OperationTable table) {
    table.list(
        "budgets",
        "Budgets of connections that pools can share",
        List.of(),
        List.of("name", "max_connections", "taken", "guaranteed", "members"),
        a -> budgets().list());
    table.show(
        "budget",
        "One budget, and what each of its pools has of it",
        "budget",
        this::names,
        a -> OperationTable.found("budget", a, budgets().find(a.target())));
    table.add(
        "createBudget",
        "Makes a budget; pools join it by its name",
        null,
        List::of,
        () -> Stream.concat(Stream.of("name"), settings().stream()).toList(),
        a -> budgets().create(a.patch(budgets().schema())).budget());
    table.add(
        "updateBudget",
        "Changes a budget while pools use it",
        "budget",
        this::names,
        this::settings,
        a -> budgets().update(a.target(), a.patch(budgets().schema()), Optional.empty()).budget());
    table.one(
        "deleteBudget",
        "Removes a budget that no pool is in",
        "budget",
        this::names,
        a -> {
          budgets().delete(a.target(), Optional.empty());
          return "gone";
        });
  }

  private List<String> settings() {
    return budgets.get().map(b -> OperationTable.names(b.schema())).orElse(List.of());
  }

  private List<String> names() {
    return budgets
        .get()
        .map(b -> b.list().stream().map(BudgetView::name).toList())
        .orElse(List.of());
  }

  private PoolBudgets budgets() {
    return OperationTable.deployed("budgets", budgets.get());
  }
}

package io.fairlead.graphql.traffic;

import io.fairlead.graphql.spi.Argument;
import io.fairlead.graphql.spi.Arguments;
import io.fairlead.graphql.spi.FragmentBuilder;
import io.fairlead.graphql.spi.GraphqlFragment;
import io.fairlead.graphql.spi.SettingsInput;
import io.fairlead.graphql.spi.Shape;
import io.fairlead.kernel.settings.Setting;
import io.fairlead.kernel.settings.SettingsSchema;
import io.fairlead.traffic.pool.BudgetView;
import io.fairlead.traffic.pool.PoolBudgets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Budgets of connections that several pools share. */
@Component(property = "fairlead.graphql=pool-budgets")
public final class BudgetsFragment implements GraphqlFragment {

  private static final Argument NAME = Argument.of("name", Shape.STRING.required());
  private static final Shape BUDGET = Shape.of(BudgetView.class);

  private final PoolBudgets budgets;
  private final SettingsInput whole;
  private final SettingsInput patch;

  @Activate
  public BudgetsFragment(@Reference PoolBudgets budgets) {
    this.budgets = budgets;
    this.whole = new SettingsInput("BudgetInput", withName(budgets.schema()), Map.of());
    this.patch = new SettingsInput("BudgetPatchInput", budgets.schema(), Map.of());
  }

  private static SettingsSchema withName(SettingsSchema schema) {
    Setting name =
        Setting.sealed(
            "name", Setting.Type.TEXT, null, Setting.Rule.ANY, "What it will be called.");
    return new SettingsSchema(
        Stream.concat(Stream.of(name), schema.settings().stream()).toList(), List.of());
  }

  @Override
  public void describe(FragmentBuilder fragment) {
    fragment.type(BudgetView.class, "Budget", Map.of());
    fragment.type(BudgetView.Member.class, "BudgetMember", Map.of());
    fragment
        .query(
            "budgets",
            BUDGET.list().required(),
            "All budgets that pools can share, by name.",
            a -> budgets.list())
        .query(
            "budget",
            BUDGET,
            "One budget, and what each of its pools has of it; null when there is none of that"
                + " name.",
            a -> budgets.find(a.text("name")).orElse(null),
            NAME)
        .mutation(
            "createBudget",
            BUDGET.required(),
            "Makes a budget; pools join it by its name.",
            a -> whole.apply(a.object("budget"), budgets::create).budget(),
            Argument.of("budget", whole.shape().required()))
        .mutation(
            "updateBudget",
            BUDGET.required(),
            "Changes a budget while pools use it: a field left out keeps its value.",
            a ->
                patch
                    .apply(
                        a.object("budget"),
                        fields -> budgets.update(name(a), fields, Inputs.ifMatch(a)))
                    .budget(),
            NAME,
            Argument.of("budget", patch.shape().required()),
            Inputs.IF_MATCH)
        .mutation(
            "deleteBudget",
            Shape.BOOLEAN.required(),
            "Removes a budget that no pool is in.",
            this::delete,
            NAME,
            Inputs.IF_MATCH);
  }

  private Object delete(Arguments arguments) {
    budgets.delete(name(arguments), Inputs.ifMatch(arguments));
    return true;
  }

  /** The name of one that is there. */
  private String name(Arguments arguments) {
    String name = arguments.text("name");
    return budgets
        .find(name)
        .map(BudgetView::name)
        .orElseThrow(() -> Inputs.unknown("budget", name));
  }
}

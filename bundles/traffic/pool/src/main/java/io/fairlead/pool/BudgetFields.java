package io.fairlead.pool;

import io.fairlead.kernel.settings.Rules;
import io.fairlead.kernel.settings.Setting;
import io.fairlead.kernel.settings.Setting.Type;
import io.fairlead.kernel.settings.SettingsValues;
import io.fairlead.pool.core.Stake;
import java.util.List;

/** A pool's settings about the budget that it shares with others. */
final class BudgetFields {

  static final String BUDGET = "budget";

  static final List<Setting> SETTINGS =
      List.of(
          Setting.hot(
              BUDGET,
              Type.TEXT,
              null,
              PartitioningFields.NAME,
              "The budget of connections that the pool shares with others; min_connections are"
                  + " kept free for it there. None when empty."),
          Setting.hot(
              "budget_weight",
              Type.INTEGER,
              "1",
              Rules.between(1, 1_000),
              "Its part of what no minimum takes of the budget, among the pools that want more."));

  private BudgetFields() {}

  static Stake read(SettingsValues values) {
    return new Stake(values.optionalText(BUDGET), values.integer("budget_weight"));
  }
}

package io.fairlead.pool;

import io.fairlead.kernel.settings.Rules;
import io.fairlead.kernel.settings.Setting;
import io.fairlead.kernel.settings.Setting.Type;
import io.fairlead.kernel.settings.SettingsSchema;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A budget's settings. */
final class BudgetSchema {

  /** What a budget shows and nobody can set. */
  static final Set<String> SHOWN =
      Set.of("name", "taken", "guaranteed", "members", "revision", "applied", "config_error");

  private static final String MAX = "max_connections";

  static final SettingsSchema SCHEMA =
      new SettingsSchema(
          List.of(
              Setting.hot(
                      MAX,
                      Type.INTEGER,
                      null,
                      Rules.between(1, 100_000),
                      "How many connections its pools may have together; at least the sum of their"
                          + " min_connections.")
                  .asRequired()),
          List.of());

  private BudgetSchema() {}

  /** As it stands in a file. */
  static Map<String, String> stored(int max) {
    return Map.of(MAX, String.valueOf(max));
  }

  static int max(Map<String, String> stored) {
    return SCHEMA.read(stored).integer(MAX);
  }
}

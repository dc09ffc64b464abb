package io.fairlead.traffic.pool;

import io.fairlead.kernel.error.Conflict;
import io.fairlead.kernel.settings.Rules;
import io.fairlead.kernel.settings.Setting;
import io.fairlead.kernel.settings.Setting.Type;
import io.fairlead.kernel.settings.SettingsSchema;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Budgets in memory; the one called {@code used} has a pool. */
public final class FakeBudgets implements PoolBudgets {

  public static final SettingsSchema SCHEMA =
      new SettingsSchema(
          List.of(
              Setting.hot("max_connections", Type.INTEGER, null, Rules.between(1, 100), "How many.")
                  .asRequired()),
          List.of());

  public final Map<String, Map<String, String>> stored = new TreeMap<>();

  private BudgetView view(String name) {
    List<BudgetView.Member> members =
        name.equals("used")
            ? List.of(new BudgetView.Member("orders", 2, 3, 12, 11, 7, 1))
            : List.of();
    return new BudgetView(
        name,
        SCHEMA.read(stored.get(name)).integer("max_connections"),
        members.stream().mapToInt(BudgetView.Member::taken).sum(),
        members.stream().mapToInt(BudgetView.Member::min).sum(),
        members,
        "r" + Integer.toHexString(stored.get(name).hashCode()),
        true,
        null);
  }

  @Override
  public SettingsSchema schema() {
    return SCHEMA;
  }

  @Override
  public List<BudgetView> list() {
    return stored.keySet().stream().map(this::view).toList();
  }

  @Override
  public Optional<BudgetView> find(String name) {
    return Optional.of(name).filter(stored::containsKey).map(this::view);
  }

  @Override
  public Changed create(Map<String, ?> settings) {
    Map<String, Object> fields = new HashMap<>(settings);
    String name = String.valueOf(fields.remove("name"));
    stored.put(name, SCHEMA.merge(Map.of(), fields, Set.of()));
    return new Changed(view(name), true);
  }

  @Override
  public Changed update(String name, Map<String, ?> patch, Optional<String> ifMatch) {
    stored.put(name, SCHEMA.merge(stored.get(name), patch, Set.of()));
    return new Changed(view(name), true);
  }

  @Override
  public void delete(String name, Optional<String> ifMatch) {
    if (name.equals("used")) {
      throw new Conflict("budget used: pools are in it: orders");
    }
    stored.remove(name);
  }
}

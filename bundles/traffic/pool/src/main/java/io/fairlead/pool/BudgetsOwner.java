package io.fairlead.pool;

import io.fairlead.kernel.config.ConfigStore;
import io.fairlead.kernel.config.ConfiguredResources;
import java.util.Map;

/** Takes the budgets' configurations as they come, are changed and go. */
final class BudgetsOwner extends ConfiguredResources {

  private final BudgetDirectory directory;

  BudgetsOwner(ConfigStore store, BudgetDirectory directory) {
    super(store, BudgetDirectory.PID, BudgetSchema.SCHEMA);
    this.directory = directory;
  }

  @Override
  protected void create(String name, Map<String, String> settings) {
    directory.put(name, BudgetSchema.max(settings));
  }

  @Override
  protected void update(String name, Map<String, String> settings) {
    directory.put(name, BudgetSchema.max(settings));
  }

  @Override
  protected void delete(String name) {
    directory.remove(name);
  }
}

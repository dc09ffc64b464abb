package io.fairlead.pool;

import io.fairlead.kernel.config.ConfigStore;
import io.fairlead.kernel.config.ConfiguredResources;
import java.util.Map;

/** Takes the budgets' configurations as they come, are changed and go. */
final class BudgetsOwner extends ConfiguredResources {

  private final BudgetDirectory directory;
  private final Offers offers;

  BudgetsOwner(ConfigStore store, BudgetDirectory directory, Offers offers) {
    super(store, BudgetDirectory.PID, BudgetSchema.SCHEMA);
    this.directory = directory;
    this.offers = offers;
  }

  @Override
  protected void create(String name, Map<String, String> settings) {
    update(name, settings);
  }

  @Override
  protected void update(String name, Map<String, String> settings) {
    directory.put(name, settings);
    offers.soon();
  }

  @Override
  protected void delete(String name) {
    directory.remove(name);
  }
}

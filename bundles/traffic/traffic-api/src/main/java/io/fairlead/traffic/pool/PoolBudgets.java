package io.fairlead.traffic.pool;

import io.fairlead.kernel.error.Conflict;
import io.fairlead.kernel.error.Invalid;
import io.fairlead.kernel.error.NotFound;
import io.fairlead.kernel.error.Stale;
import io.fairlead.kernel.settings.SettingsSchema;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/** Budgets of connections that several pools share: what the surfaces show and set. */
@ProviderType
public interface PoolBudgets {

  /** The settings of a budget, for documents. */
  SettingsSchema schema();

  /** By name. */
  List<BudgetView> list();

  /** Empty when there is none of this name. */
  Optional<BudgetView> find(String name);

  /**
   * @param settings {@code name} and the rest
   * @throws Conflict when the name is taken
   * @throws Invalid naming every wrong field
   */
  Changed create(Map<String, ?> settings);

  /**
   * Below what is taken, nothing is opened, and what can be spared is closed, until it is kept.
   *
   * @throws NotFound unknown name
   * @throws Invalid naming every wrong field: the minima of its pools fit into it
   * @throws Stale {@code ifMatch} is not the present revision
   */
  Changed update(String name, Map<String, ?> patch, Optional<String> ifMatch);

  /**
   * @throws NotFound unknown name
   * @throws Conflict when pools are in it
   * @throws Stale {@code ifMatch} is not the present revision
   */
  void delete(String name, Optional<String> ifMatch);

  /** {@code applied} false when the pools had not acknowledged in time. */
  record Changed(BudgetView budget, boolean applied) {}
}

package io.fairlead.pool;

import io.fairlead.kernel.config.ConfigId;
import io.fairlead.kernel.config.ConfigStore;
import io.fairlead.kernel.config.StoredConfig;
import io.fairlead.kernel.error.Fault;
import io.fairlead.kernel.error.Invalid;
import io.fairlead.kernel.settings.SettingsValues;
import io.fairlead.pool.core.Budget;
import io.fairlead.pool.core.BudgetRules;
import io.fairlead.pool.core.BudgetRules.Reserve;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The budgets that pools are in, and whether what is to be stored of pools and budgets fits
 * together. The owners of both check again what they are told, since files are edited by hand too.
 */
final class BudgetDirectory {

  static final String PID = "io.fairlead.pool.budget";

  private static final Logger LOG = LoggerFactory.getLogger(BudgetDirectory.class);

  private static final String GONE =
      "its file is gone; it lives on while pools are in it, until the next start";

  private final ConfigStore store;

  /** One change of budgets or of pools in them at a time: each counts on what others have. */
  private final Object changes = new Object();

  private final Map<String, Budget> budgets = new TreeMap<>();

  /** Their files are gone, and pools are in them. */
  private final Set<String> removed = new HashSet<>();

  BudgetDirectory(ConfigStore store) {
    this.store = store;
  }

  /**
   * The one of this name, null when there is none. A pool may be told of before its budget is: then
   * it is made as it stands in its file.
   */
  @Nullable Budget find(String name) {
    synchronized (budgets) {
      Budget known = budgets.get(name);
      if (known != null) {
        return known;
      }
    }
    ConfigId id = ConfigId.of(PID, name);
    Optional<Integer> max =
        store
            .get(id)
            .filter(config -> fault(name, config.settings()).isEmpty())
            .flatMap(BudgetDirectory::max)
            .or(() -> store.lastGood(id).flatMap(BudgetDirectory::max));
    if (max.isEmpty()) {
      return null;
    }
    synchronized (budgets) {
      return budgets.computeIfAbsent(name, n -> new Budget(n, max.get()));
    }
  }

  /** As it stands there; empty when that is not right. */
  static Optional<Integer> max(StoredConfig config) {
    try {
      return Optional.of(BudgetSchema.max(config.settings()));
    } catch (Invalid e) {
      return Optional.empty();
    }
  }

  /** Those there are, by name; those too that only live on for the pools that are in them. */
  Map<String, Budget> all() {
    synchronized (budgets) {
      budgets.values().removeIf(b -> removed.contains(b.name()) && b.unused());
      removed.retainAll(budgets.keySet());
      return new TreeMap<>(budgets);
    }
  }

  /**
   * There is one with these settings from now on.
   *
   * @throws Invalid when it would not hold the minima of its pools, those too that did not join yet
   */
  void put(String name, Map<String, String> settings) {
    int max = BudgetSchema.max(settings);
    check(fault(name, settings));
    Budget budget;
    synchronized (budgets) {
      budget = budgets.computeIfAbsent(name, n -> new Budget(n, max));
      removed.remove(name);
    }
    budget.limit(max);
  }

  /** Its file is gone; it lives on as long as pools are in it. */
  void remove(String name) {
    synchronized (budgets) {
      removed.add(name);
    }
    if (all().containsKey(name)) {
      LOG.warn("budget {}: {}", name, GONE);
    }
  }

  /** Whether it only lives on, and how that is said. */
  Optional<String> gone(String name) {
    synchronized (budgets) {
      return removed.contains(name) ? Optional.of(GONE) : Optional.empty();
    }
  }

  /** Stores a pool's settings if its budget has room for its minimum. */
  <T> T storePool(String name, Map<String, String> settings, Supplier<T> write) {
    synchronized (changes) {
      checkPool(name, settings);
      return write.get();
    }
  }

  /**
   * @throws Invalid when a pool's budget is not there, or has no room for its minimum
   */
  void checkPool(String name, Map<String, String> settings) {
    SettingsValues values = PoolSchema.values(settings);
    Optional<String> budget = values.optionalText(BudgetFields.BUDGET);
    if (budget.isEmpty()) {
      return;
    }
    Optional<Integer> max =
        store
            .get(ConfigId.of(PID, budget.get()))
            .flatMap(BudgetDirectory::max)
            .or(() -> Optional.ofNullable(all().get(budget.get())).map(b -> b.numbers().max()));
    if (max.isEmpty()) {
      throw new Invalid(BudgetFields.BUDGET, budget.get(), "the name of a budget that there is");
    }
    List<Reserve> others = new ArrayList<>(reserves(budget.get()));
    others.removeIf(r -> r.pool().equals(name));
    check(
        BudgetRules.minimumFault(
            budget.get(), max.get(), values.integer("min_connections"), others));
  }

  /** Stores a budget's settings if it holds the minima of its pools. */
  <T> T storeBudget(String name, int max, Supplier<T> write) {
    synchronized (changes) {
      check(BudgetRules.maximumFault(max, reserves(name)));
      return write.get();
    }
  }

  /** Does something when no pool names the budget; else returns those that do. */
  List<String> unlessUsed(String name, Runnable delete) {
    synchronized (changes) {
      Set<String> users = new HashSet<>();
      reserves(name).forEach(r -> users.add(r.pool()));
      Budget running = all().get(name);
      if (running != null) {
        running.numbers().members().forEach(m -> users.add(m.pool()));
      }
      if (users.isEmpty()) {
        delete.run();
      }
      return users.stream().sorted().toList();
    }
  }

  /**
   * Why a pool cannot begin with these settings that somebody changed while it was down: they would
   * take what other pools of the budget ran with. Its own last good ones it always may try.
   *
   * @throws Invalid when it is so
   */
  void checkStart(String name, Map<String, String> settings) {
    SettingsValues values = PoolSchema.values(settings);
    Optional<String> named = values.optionalText(BudgetFields.BUDGET);
    Budget budget = named.map(this::find).orElse(null);
    if (budget == null || !differsFromLastGood(ConfigId.of(PoolsFacade.PID, name), settings)) {
      return;
    }
    List<Reserve> others = new ArrayList<>(proven(budget.name()));
    others.removeIf(r -> r.pool().equals(name));
    check(
        BudgetRules.minimumFault(
            budget.name(), budget.numbers().max(), values.integer("min_connections"), others));
  }

  /**
   * Why a budget cannot begin with these settings: pools that ran in it, and may not have joined
   * yet, would not fit any more. Its own last good ones it always may try.
   */
  private Optional<Fault> fault(String name, Map<String, String> settings) {
    return differsFromLastGood(ConfigId.of(PID, name), settings)
        ? BudgetRules.maximumFault(BudgetSchema.max(settings), proven(name))
        : Optional.empty();
  }

  private boolean differsFromLastGood(ConfigId id, Map<String, String> settings) {
    return store.lastGood(id).filter(good -> !good.settings().equals(settings)).isPresent();
  }

  /**
   * What the pools of a budget need at least of those that ran in it: they may begin with what
   * stands in their files, or with what they ran with. One that never ran has no claim yet.
   */
  private List<Reserve> proven(String budget) {
    List<Reserve> proven = new ArrayList<>();
    for (StoredConfig pool : store.list(PoolsFacade.PID)) {
      store
          .lastGood(pool.id())
          .flatMap(good -> minimum(good, budget))
          .map(min -> Math.min(min, minimum(pool, budget).orElse(min)))
          .ifPresent(min -> proven.add(new Reserve(pool.id().name(), min)));
    }
    return proven;
  }

  /** What a pool with these settings keeps of a budget; empty when it is not in it. */
  private static Optional<Integer> minimum(StoredConfig pool, String budget) {
    try {
      SettingsValues values = PoolSchema.values(pool.settings());
      return values
          .optionalText(BudgetFields.BUDGET)
          .filter(budget::equals)
          .map(b -> values.integer("min_connections"));
    } catch (Invalid e) {
      return Optional.empty(); // what is not right is not what it runs with
    }
  }

  private static void check(Optional<Fault> fault) {
    if (fault.isPresent()) {
      throw new Invalid(List.of(fault.get()));
    }
  }

  /** What pools keep of a budget, as they stand in their files. */
  private List<Reserve> reserves(String budget) {
    List<Reserve> reserves = new ArrayList<>();
    for (StoredConfig pool : store.list(PoolsFacade.PID)) {
      minimum(pool, budget).ifPresent(min -> reserves.add(new Reserve(pool.id().name(), min)));
    }
    return reserves;
  }
}

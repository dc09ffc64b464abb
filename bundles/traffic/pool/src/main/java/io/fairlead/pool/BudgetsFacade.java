package io.fairlead.pool;

import io.fairlead.kernel.config.ConfigId;
import io.fairlead.kernel.config.ConfigState;
import io.fairlead.kernel.config.ConfigStore;
import io.fairlead.kernel.config.OptimisticUpdate;
import io.fairlead.kernel.config.StoredConfig;
import io.fairlead.kernel.error.Conflict;
import io.fairlead.kernel.error.Fault;
import io.fairlead.kernel.error.Invalid;
import io.fairlead.kernel.error.NotFound;
import io.fairlead.kernel.error.Stale;
import io.fairlead.kernel.settings.SettingsSchema;
import io.fairlead.pool.core.Budget;
import io.fairlead.pool.core.BudgetNumbers;
import io.fairlead.traffic.pool.BudgetView;
import io.fairlead.traffic.pool.PoolBudgets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What can be done with budgets: merged, checked, stored and waited for here, once for all. */
final class BudgetsFacade implements PoolBudgets {

  private static final Duration ACKNOWLEDGEMENT = Duration.ofMillis(800);

  private final ConfigStore store;
  private final BudgetDirectory budgets;
  private final PoolDirectory pools;

  BudgetsFacade(ConfigStore store, BudgetDirectory budgets, PoolDirectory pools) {
    this.store = store;
    this.budgets = budgets;
    this.pools = pools;
  }

  @Override
  public SettingsSchema schema() {
    return BudgetSchema.SCHEMA;
  }

  @Override
  public List<BudgetView> list() {
    Set<String> names = new TreeSet<>(budgets.all().keySet());
    store.list(BudgetDirectory.PID).forEach(config -> names.add(config.id().name()));
    return names.stream().map(this::find).flatMap(Optional::stream).toList();
  }

  @Override
  public Optional<BudgetView> find(String name) {
    if (!ConfigId.isName(name)) {
      return Optional.empty();
    }
    ConfigId id = ConfigId.of(BudgetDirectory.PID, name);
    Optional<StoredConfig> inFile = store.get(id);
    Optional<BudgetNumbers> running =
        Optional.ofNullable(budgets.all().get(name)).map(Budget::numbers);
    Optional<Integer> max =
        inFile.flatMap(BudgetDirectory::max).or(() -> running.map(BudgetNumbers::max));
    return max.map(
        most -> {
          BudgetNumbers numbers = running.orElse(new BudgetNumbers(most, 0, List.of()));
          Optional<ConfigState> state = store.state(id);
          return new BudgetView(
              name,
              most,
              numbers.taken(),
              numbers.members().stream().mapToInt(BudgetNumbers.Member::min).sum(),
              numbers.members().stream().map(this::member).toList(),
              inFile.map(StoredConfig::revision).orElse(""),
              state.map(ConfigState::applied).orElse(false),
              state.flatMap(ConfigState::failure).or(() -> budgets.gone(name)).orElse(null));
        });
  }

  private BudgetView.Member member(BudgetNumbers.Member member) {
    return new BudgetView.Member(
        member.pool(),
        member.min(),
        member.weight(),
        member.share(),
        member.taken(),
        pools.find(member.pool()).map(r -> r.pool().counts().active()).orElse(0),
        member.wanted());
  }

  @Override
  public Changed create(Map<String, ?> settings) {
    Object given = settings.get("name");
    List<Fault> faults = new ArrayList<>(ConfigId.nameFault(given).stream().toList());
    String name = String.valueOf(given);
    Map<String, Object> fields = new HashMap<>(settings);
    fields.remove("name");
    Map<String, String> stored = merged(Map.of(), fields, faults);
    ConfigId id = ConfigId.of(BudgetDirectory.PID, name);
    if (store.state(id).isPresent()) {
      throw new Conflict("budget " + name + ": there is one of this name already");
    }
    return changed(
        budgets.storeBudget(name, BudgetSchema.max(stored), () -> store.create(id, stored)));
  }

  @Override
  public Changed update(String name, Map<String, ?> patch, Optional<String> ifMatch) {
    ConfigId id = existing(name);
    return OptimisticUpdate.of(ifMatch, () -> updated(id, patch, ifMatch));
  }

  private Changed updated(ConfigId id, Map<String, ?> patch, Optional<String> ifMatch) {
    String name = id.name();
    Optional<StoredConfig> inFile = store.get(id);
    Map<String, String> before =
        inFile
            .or(() -> store.lastGood(id))
            .map(StoredConfig::settings)
            .orElseGet(() -> running(name));
    Map<String, String> after = merged(before, patch, new ArrayList<>());
    Optional<String> expected = ifMatch.or(() -> inFile.map(StoredConfig::revision));
    boolean gone = store.state(id).flatMap(BudgetsFacade::file).isEmpty();
    return changed(
        budgets.storeBudget(
            name,
            BudgetSchema.max(after),
            () -> gone ? again(id, after, ifMatch) : store.put(id, after, expected)));
  }

  /** Something when there is a file, readable or not. */
  private static Optional<String> file(ConfigState state) {
    return state.fileRevision().or(state::failure);
  }

  /** What a budget has whose file is gone. */
  private Map<String, String> running(String name) {
    Budget budget = budgets.all().get(name);
    return budget == null ? Map.of() : BudgetSchema.stored(budget.numbers().max());
  }

  /** Stores one whose file is gone: it has no revision that somebody could have built on. */
  private StoredConfig again(ConfigId id, Map<String, String> settings, Optional<String> ifMatch) {
    if (ifMatch.isPresent()) {
      throw new Stale(id.fullPid() + ": its file is gone since that revision");
    }
    try {
      return store.create(id, settings);
    } catch (Conflict e) {
      throw new Stale(e.getMessage());
    }
  }

  private static Map<String, String> merged(
      Map<String, String> stored, Map<String, ?> patch, List<Fault> faults) {
    try {
      Map<String, String> merged = BudgetSchema.SCHEMA.merge(stored, patch, BudgetSchema.SHOWN);
      if (faults.isEmpty()) {
        return merged;
      }
    } catch (Invalid e) {
      faults.addAll(e.faults());
    }
    throw new Invalid(faults);
  }

  private Changed changed(StoredConfig stored) {
    ConfigState state = store.awaitAcknowledgement(stored.id(), stored.revision(), ACKNOWLEDGEMENT);
    String name = stored.id().name();
    return new Changed(
        find(name).orElseThrow(() -> new NotFound("budget " + name + ": was removed meanwhile")),
        state.applied());
  }

  @Override
  public void delete(String name, Optional<String> ifMatch) {
    ConfigId id = existing(name);
    List<String> users = budgets.unlessUsed(name, () -> store.delete(id, ifMatch));
    if (!users.isEmpty()) {
      throw new Conflict("budget " + name + ": pools are in it: " + String.join(", ", users));
    }
    budgets.remove(name);
  }

  private ConfigId existing(String name) {
    if (ConfigId.isName(name)) {
      ConfigId id = ConfigId.of(BudgetDirectory.PID, name);
      if (store.state(id).isPresent() || budgets.all().containsKey(name)) {
        return id;
      }
    }
    throw new NotFound("budget " + name + ": there is none of this name");
  }
}

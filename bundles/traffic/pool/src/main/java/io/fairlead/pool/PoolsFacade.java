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
import io.fairlead.kernel.settings.SettingsSchema;
import io.fairlead.pool.core.Pool;
import io.fairlead.pool.core.PoolSettings;
import io.fairlead.traffic.pool.ConnectionFilter;
import io.fairlead.traffic.pool.ConnectionPool;
import io.fairlead.traffic.pool.ConnectionView;
import io.fairlead.traffic.pool.DrainRequest;
import io.fairlead.traffic.pool.PoolStats;
import io.fairlead.traffic.pool.PoolView;
import io.fairlead.traffic.pool.Pools;
import io.fairlead.traffic.pool.SizingDecision;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What can be done with the pools: merged, checked, stored and waited for here, once for all. */
final class PoolsFacade implements Pools {

  static final String PID = "io.fairlead.pool";

  private static final Duration ACKNOWLEDGEMENT = Duration.ofMillis(800);

  private final ConfigStore store;
  private final PoolDirectory directory;
  private final BudgetDirectory budgets;
  private final PoolModes modes;
  private final PoolOrders orders;
  private final PoolViews views;
  private final Trials trials;
  private final Function<String, List<String>> listenersOfPool;

  PoolsFacade(
      ConfigStore store,
      PoolDirectory directory,
      BudgetDirectory budgets,
      PoolModes modes,
      Trials trials,
      Function<String, List<String>> listenersOfPool) {
    this.store = store;
    this.directory = directory;
    this.budgets = budgets;
    this.modes = modes;
    this.orders = new PoolOrders(directory, modes);
    this.views = new PoolViews(store);
    this.trials = trials;
    this.listenersOfPool = listenersOfPool;
  }

  @Override
  public Optional<ConnectionPool> pool(String name) {
    return directory.find(name).filter(r -> !r.leaving()).map(RunningPool::pool);
  }

  @Override
  public SettingsSchema schema() {
    return PoolSchema.SCHEMA;
  }

  @Override
  public List<PoolView> list() {
    Map<String, PoolView> byName = new TreeMap<>();
    for (StoredConfig config : store.list(PID)) {
      views.of(config).ifPresent(view -> byName.put(view.name(), view));
    }
    directory.all().forEach(running -> byName.put(running.pool().name(), views.of(running)));
    return List.copyOf(byName.values());
  }

  @Override
  public Optional<PoolView> find(String name) {
    Optional<PoolView> running = directory.find(name).map(views::of);
    return running.isPresent() || !ConfigId.isName(name)
        ? running
        : store.get(ConfigId.of(PID, name)).flatMap(views::of);
  }

  @Override
  public Changed create(Map<String, ?> settings) {
    String name = settings.get("name") instanceof String text ? text : "";
    Map<String, String> stored = merge(Map.of(), settings, nameFaults(settings.get("name")));
    ConfigId id = ConfigId.of(PID, name);
    if (directory.find(name).isPresent() || store.state(id).isPresent()) {
      throw new Conflict("pool " + name + ": there is one of this name already");
    }
    modes.forget(name);
    return changed(id, budgets.storePool(name, stored, () -> store.create(id, stored)));
  }

  @Override
  public Trial tryOut(Map<String, ?> settings) {
    Object given = settings.containsKey("name") ? settings.get("name") : "trial";
    Map<String, String> stored = merge(Map.of(), settings, nameFaults(given));
    budgets.checkPool(String.valueOf(given), stored);
    PoolSettings trial = PoolSchema.settings(String.valueOf(given), stored);
    return trials.tryOut(
        trial,
        trial.stake().budget().map(budgets::find),
        directory.sources().awaited(PoolSchema.values(stored).text("driver")));
  }

  private static List<Fault> nameFaults(@Nullable Object given) {
    return new ArrayList<>(ConfigId.nameFault(given).stream().toList());
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
            .orElseThrow(() -> unknown(name));
    Map<String, String> after = merge(before, patch, new ArrayList<>());
    Optional<String> expected = ifMatch.or(() -> inFile.map(StoredConfig::revision));
    return changed(id, budgets.storePool(name, after, () -> store.put(id, after, expected)));
  }

  /** Lays a request over what is there; names everything that is wrong with it. */
  private static Map<String, String> merge(
      Map<String, String> stored, Map<String, ?> patch, List<Fault> faults) {
    Map<String, Object> fields = new HashMap<>(patch);
    try {
      Map<String, String> merged =
          PoolSchema.SCHEMA.merge(
              PartitionSchema.withoutPartitions(stored), fields, PoolSchema.SHOWN);
      PartitionSchema.split(stored)
          .forEach((name, p) -> p.forEach((k, v) -> merged.put("partition." + name + "." + k, v)));
      PartitionSchema.readAll(merged, PoolSchema.values(merged).number("max_connections"));
      if (faults.isEmpty()) {
        return merged;
      }
    } catch (Invalid e) {
      faults.addAll(e.faults());
      for (Fault fault : Passwords.faults(fields)) {
        if (faults.stream().noneMatch(f -> f.field().equals(fault.field()))) {
          faults.add(fault);
        }
      }
    }
    throw new Invalid(faults);
  }

  private Changed changed(ConfigId id, StoredConfig stored) {
    ConfigState state = store.awaitAcknowledgement(id, stored.revision(), ACKNOWLEDGEMENT);
    PoolView view =
        find(id.name())
            .orElseThrow(() -> new NotFound("pool " + id.name() + ": was removed meanwhile"));
    return new Changed(view, state.applied());
  }

  @Override
  public boolean delete(String name, Optional<String> ifMatch) {
    ConfigId id = existing(name);
    List<String> listeners = listenersOfPool.apply(name);
    if (!listeners.isEmpty()) {
      throw new Conflict("pool " + name + ": listeners use it: " + String.join(", ", listeners));
    }
    Optional<RunningPool> running = directory.find(name).filter(r -> !r.leaving());
    store.delete(id, ifMatch);
    if (running.isEmpty()) {
      return true;
    }
    try {
      running.get().gone().get(ACKNOWLEDGEMENT.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  private ConfigId existing(String name) {
    if (!ConfigId.isName(name)) {
      throw unknown(name);
    }
    ConfigId id = ConfigId.of(PID, name);
    if (directory.find(name).isEmpty() && store.state(id).isEmpty()) {
      throw unknown(name);
    }
    return id;
  }

  private static NotFound unknown(String name) {
    return new NotFound("pool " + name + ": there is none of this name");
  }

  private Pool running(String name) {
    return directory.find(name).map(RunningPool::pool).orElseThrow(() -> unknown(name));
  }

  @Override
  public PoolStats stats(String name) {
    return running(name).stats();
  }

  @Override
  public List<SizingDecision> decisions(String name) {
    return running(name).decisions();
  }

  @Override
  public int drain(String name, DrainRequest request) {
    return orders.drain(name, request);
  }

  @Override
  public PoolView pause(String name) {
    orders.pause(name);
    return find(name).orElseThrow(() -> unknown(name));
  }

  @Override
  public PoolView resume(String name) {
    orders.resume(name);
    return find(name).orElseThrow(() -> unknown(name));
  }

  @Override
  public List<ConnectionView> connections(ConnectionFilter filter) {
    return directory.all().stream()
        .filter(r -> filter.pool().isEmpty() || filter.pool().get().equals(r.pool().name()))
        .flatMap(r -> r.pool().connections().stream())
        .filter(c -> filter.state().isEmpty() || filter.state().get().equals(c.state()))
        .filter(c -> filter.user().isEmpty() || filter.user().get().equals(c.username()))
        .filter(
            c ->
                filter.minIdleSecs().isEmpty()
                    || (c.state().equals("idle") && c.idleTimeSecs() >= filter.minIdleSecs().get()))
        .sorted(Comparator.comparingLong(ConnectionView::connectionId))
        .toList();
  }

  @Override
  public Optional<ConnectionView> connection(long connectionId) {
    return connections(ConnectionFilter.ALL).stream()
        .filter(c -> c.connectionId() == connectionId)
        .findFirst();
  }

  @Override
  public void kill(long connectionId) {
    if (directory.all().stream().noneMatch(r -> r.pool().kill(connectionId))) {
      throw new NotFound("connection " + connectionId + ": there is none of this id");
    }
  }
}

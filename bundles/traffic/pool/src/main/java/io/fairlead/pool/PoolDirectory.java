package io.fairlead.pool;

import io.fairlead.kernel.error.Invalid;
import io.fairlead.kernel.settings.SettingsValues;
import io.fairlead.pool.core.Pool;
import io.fairlead.pool.core.PoolEnvironment;
import io.fairlead.pool.core.PoolSettings;
import io.fairlead.traffic.pool.spi.ConnectionSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The pools that there are. Whoever makes, changes or removes one does so under a lock; readers
 * take the snapshot.
 */
final class PoolDirectory {

  private static final Logger LOG = LoggerFactory.getLogger(PoolDirectory.class);

  /** For work on connections whose driver has gone. */
  private static final Duration WITHOUT_DRIVER = Duration.ofSeconds(10);

  /** For loans of a pool that is removed. */
  private static final Duration REMOVED = Duration.ofSeconds(30);

  /** How long a driver that goes waits for its idle connections to be closed. */
  private static final long DRIVER_WAITS_MS = 4_000;

  private final PoolEnvironment environment;
  private final BudgetDirectory budgets;
  private final PoolModes modes;
  private final BiConsumer<String, String> changes;
  private final Sources sources = new Sources();
  private volatile Map<String, RunningPool> pools = Map.of();

  /**
   * @param changes told a pool's name and what has become of it: created, changed, removed
   */
  PoolDirectory(
      PoolEnvironment environment,
      BudgetDirectory budgets,
      PoolModes modes,
      BiConsumer<String, String> changes) {
    this.environment = environment;
    this.budgets = budgets;
    this.modes = modes;
    this.changes = changes;
  }

  /** By name; those too whose removal is under way. */
  Collection<RunningPool> all() {
    return pools.values();
  }

  Optional<RunningPool> find(String name) {
    return Optional.ofNullable(pools.get(name));
  }

  Sources sources() {
    return sources;
  }

  synchronized RunningPool create(String name, Map<String, String> stored) {
    SettingsValues values = PoolSchema.values(stored);
    budgets.checkStart(name, stored);
    ConnectionSource source = sources.find(values.text("driver"));
    Pool pool =
        new Pool(name, PoolSchema.settings(name, stored), modes.of(name), source, environment);
    RunningPool running = new RunningPool(pool, stored, values);
    Map<String, RunningPool> next = new TreeMap<>(pools);
    next.put(name, running);
    pools = next;
    pool.start();
    changes.accept(name, "created");
    return running;
  }

  synchronized void update(String name, Map<String, String> stored) {
    SettingsValues values = PoolSchema.values(stored);
    RunningPool running = pools.get(name);
    if (running == null) {
      throw new IllegalStateException("pool " + name + ": is not there");
    }
    PoolSettings settings = PoolSchema.settings(name, stored);
    Optional<String> budget = settings.stake().budget();
    // Before the pool is locked: it may have to be looked for in its file.
    if (budget.isPresent() && environment.budgets().apply(budget.get()) == null) {
      throw new Invalid(BudgetFields.BUDGET, budget.get(), "the name of a budget that there is");
    }
    running.pool().apply(settings, sources.find(values.text("driver")));
    running.changed(stored, values);
    changes.accept(name, "changed");
  }

  /** No new loans; it is forgotten when its last connection is closed. */
  synchronized void delete(String name) {
    RunningPool running = pools.get(name);
    if (running == null) {
      return;
    }
    modes.forget(name);
    running.leave();
    running
        .pool()
        .close(REMOVED)
        .whenComplete(
            (done, failure) -> {
              forget(name, running);
              changes.accept(name, "removed");
              running.gone().complete(null);
            });
  }

  private synchronized void forget(String name, RunningPool running) {
    if (pools.get(name) == running) {
      Map<String, RunningPool> next = new TreeMap<>(pools);
      next.remove(name);
      pools = next;
    }
  }

  void sourceAdded(ConnectionSource source, String driver, int ranking, long serviceId) {
    sources.add(source, driver, ranking, serviceId);
    sourcesChanged(driver);
  }

  /**
   * Returns when idle connections of the source are closed, and all of them of an embedded
   * database, or after a moment.
   */
  void sourceRemoved(String driver, long serviceId) {
    sources.remove(driver, serviceId);
    CompletableFuture<Void> closed = sourcesChanged(driver);
    try {
      closed.get(DRIVER_WAITS_MS, TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      LOG.warn("driver {}: goes before its connections are closed", driver);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException e) {
      LOG.warn("driver {}: its connections did not close well", driver, e);
    }
  }

  /** Routers of partitions came or went. */
  void rerouted() {
    pools.values().forEach(running -> running.pool().rerouted());
  }

  private synchronized CompletableFuture<Void> sourcesChanged(String driver) {
    List<CompletableFuture<Void>> closings = new ArrayList<>();
    for (RunningPool running : pools.values()) {
      if (running.values().text("driver").equals(driver)) {
        closings.add(running.pool().source(sources.find(driver), WITHOUT_DRIVER));
      }
    }
    return CompletableFuture.allOf(closings.toArray(CompletableFuture[]::new));
  }

  /** Closes all in order; returns when the last connection is closed, or after this time. */
  void closeAll(Duration atMost) {
    // A little before the end, so that what is cut at the deadline can still be closed.
    Duration forLoans = atMost.multipliedBy(4).dividedBy(5);
    List<CompletableFuture<Void>> gone = new ArrayList<>();
    synchronized (this) {
      for (RunningPool running : pools.values()) {
        running.leave();
        gone.add(running.pool().close(forLoans));
      }
    }
    try {
      CompletableFuture.allOf(gone.toArray(CompletableFuture[]::new))
          .get(atMost.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      for (RunningPool running : pools.values()) {
        if (running.pool().stats().totalConnections() > 0) {
          LOG.warn(
              "pool {}: {} connections are not closed after {} s",
              running.pool().name(),
              running.pool().stats().totalConnections(),
              atMost.toSeconds());
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException e) {
      LOG.warn("the pools did not close well", e);
    }
  }
}

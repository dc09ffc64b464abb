package io.fairlead.pool;

import io.fairlead.kernel.config.ConfigId;
import io.fairlead.kernel.config.ConfigState;
import io.fairlead.kernel.config.ConfigStore;
import io.fairlead.kernel.config.StoredConfig;
import io.fairlead.kernel.error.Conflict;
import io.fairlead.kernel.error.Fault;
import io.fairlead.kernel.error.Invalid;
import io.fairlead.kernel.error.NotFound;
import io.fairlead.kernel.error.Stale;
import io.fairlead.kernel.settings.SettingsSchema;
import io.fairlead.pool.core.PartitionNumbers;
import io.fairlead.pool.core.Pool;
import io.fairlead.traffic.pool.PartitionStats;
import io.fairlead.traffic.pool.PartitionView;
import io.fairlead.traffic.pool.PoolPartitions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What can be done with the partitions of pools. They stand in their pool's file, so that it and
 * its quotas change together; a partition's own revision is that of its part of the file.
 */
final class PartitionsFacade implements PoolPartitions {

  private static final Duration ACKNOWLEDGEMENT = Duration.ofMillis(800);
  private static final int TRIES = 10;

  private final ConfigStore store;
  private final PoolDirectory directory;
  private final PartitionViews views;

  PartitionsFacade(ConfigStore store, PoolDirectory directory) {
    this.store = store;
    this.directory = directory;
    this.views = new PartitionViews(store);
  }

  @Override
  public SettingsSchema schema() {
    return PartitionSchema.SCHEMA;
  }

  @Override
  public List<PartitionView> list(String pool) {
    return views.all(running(pool));
  }

  @Override
  public Optional<PartitionView> find(String pool, String name) {
    return list(pool).stream().filter(p -> p.name().equals(name)).findFirst();
  }

  @Override
  public Changed create(String pool, Map<String, ?> settings) {
    RunningPool running = running(pool);
    Object given = settings.get("name");
    List<Fault> faults = new ArrayList<>(ConfigId.nameFault(given).stream().toList());
    Map<String, Object> fields = new HashMap<>(settings);
    fields.remove("name");
    String name = String.valueOf(given);
    return change(
        running,
        stored -> {
          Map<String, String> partition = merged(Map.of(), fields, faults);
          if (PartitionSchema.split(stored).containsKey(name)) {
            throw new Conflict("pool " + pool + ": there is a partition " + name + " already");
          }
          return PartitionSchema.with(stored, name, partition);
        },
        name);
  }

  @Override
  public Changed update(String pool, String name, Map<String, ?> patch, Optional<String> ifMatch) {
    RunningPool running = running(pool);
    PartitionView present = find(pool, name).orElseThrow(() -> unknown(pool, name));
    return change(
        running,
        stored -> {
          Map<String, String> before = PartitionSchema.split(stored).get(name);
          if (before == null && !present.builtIn()) {
            throw unknown(pool, name);
          }
          Map<String, String> settings = before == null ? builtIn() : before;
          check(pool, name, settings, before == null, ifMatch);
          return PartitionSchema.with(stored, name, merged(settings, patch, new ArrayList<>()));
        },
        name);
  }

  /** What the built-in default partition begins with when somebody sets it. */
  private static Map<String, String> builtIn() {
    return new TreeMap<>(
        Map.of(
            "limits.min_connections", "0",
            "limits.max_connections", "10000",
            "limits.max_wait_queue", "1000000"));
  }

  private void check(
      String pool,
      String name,
      Map<String, String> settings,
      boolean builtIn,
      Optional<String> ifMatch) {
    String revision = builtIn ? "" : views.revision(pool, name, settings);
    if (ifMatch.isPresent() && !ifMatch.get().equals(revision)) {
      throw new Stale(
          "partition %s: revision %s is not the present one, %s"
              .formatted(name, ifMatch.get(), revision));
    }
  }

  private static Map<String, String> merged(
      Map<String, String> stored, Map<String, ?> patch, List<Fault> faults) {
    Map<String, Object> fields = new HashMap<>(patch);
    if (fields.get("type") instanceof String type) {
      fields.put("type", type.toLowerCase(Locale.ROOT));
    }
    try {
      Map<String, String> merged =
          PartitionSchema.SCHEMA.merge(stored, fields, PartitionSchema.SHOWN);
      if (faults.isEmpty()) {
        return merged;
      }
    } catch (Invalid e) {
      faults.addAll(e.faults());
    }
    throw new Invalid(faults);
  }

  /** Changes a pool's file; again when somebody else was quicker. */
  private Changed change(
      RunningPool running, Function<Map<String, String>, Map<String, String>> edit, String name) {
    StoredConfig stored = edited(running, edit);
    ConfigState state = store.awaitAcknowledgement(stored.id(), stored.revision(), ACKNOWLEDGEMENT);
    String pool = stored.id().name();
    return new Changed(
        find(pool, name).orElseGet(() -> views.notYet(stored, name)), state.applied());
  }

  private StoredConfig edited(
      RunningPool running, Function<Map<String, String>, Map<String, String>> edit) {
    ConfigId id = ConfigId.of(PoolsFacade.PID, running.pool().name());
    for (int attempt = 1; ; attempt++) {
      StoredConfig inFile =
          store
              .get(id)
              .orElseThrow(() -> new Conflict("pool " + id.name() + ": its file is not right"));
      Map<String, String> next = edit.apply(inFile.settings());
      PartitionSchema.readAll(next, PoolSchema.values(next).number("max_connections"));
      try {
        return store.put(id, next, Optional.of(inFile.revision()));
      } catch (Stale e) {
        if (attempt == TRIES) {
          throw e;
        }
      }
    }
  }

  @Override
  public boolean delete(String pool, String name, Optional<String> ifMatch) {
    RunningPool running = running(pool);
    PartitionView present = find(pool, name).orElseThrow(() -> unknown(pool, name));
    if (present.builtIn() || running.values().text("partitioning.default_partition").equals(name)) {
      throw new Conflict(
          "partition %s: it is the default partition of pool %s".formatted(name, pool));
    }
    StoredConfig stored =
        edited(
            running,
            settings -> {
              Map<String, String> before = PartitionSchema.split(settings).get(name);
              if (before == null) {
                throw unknown(pool, name);
              }
              check(pool, name, before, false, ifMatch);
              return PartitionSchema.without(settings, name);
            });
    store.awaitAcknowledgement(stored.id(), stored.revision(), ACKNOWLEDGEMENT);
    return numbers(running.pool(), name).isEmpty();
  }

  @Override
  public PartitionStats stats(String pool, String name) {
    return numbers(running(pool).pool(), name)
        .map(PartitionNumbers::stats)
        .orElseThrow(() -> unknown(pool, name));
  }

  private static Optional<PartitionNumbers> numbers(Pool pool, String name) {
    return pool.partitions().stream().filter(p -> p.settings().name().equals(name)).findFirst();
  }

  private RunningPool running(String pool) {
    return directory
        .find(pool)
        .orElseThrow(() -> new NotFound("pool " + pool + ": there is none of this name"));
  }

  private static NotFound unknown(String pool, @Nullable String name) {
    return new NotFound("pool " + pool + ": there is no partition " + name);
  }
}

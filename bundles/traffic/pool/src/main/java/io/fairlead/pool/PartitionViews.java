package io.fairlead.pool;

import io.fairlead.kernel.config.ConfigId;
import io.fairlead.kernel.config.ConfigState;
import io.fairlead.kernel.config.ConfigStore;
import io.fairlead.kernel.config.StoredConfig;
import io.fairlead.kernel.error.Invalid;
import io.fairlead.kernel.error.NotFound;
import io.fairlead.kernel.settings.SettingsValues;
import io.fairlead.pool.core.PartitionNumbers;
import io.fairlead.traffic.pool.PartitionView;
import io.fairlead.traffic.pool.PartitionView.Limits;
import io.fairlead.traffic.pool.PartitionView.Usage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Partitions as the surfaces show them: those in their pool's file, the pool's own default one, and
 * those that were removed and still have loans.
 */
final class PartitionViews {

  private static final Usage NOTHING = new Usage(0, 0, 0);

  private final ConfigStore store;

  PartitionViews(ConfigStore store) {
    this.store = store;
  }

  List<PartitionView> all(RunningPool running) {
    String pool = running.pool().name();
    ConfigId id = ConfigId.of(PoolsFacade.PID, pool);
    Map<String, Map<String, String>> stored =
        PartitionSchema.split(store.get(id).map(StoredConfig::settings).orElseGet(running::stored));
    boolean applied = store.state(id).map(ConfigState::applied).orElse(false);
    Map<String, PartitionNumbers> numbers = new TreeMap<>();
    running.pool().partitions().forEach(n -> numbers.put(n.settings().name(), n));
    Map<String, PartitionView> views = new TreeMap<>();
    stored.forEach(
        (name, settings) ->
            read(settings)
                .ifPresent(
                    values ->
                        views.put(
                            name,
                            view(
                                name,
                                values,
                                usage(numbers.get(name)),
                                false,
                                revision(pool, name, settings),
                                applied))));
    numbers.forEach(
        (name, number) -> {
          if (!views.containsKey(name)) {
            views.put(name, beside(number, running.values().integer("max_connections"), running));
          }
        });
    return new ArrayList<>(views.values());
  }

  private static Usage usage(@Nullable PartitionNumbers numbers) {
    return numbers == null ? NOTHING : numbers.usage();
  }

  private static Optional<SettingsValues> read(Map<String, String> settings) {
    try {
      return Optional.of(PartitionSchema.SCHEMA.read(settings));
    } catch (Invalid e) {
      return Optional.empty();
    }
  }

  /** One that stands in no file. */
  private static PartitionView beside(PartitionNumbers number, int poolMax, RunningPool running) {
    String name = number.settings().name();
    int queue = running.values().integer("max_wait_queue");
    return new PartitionView(
        name,
        number.settings().type(),
        number.settings().match(),
        number.settings().weight(),
        null,
        new Limits(poolMax, 0, queue, null, null, null, null, 60),
        "wait",
        number.usage(),
        !number.leaving(),
        "",
        true);
  }

  private static PartitionView view(
      String name,
      SettingsValues values,
      Usage usage,
      boolean builtIn,
      String revision,
      boolean applied) {
    return new PartitionView(
        name,
        values.text("type").toLowerCase(Locale.ROOT),
        values.optionalText("match").orElse(name),
        values.integer("weight"),
        values.optionalText("priority").orElse(null),
        new Limits(
            values.integer("limits.max_connections"),
            values.integer("limits.min_connections"),
            values.integer("limits.max_wait_queue"),
            values.optionalNumber("limits.cpu_limit_seconds").orElse(null),
            values.optionalNumber("limits.memory_limit_bytes").orElse(null),
            values.optionalNumber("limits.io_limit_iops").orElse(null),
            values.optionalNumber("limits.io_limit_bytes").orElse(null),
            values.number("limits.window_secs")),
        values.text("over_limit"),
        usage,
        builtIn,
        revision,
        applied);
  }

  /** One that the pool has not taken up yet. */
  PartitionView notYet(StoredConfig pool, String name) {
    Map<String, String> settings = PartitionSchema.split(pool.settings()).get(name);
    if (settings == null) {
      throw new NotFound("partition " + name + ": was removed meanwhile");
    }
    return view(
        name,
        PartitionSchema.SCHEMA.read(settings),
        NOTHING,
        false,
        revision(pool.id().name(), name, settings),
        false);
  }

  /** A keyed hash of its settings and whose they are. */
  String revision(String pool, String name, Map<String, String> settings) {
    Map<String, String> named = new TreeMap<>(settings);
    named.put("partition", name);
    return store.revision(ConfigId.of(PoolsFacade.PID, pool), named);
  }
}

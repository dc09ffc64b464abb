package io.fairlead.traffic.pool;

import io.fairlead.kernel.error.NotFound;
import io.fairlead.kernel.page.Page;
import io.fairlead.kernel.page.PageRequest;
import io.fairlead.kernel.settings.Rules;
import io.fairlead.kernel.settings.Setting;
import io.fairlead.kernel.settings.Setting.Rule;
import io.fairlead.kernel.settings.Setting.Type;
import io.fairlead.kernel.settings.SettingsSchema;
import io.fairlead.kernel.settings.SettingsValues;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Partitions and wait queues in memory. */
public final class FakePartitions implements PoolPartitions, WaitQueues {

  public static final SettingsSchema SCHEMA =
      new SettingsSchema(
          List.of(
              Setting.hot("type", Type.TEXT, "custom", Rule.ANY, "What."),
              number("weight", "1"),
              number("limits.max_connections", "50"),
              number("limits.min_connections", "2"),
              number("limits.memory_limit_bytes", null)),
          List.of());

  public final Map<String, Map<String, String>> stored = new TreeMap<>();
  public final List<ClearRequest> cleared = new ArrayList<>();

  private static Setting number(String name, String standard) {
    return Setting.hot(name, Type.INTEGER, standard, Rules.between(0, 1L << 40), "A number.");
  }

  private PartitionView view(String name) {
    SettingsValues values = SCHEMA.read(stored.get(name));
    return new PartitionView(
        name,
        values.text("type"),
        name,
        values.integer("weight"),
        null,
        new PartitionView.Limits(
            values.integer("limits.max_connections"),
            values.integer("limits.min_connections"),
            500,
            null,
            values.optionalNumber("limits.memory_limit_bytes").orElse(null),
            null,
            null,
            60),
        "wait",
        new PartitionView.Usage(1, 2, 3),
        false,
        "r1",
        true);
  }

  @Override
  public SettingsSchema schema() {
    return SCHEMA;
  }

  @Override
  public List<PartitionView> list(String pool) {
    return stored.keySet().stream().map(this::view).toList();
  }

  @Override
  public Optional<PartitionView> find(String pool, String name) {
    return Optional.of(name).filter(stored::containsKey).map(this::view);
  }

  @Override
  public Changed create(String pool, Map<String, ?> settings) {
    Map<String, Object> fields = new HashMap<>(settings);
    String name = String.valueOf(fields.remove("name"));
    stored.put(name, SCHEMA.merge(Map.of(), fields, Set.of()));
    return new Changed(view(name), true);
  }

  @Override
  public Changed update(String pool, String name, Map<String, ?> patch, Optional<String> ifMatch) {
    stored.put(name, SCHEMA.merge(stored.get(name), patch, Set.of()));
    return new Changed(view(name), true);
  }

  @Override
  public boolean delete(String pool, String name, Optional<String> ifMatch) {
    return stored.remove(name) != null;
  }

  @Override
  public PartitionStats stats(String pool, String name) {
    if (!stored.containsKey(name)) {
      throw new NotFound(name);
    }
    return new PartitionStats(
        pool,
        name,
        1,
        0,
        5_000_000_000L,
        1,
        0,
        0,
        0,
        0,
        0,
        0,
        new PoolStats.Percentiles(0, 0, 0, 0),
        new PartitionStats.Violations(0, 0, 0, 0, 0));
  }

  @Override
  public WaitQueueView list(String pool, PageRequest page) {
    WaiterView waiter =
        new WaiterView(
            1,
            "session 3",
            3L,
            Instant.EPOCH,
            "high",
            1,
            1,
            "gold",
            Instant.EPOCH,
            "budget db1: 40 of 40 places taken",
            "budget db1: 40 of 40 places taken",
            List.of());
    return WaitQueueView.of(1_000, page.of(List.of(waiter)));
  }

  @Override
  public WaitQueueStats stats(String pool) {
    Page<Integer> none = new PageRequest(1, 1).of(List.of());
    return new WaitQueueStats(
        pool, none.page(), 1_000, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, null);
  }

  @Override
  public int clear(String pool, ClearRequest request) {
    cleared.add(request);
    return 7;
  }
}

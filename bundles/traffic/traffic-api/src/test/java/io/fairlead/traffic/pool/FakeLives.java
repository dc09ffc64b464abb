package io.fairlead.traffic.pool;

import io.fairlead.kernel.settings.Rules;
import io.fairlead.kernel.settings.Setting;
import io.fairlead.kernel.settings.Setting.Rule;
import io.fairlead.kernel.settings.Setting.Type;
import io.fairlead.kernel.settings.SettingsSchema;
import io.fairlead.kernel.settings.SettingsValues;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A policy, and what was asked of connections' lives and leaks, in memory. */
public final class FakeLives implements PoolLifecycles, PoolLeaks {

  private static final Instant AT = Instant.EPOCH;

  public static final SettingsSchema SCHEMA =
      new SettingsSchema(
          List.of(
              Setting.hot("aging.type", Type.TEXT, "time", Rules.oneOf("time", "usage"), "What."),
              Setting.hot(
                      "aging.max_lifetime_secs",
                      Type.INTEGER,
                      "3600",
                      Rules.atLeast(1),
                      "How long.")
                  .asClearable(),
              Setting.hot("recycling", Type.TEXT, "fast", Rule.ANY, "How."),
              Setting.hot("reset.custom_reset_queries", Type.LIST, "", Rule.ANY, "Queries."),
              Setting.hot("validation.query", Type.TEXT, null, Rule.ANY, "Query.")),
          List.of());

  public final List<RecycleRequest> recycled = new ArrayList<>();
  public Map<String, String> stored = Map.of();
  public int forgotten;

  @Override
  public SettingsSchema schema() {
    return SCHEMA;
  }

  @Override
  public LifecyclePolicy policy(String pool) {
    SettingsValues values = SCHEMA.read(stored);
    return new LifecyclePolicy(
        pool,
        new LifecyclePolicy.Aging(
            values.text("aging.type"),
            values.optionalNumber("aging.max_lifetime_secs").orElse(null),
            10_000,
            0.1,
            20),
        values.text("recycling"),
        new LifecyclePolicy.Reset(
            true, true, false, true, values.list("reset.custom_reset_queries")),
        new LifecyclePolicy.Validation(values.optionalText("validation.query").orElse(null), 5),
        "r" + stored.size(),
        true);
  }

  @Override
  public Changed update(String pool, Map<String, ?> patch, Optional<String> ifMatch) {
    stored = SCHEMA.merge(stored, patch, Set.of("pool_id", "revision", "applied"));
    return new Changed(policy(pool), true);
  }

  @Override
  public LifecycleStats stats(String pool) {
    return new LifecycleStats(
        pool,
        1,
        2,
        3,
        4,
        5,
        1,
        0.8,
        0,
        false,
        6,
        new LifecycleStats.Ages(2, 1, 1.5, 2, 7, 1),
        recycle());
  }

  @Override
  public LifecycleStats.Recycle recycle(String pool, RecycleRequest request) {
    recycled.add(request);
    return recycle();
  }

  private static LifecycleStats.Recycle recycle() {
    return new LifecycleStats.Recycle("checked", "all", 3, 1, 0, 0, AT, null);
  }

  @Override
  public LeaksView list(String pool) {
    return new LeaksView(
        List.of(
            new LeaksView.LeakView(
                7, 9L, 12.5, "app", "127.0.0.1:5", "SELECT 1", null, List.of("a"), AT, AT, "out")),
        4);
  }

  @Override
  public int clear(String pool) {
    return ++forgotten;
  }
}

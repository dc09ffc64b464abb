package io.fairlead.pool;

import io.fairlead.kernel.config.ConfigId;
import io.fairlead.kernel.config.ConfigState;
import io.fairlead.kernel.config.ConfigStore;
import io.fairlead.kernel.config.StoredConfig;
import io.fairlead.kernel.error.Invalid;
import io.fairlead.kernel.settings.SettingsValues;
import io.fairlead.pool.core.Counts;
import io.fairlead.pool.core.Pool;
import io.fairlead.traffic.pool.PoolView;
import io.fairlead.traffic.pool.PoolView.CreationThrottle;
import io.fairlead.traffic.pool.PoolView.DeadlockPolicy;
import io.fairlead.traffic.pool.PoolView.Elastic;
import io.fairlead.traffic.pool.PoolView.GenerationView;
import io.fairlead.traffic.pool.PoolView.LastError;
import io.fairlead.traffic.pool.PoolView.Leak;
import io.fairlead.traffic.pool.PoolView.Partitioning;
import io.fairlead.traffic.pool.PoolView.StatementCache;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A pool as the surfaces show it: what stands in its file if that is right, else what it runs with;
 * then its live numbers.
 */
final class PoolViews {

  private final ConfigStore store;

  PoolViews(ConfigStore store) {
    this.store = store;
  }

  PoolView of(RunningPool running) {
    Pool pool = running.pool();
    ConfigId id = ConfigId.of(PoolsFacade.PID, pool.name());
    Optional<StoredConfig> inFile = store.get(id);
    return view(
        id,
        inFile
            .filter(config -> !config.settings().equals(running.stored()))
            .flatMap(PoolViews::values)
            .orElseGet(running::values),
        inFile.map(StoredConfig::revision).orElseGet(() -> store.revision(id, running.stored())),
        pool.state(),
        pool.circuit(),
        pool.counts(),
        pool.lastError().orElse(null),
        pool.degraded().orElse(null),
        pool.generations(),
        running.dataSource());
  }

  /** Of a pool whose settings are stored and that does not run: not yet, or they are refused. */
  Optional<PoolView> of(StoredConfig config) {
    boolean refused = store.state(config.id()).flatMap(ConfigState::failure).isPresent();
    return values(config)
        .map(
            values ->
                view(
                    config.id(),
                    values,
                    config.revision(),
                    refused ? "refused" : "starting",
                    refused ? "open" : "closed",
                    Counts.NONE,
                    null,
                    null,
                    List.of(),
                    null));
  }

  private PoolView view(
      ConfigId id,
      SettingsValues values,
      String revision,
      String shownState,
      String circuit,
      Counts counts,
      @Nullable LastError lastError,
      @Nullable String degraded,
      List<GenerationView> generations,
      @Nullable String dataSource) {
    Optional<ConfigState> state = store.state(id);
    return new PoolView(
        id.name(),
        id.name(),
        values.text("driver"),
        values.text("url"),
        values.optionalText("username").orElse(null),
        values.map("properties"),
        values.optionalText("init_sql").orElse(null),
        values.optionalText("isolation").orElse(null),
        values.optionalText("schema").orElse(null),
        values.bool("read_only"),
        values.text("mode"),
        values.text("on_session_state"),
        new StatementCache(
            values.integer("statement_cache.entries"), values.number("statement_cache.bytes")),
        values.integer("min_connections"),
        values.integer("max_connections"),
        PoolSchema.initial(values),
        values.number("connection_timeout_secs"),
        values.optionalNumber("idle_timeout_secs").orElse(null),
        values.optionalNumber("max_lifetime_secs").orElse(null),
        values.number("creation_timeout_secs"),
        new CreationThrottle(
            values.integer("creation_throttle.per_second"),
            values.integer("creation_throttle.burst")),
        new Elastic(
            values.bool("elastic.auto_scale"),
            values.integer("elastic.growth_per_second"),
            values.integer("elastic.shrink_per_minute"),
            values.number("elastic.shrink_delay_secs")),
        values.optionalText("budget").orElse(null),
        values.integer("budget_weight"),
        values.bool("validate_on_acquire"),
        values.bool("validate_on_release"),
        values.optionalText("validation_query").orElse(null),
        values.number("validation_timeout_secs"),
        values.number("validation_skip_ms"),
        values.optionalNumber("release_validation_timeout_secs").orElse(null),
        values.optionalNumber("keepalive_secs").orElse(null),
        values.optionalNumber("keepalive_timeout_secs").orElse(null),
        values.text("aging_type"),
        values.number("max_borrows"),
        values.decimal("error_threshold"),
        values.number("jitter_percent"),
        values.text("recycling"),
        values.bool("reset_session_vars"),
        values.bool("reset_temp_tables"),
        values.bool("clear_prepared_statements"),
        values.bool("rollback_transactions"),
        values.list("custom_reset_queries"),
        new Leak(
            values.number("leak.threshold_secs"),
            values.text("leak.action"),
            values.text("leak.capture")),
        values.integer("max_wait_queue"),
        values.text("order"),
        values.number("barge_window_ms"),
        values.bool("fair_queue"),
        values.number("starvation_after_secs"),
        new DeadlockPolicy(values.text("deadlock.action")),
        new Partitioning(
            values.bool("partitioning.enabled"),
            values.text("partitioning.routing"),
            values.text("partitioning.default_partition"),
            values.text("partitioning.unknown"),
            values.text("partitioning.balancing"),
            values.text("partitioning.affinity"),
            values.map("partitioning.resource_groups")),
        values.optionalNumber("statement_timeout_secs").orElse(null),
        values.optionalNumber("idle_in_transaction_timeout_secs").orElse(null),
        values.optionalNumber("transaction_timeout_secs").orElse(null),
        shownState,
        circuit,
        counts.active(),
        counts.idle(),
        counts.total(),
        counts.waiting(),
        lastError,
        degraded,
        generations,
        dataSource,
        revision,
        state.map(ConfigState::applied).orElse(false),
        state.flatMap(ConfigState::failure).orElse(null));
  }

  private static Optional<SettingsValues> values(StoredConfig config) {
    try {
      return Optional.of(PoolSchema.values(config.settings()));
    } catch (Invalid e) {
      return Optional.empty();
    }
  }
}

package io.fairlead.pool;

import io.fairlead.kernel.error.Fault;
import io.fairlead.kernel.error.Invalid;
import io.fairlead.kernel.error.NotFound;
import io.fairlead.kernel.settings.Setting;
import io.fairlead.kernel.settings.SettingsSchema;
import io.fairlead.pool.core.Pool;
import io.fairlead.traffic.pool.LifecyclePolicy;
import io.fairlead.traffic.pool.LifecycleStats;
import io.fairlead.traffic.pool.PoolLifecycles;
import io.fairlead.traffic.pool.PoolView;
import io.fairlead.traffic.pool.Pools;
import io.fairlead.traffic.pool.RecycleRequest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The lives of pools' connections. A policy is no settings of its own: it shows and sets some of
 * its pool's, grouped, so that there is one truth and one revision.
 */
final class LifecyclesFacade implements PoolLifecycles {

  /** What a policy shows and nobody can set. */
  private static final Set<String> SHOWN = Set.of("pool_id", "revision", "applied");

  /** A policy's names for a pool's settings. */
  private static final Map<String, String> NAMES = new LinkedHashMap<>();

  static {
    NAMES.put("aging.type", "aging_type");
    NAMES.put("aging.max_lifetime_secs", "max_lifetime_secs");
    NAMES.put("aging.max_borrows", "max_borrows");
    NAMES.put("aging.error_threshold", "error_threshold");
    NAMES.put("aging.jitter_percent", "jitter_percent");
    NAMES.put("recycling", "recycling");
    NAMES.put("reset.reset_session_vars", "reset_session_vars");
    NAMES.put("reset.reset_temp_tables", "reset_temp_tables");
    NAMES.put("reset.clear_prepared_statements", "clear_prepared_statements");
    NAMES.put("reset.rollback_transactions", "rollback_transactions");
    NAMES.put("reset.custom_reset_queries", "custom_reset_queries");
    NAMES.put("validation.query", "validation_query");
    NAMES.put("validation.timeout_secs", "validation_timeout_secs");
  }

  private static final SettingsSchema SCHEMA =
      new SettingsSchema(
          NAMES.entrySet().stream().map(e -> named(e.getKey(), e.getValue())).toList(), List.of());

  private final Pools pools;
  private final PoolDirectory directory;

  LifecyclesFacade(Pools pools, PoolDirectory directory) {
    this.pools = pools;
    this.directory = directory;
  }

  private static Setting named(String name, String ofPool) {
    Setting setting =
        PoolSchema.SCHEMA.settings().stream()
            .filter(s -> s.name().equals(ofPool))
            .findFirst()
            .orElseThrow();
    return new Setting(
        name,
        setting.type(),
        setting.defaultText(),
        setting.change(),
        setting.required(),
        setting.clearable(),
        setting.secret(),
        setting.rule(),
        setting.description());
  }

  @Override
  public SettingsSchema schema() {
    return SCHEMA;
  }

  @Override
  public LifecyclePolicy policy(String pool) {
    return policy(pools.find(pool).orElseThrow(() -> unknown(pool)));
  }

  private static LifecyclePolicy policy(PoolView pool) {
    return new LifecyclePolicy(
        pool.poolId(),
        new LifecyclePolicy.Aging(
            pool.agingType(),
            pool.maxLifetimeSecs(),
            pool.maxBorrows(),
            pool.errorThreshold(),
            pool.jitterPercent()),
        pool.recycling(),
        new LifecyclePolicy.Reset(
            pool.resetSessionVars(),
            pool.resetTempTables(),
            pool.clearPreparedStatements(),
            pool.rollbackTransactions(),
            pool.customResetQueries()),
        new LifecyclePolicy.Validation(pool.validationQuery(), pool.validationTimeoutSecs()),
        pool.revision(),
        pool.applied());
  }

  @Override
  public Changed update(String pool, Map<String, ?> patch, Optional<String> ifMatch) {
    if (pools.find(pool).isEmpty()) {
      throw unknown(pool);
    }
    SCHEMA.merge(Map.of(), patch, SHOWN); // what is wrong is said in the policy's names
    Map<String, @Nullable Object> ofPool = new HashMap<>();
    NAMES.forEach((name, target) -> lay(patch, name, target, ofPool));
    try {
      Pools.Changed changed = pools.update(pool, ofPool, ifMatch);
      return new Changed(policy(changed.pool()), changed.applied());
    } catch (Invalid e) {
      throw new Invalid(renamed(e.faults()));
    }
  }

  private static void lay(
      Map<?, ?> patch, String name, String target, Map<String, @Nullable Object> ofPool) {
    int dot = name.indexOf('.');
    if (dot < 0) {
      if (patch.containsKey(name)) {
        ofPool.put(target, patch.get(name));
      }
    } else if (patch.get(name.substring(0, dot)) instanceof Map<?, ?> inner) {
      lay(inner, name.substring(dot + 1), target, ofPool);
    }
  }

  private static List<Fault> renamed(List<Fault> faults) {
    List<Fault> renamed = new ArrayList<>();
    for (Fault fault : faults) {
      String name =
          NAMES.entrySet().stream()
              .filter(e -> e.getValue().equals(fault.field()))
              .map(Map.Entry::getKey)
              .findFirst()
              .orElse(fault.field());
      renamed.add(new Fault(name, fault.value(), fault.expectation()));
    }
    return renamed;
  }

  @Override
  public LifecycleStats stats(String pool) {
    return running(pool).lifecycle();
  }

  @Override
  public LifecycleStats.Recycle recycle(String pool, RecycleRequest request) {
    return running(pool).recycle(request);
  }

  private Pool running(String pool) {
    return directory.find(pool).map(RunningPool::pool).orElseThrow(() -> unknown(pool));
  }

  private static NotFound unknown(String pool) {
    return new NotFound("pool " + pool + ": there is none of this name");
  }
}

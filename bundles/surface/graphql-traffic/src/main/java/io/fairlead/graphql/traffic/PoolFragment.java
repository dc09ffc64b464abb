package io.fairlead.graphql.traffic;

import io.fairlead.graphql.spi.Argument;
import io.fairlead.graphql.spi.Arguments;
import io.fairlead.graphql.spi.FragmentBuilder;
import io.fairlead.graphql.spi.GraphqlFragment;
import io.fairlead.graphql.spi.SettingsInput;
import io.fairlead.graphql.spi.Shape;
import io.fairlead.traffic.pool.DrainRequest;
import io.fairlead.traffic.pool.PoolStats;
import io.fairlead.traffic.pool.PoolView;
import io.fairlead.traffic.pool.Pools;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Pools: what they are set to, what they do. */
@Component(service = GraphqlFragment.class)
public final class PoolFragment implements GraphqlFragment {

  private static final Shape POOL = Shape.of(PoolView.class);
  private static final Argument POOL_ID = Argument.of("poolId", Shape.ID.required());
  private static final Argument IF_MATCH =
      new Argument(
          "ifMatch", Shape.STRING, "The revision that the change builds on; another one is STALE.");
  private static final Map<String, String> STATS_NAMES =
      Map.of(
          "waitingRequests", "waitQueueLength",
          "totalCreated", "connectionsCreated",
          "totalDestroyed", "connectionsDestroyed",
          "totalAcquired", "connectionsAcquired",
          "totalReleased", "connectionsReleased");

  private final Pools pools;
  private final SettingsInput settings;
  private final SettingsInput draining;

  @Activate
  public PoolFragment(@Reference Pools pools) {
    this.pools = pools;
    this.settings =
        new SettingsInput(
            "PoolConfigInput",
            pools.schema(),
            Map.of(
                "connection_timeout_secs",
                "connectionTimeout",
                "idle_timeout_secs",
                "idleTimeout"));
    this.draining = new SettingsInput("DrainInput", DrainRequest.SCHEMA, Map.of());
  }

  @Override
  public void describe(FragmentBuilder fragment) {
    fragment
        .type(
            PoolView.class,
            "ConnectionPool",
            Map.of(
                "connectionTimeoutSecs",
                "connectionTimeoutSeconds",
                "waitingRequests",
                "waitQueueLength"))
        .type(PoolStats.class, "PoolStats", STATS_NAMES);
    queries(fragment);
    changes(fragment);
    fragment.live(
        "poolStatsUpdated",
        Shape.of(PoolStats.class).required(),
        "A pool's numbers now, then, at most once a second, each time that they differ.",
        this::stats,
        numbers -> numbers,
        POOL_ID);
  }

  private void queries(FragmentBuilder fragment) {
    fragment
        .query("connectionPools", POOL.list().required(), "All pools, by name.", a -> pools.list())
        .query(
            "connectionPool",
            POOL,
            "One pool.",
            a -> pools.find(a.text("id")).orElse(null),
            Argument.of("id", Shape.ID.required()))
        .query(
            "poolStats",
            Shape.of(PoolStats.class),
            "A pool's numbers since it was made.",
            this::stats,
            POOL_ID);
  }

  private void changes(FragmentBuilder fragment) {
    fragment
        .mutation(
            "createPool",
            POOL,
            "Makes a pool. With dryRun it opens one connection, changes nothing, answers null, and extensions.trial says what it found.",
            this::create,
            Argument.of("name", Shape.STRING.required()),
            Argument.of("config", settings.shape().required()),
            Argument.of("dryRun", Shape.BOOLEAN))
        .mutation(
            "updatePoolConfig",
            POOL.required(),
            "Changes a pool; a field left out keeps its value, null clears one that may be empty.",
            a ->
                settings.apply(
                    a.object("config"),
                    patch -> pools.update(known(a), patch, a.optionalText("ifMatch")).pool()),
            POOL_ID,
            Argument.of("config", settings.shape().required()),
            IF_MATCH)
        .mutation(
            "deletePool",
            Shape.BOOLEAN.required(),
            "Removes a pool; false while connections are still out, which end first.",
            a -> pools.delete(known(a), a.optionalText("ifMatch")),
            POOL_ID,
            IF_MATCH)
        .mutation(
            "drainPool",
            Shape.BOOLEAN.required(),
            "Lends no more; drained when the last connection is home. True when accepted.",
            this::drain,
            POOL_ID,
            Argument.of("options", draining.shape()))
        .mutation(
            "pausePool",
            POOL.required(),
            "Lends no more until resumed; who asks waits.",
            a -> pools.pause(known(a)),
            POOL_ID)
        .mutation(
            "resumePool",
            POOL.required(),
            "Lends again, from paused, draining or drained.",
            a -> pools.resume(known(a)),
            POOL_ID);
  }

  private PoolStats stats(Arguments arguments) {
    return pools.stats(known(arguments));
  }

  private @Nullable PoolView create(Arguments arguments) {
    Map<String, Object> named = new HashMap<>();
    named.put("name", arguments.text("name"));
    return settings.apply(
        arguments.object("config"),
        patch -> {
          named.putAll(patch);
          if (!arguments.flag("dryRun")) {
            return pools.create(named).pool();
          }
          Pools.Trial trial = pools.tryOut(named);
          Map<String, Object> found = new LinkedHashMap<>();
          found.put("opened", trial.opened());
          found.put("product", trial.product());
          found.put("openMs", trial.openMs());
          arguments.extension("trial", found);
          return null;
        });
  }

  private Object drain(Arguments arguments) {
    String pool = known(arguments);
    int remaining =
        draining.apply(
            arguments.object("options"), fields -> pools.drain(pool, DrainRequest.of(fields)));
    arguments.extension("remaining", remaining);
    return true;
  }

  /** The pool's name, when there is one of it. */
  private String known(Arguments arguments) {
    String id = arguments.text("poolId");
    Optional<PoolView> pool = pools.find(id);
    return Ids.found("pool", id, pool).poolId();
  }
}

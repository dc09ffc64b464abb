package io.fairlead.graphql.traffic;

import io.fairlead.graphql.spi.Argument;
import io.fairlead.graphql.spi.Arguments;
import io.fairlead.graphql.spi.FragmentBuilder;
import io.fairlead.graphql.spi.GraphqlFragment;
import io.fairlead.graphql.spi.SettingsInput;
import io.fairlead.graphql.spi.Shape;
import io.fairlead.kernel.settings.Setting;
import io.fairlead.kernel.settings.SettingsSchema;
import io.fairlead.traffic.pool.DrainRequest;
import io.fairlead.traffic.pool.PoolStats;
import io.fairlead.traffic.pool.PoolView;
import io.fairlead.traffic.pool.Pools;
import io.fairlead.traffic.pool.SizingDecision;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Pools: what they are, how they do, and everything that can be done to them. */
@Component(property = "fairlead.graphql=pools")
public final class PoolsFragment implements GraphqlFragment {

  private static final Argument ID = Argument.of("id", Shape.ID.required());
  private static final Argument POOL_ID = Argument.of("poolId", Shape.ID.required());
  private static final Shape POOL = Shape.of(PoolView.class);
  private static final SettingsInput DRAIN =
      new SettingsInput("DrainInput", DrainRequest.SCHEMA, Map.of());

  private final Pools pools;
  private final SettingsInput config;

  @Activate
  public PoolsFragment(@Reference Pools pools) {
    this.pools = pools;
    this.config =
        new SettingsInput(
            "PoolConfigInput", withName(pools.schema()), NamingExceptions.POOL_CONFIG);
  }

  @Override
  public void describe(FragmentBuilder fragment) {
    NamingExceptions.pools(fragment);
    queries(fragment);
    changes(fragment);
    steering(fragment);
    fragment.live(
        "poolStatsUpdated",
        Shape.of(PoolStats.class).required(),
        "A pool's numbers: now, then at most once a second when they changed.",
        this::stats,
        Function.identity(),
        POOL_ID);
  }

  private void queries(FragmentBuilder fragment) {
    fragment
        .query(
            "connectionPools",
            POOL.list().required(),
            "All pools, by name.",
            arguments -> pools.list())
        .query(
            "connectionPool",
            POOL,
            "One pool; null when there is none of that name.",
            arguments -> pools.find(arguments.text("id")).orElse(null),
            ID)
        .query(
            "poolStats",
            Shape.of(PoolStats.class),
            "A pool's numbers since it was made; null when there is no such pool.",
            this::stats,
            POOL_ID)
        .query(
            "poolDecisions",
            Shape.of(SizingDecision.class).list(),
            "The last 200 changes of a pool's size and why, the oldest first; null when there is no"
                + " such pool.",
            arguments -> pools.decisions(id(arguments)),
            POOL_ID);
  }

  private void changes(FragmentBuilder fragment) {
    Argument input = Argument.of("config", config.shape().required());
    fragment
        .mutation(
            "createPool",
            POOL,
            "Makes a pool. With dryRun it opens one connection, changes nothing, answers null and"
                + " says under extensions.dryRun what it found.",
            this::create,
            input,
            Argument.of("dryRun", Shape.BOOLEAN))
        .mutation(
            "updatePoolConfig",
            POOL.required(),
            "Changes a pool: a field left out keeps its value, null clears one that may be empty.",
            arguments ->
                config
                    .apply(
                        arguments.object("config"),
                        patch -> pools.update(id(arguments), patch, Inputs.ifMatch(arguments)))
                    .pool(),
            POOL_ID,
            input,
            Inputs.IF_MATCH)
        .mutation(
            "deletePool",
            Shape.BOOLEAN.required(),
            "Removes a pool: true when it is gone, false while connections that are out end first.",
            arguments -> pools.delete(id(arguments), Inputs.ifMatch(arguments)),
            POOL_ID,
            Inputs.IF_MATCH);
  }

  private void steering(FragmentBuilder fragment) {
    Argument[] drain =
        Stream.concat(Stream.of(POOL_ID), DRAIN.shape().fields().stream()).toArray(Argument[]::new);
    fragment
        .mutation(
            "drainPool",
            Shape.BOOLEAN.required(),
            "Lends no more; at the deadline what is out is cancelled and closed. True: accepted.",
            this::drain,
            drain)
        .mutation(
            "pausePool",
            POOL.required(),
            "Lends no more until resumed; who asks waits.",
            arguments -> pools.pause(id(arguments)),
            POOL_ID)
        .mutation(
            "resumePool",
            POOL.required(),
            "Lends again, from paused, draining or drained.",
            arguments -> pools.resume(id(arguments)),
            POOL_ID);
  }

  private @Nullable Object create(Arguments arguments) {
    Map<String, Object> input = arguments.object("config");
    if (!arguments.flag("dryRun")) {
      return config.apply(input, pools::create).pool();
    }
    Pools.Trial trial = config.apply(input, pools::tryOut);
    arguments.extension(
        "dryRun",
        Map.of("opened", trial.opened(), "product", trial.product(), "openMs", trial.openMs()));
    return null;
  }

  private PoolStats stats(Arguments arguments) {
    return pools.stats(id(arguments));
  }

  private Object drain(Arguments arguments) {
    Map<String, Object> fields = new HashMap<>();
    arguments.optionalText("onWaiters").ifPresent(v -> fields.put("onWaiters", v));
    arguments.optionalNumber("deadlineSecs").ifPresent(v -> fields.put("deadlineSecs", v));
    String pool = id(arguments);
    pools.drain(pool, DRAIN.apply(fields, DrainRequest::of));
    return true;
  }

  /** The id of a pool that is there. */
  private String id(Arguments arguments) {
    String id = arguments.text("poolId");
    return pools.find(id).map(PoolView::poolId).orElseThrow(() -> Inputs.unknown("pool", id));
  }

  /** A pool's name is its id; the one who makes it says it among the settings. */
  private static SettingsSchema withName(SettingsSchema schema) {
    Setting name =
        Setting.sealed(
            "name", Setting.Type.TEXT, null, Setting.Rule.ANY, "What a new pool is called.");
    return new SettingsSchema(
        Stream.concat(Stream.of(name), schema.settings().stream()).toList(), List.of());
  }
}

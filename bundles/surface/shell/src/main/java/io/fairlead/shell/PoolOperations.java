package io.fairlead.shell;

import io.fairlead.kernel.config.ConfigId;
import io.fairlead.traffic.pool.ConnectionFilter;
import io.fairlead.traffic.pool.ConnectionView;
import io.fairlead.traffic.pool.DrainRequest;
import io.fairlead.traffic.pool.PoolView;
import io.fairlead.traffic.pool.Pools;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Pools and their database connections. */
final class PoolOperations {

  private final Supplier<Optional<Pools>> pools;

  PoolOperations(Supplier<Optional<Pools>> pools) {
    this.pools = pools;
  }

  void describe(OperationTable table) {
    table.list(
        "connectionPools",
        "All pools",
        List.of(),
        List.of(
            "pool_id",
            "state",
            "active_connections",
            "idle_connections",
            "total_connections",
            "max_connections",
            "waiting_requests"),
        a -> pools().list());
    table.show(
        "connectionPool",
        "One pool, its settings and live numbers",
        "pool",
        this::poolNames,
        a -> OperationTable.found("pool", a, pools().find(a.target())));
    table.show(
        "poolStats",
        "One pool's counters and percentiles",
        "pool",
        this::poolNames,
        a -> pools().stats(a.target()));
    table.show(
        "poolDecisions",
        "The last 200 changes of a pool's size and why",
        "pool",
        this::poolNames,
        a -> pools().decisions(a.target()));
    table.list(
        "connections",
        "Database connections",
        List.of("pool", "state", "user", "min_idle_secs"),
        List.of(
            "connection_id",
            "pool_id",
            "state",
            "session_id",
            "username",
            "client_address",
            "age_secs",
            "statement"),
        a ->
            pools()
                .connections(
                    new ConnectionFilter(
                        a.option("pool"),
                        a.option("state"),
                        a.option("user"),
                        a.number("min_idle_secs"))));
    table.show(
        "connection",
        "One database connection",
        "connection",
        this::connectionIds,
        a -> OperationTable.found("connection", a, pools().connection(a.targetId())));
    table.add(
        "createPool",
        "Makes a pool",
        null,
        List::of,
        this::poolSettings,
        a -> pools().create(a.patch(pools().schema())).pool());
    table.add(
        "updatePoolConfig",
        "Changes settings of a pool while it runs",
        "pool",
        this::poolNames,
        this::poolSettings,
        a -> pools().update(a.target(), a.patch(pools().schema()), Optional.empty()).pool());
    table.one(
        "deletePool",
        "Removes a pool; its loans end first",
        "pool",
        this::poolNames,
        a -> pools().delete(a.target(), Optional.empty()) ? "gone" : "draining");
    table.add(
        "drainPool",
        "Lends no more; drained when the last connection is home",
        "pool",
        this::poolNames,
        () -> OperationTable.names(DrainRequest.SCHEMA),
        a ->
            pools().drain(a.target(), DrainRequest.of(a.patch(DrainRequest.SCHEMA)))
                + " connections are out");
    table.one(
        "pausePool",
        "Lends no more until resumed; who asks waits",
        "pool",
        this::poolNames,
        a -> pools().pause(a.target()));
    table.one(
        "resumePool", "Back to running", "pool", this::poolNames, a -> pools().resume(a.target()));
    table.one(
        "killConnection",
        "Closes a database connection; its holder gets an error",
        "connection",
        this::connectionIds,
        a -> {
          pools().kill(a.targetId());
          return null;
        });
  }

  private List<String> poolSettings() {
    return pools.get().map(p -> OperationTable.names(p.schema())).orElse(List.of());
  }

  private List<String> poolNames() {
    return pools
        .get()
        .map(p -> p.list().stream().map(PoolView::poolId).filter(ConfigId::isName).toList())
        .orElse(List.of());
  }

  private List<String> connectionIds() {
    return pools
        .get()
        .map(
            p ->
                OperationTable.ids(
                    p.connections(ConnectionFilter.ALL), ConnectionView::connectionId))
        .orElse(List.of());
  }

  private Pools pools() {
    return OperationTable.deployed("pools", pools.get());
  }
}

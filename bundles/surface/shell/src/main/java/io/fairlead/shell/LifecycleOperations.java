package io.fairlead.shell;

import io.fairlead.traffic.pool.PoolLeaks;
import io.fairlead.traffic.pool.PoolLifecycles;
import io.fairlead.traffic.pool.PoolView;
import io.fairlead.traffic.pool.Pools;
import io.fairlead.traffic.pool.RecycleRequest;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** How long pools' connections live, and loans that did not come home in time. */
final class LifecycleOperations {

  private final Supplier<Optional<Pools>> pools;
  private final Supplier<Optional<PoolLifecycles>> lifecycles;
  private final Supplier<Optional<PoolLeaks>> leaks;

  LifecycleOperations(
      Supplier<Optional<Pools>> pools,
      Supplier<Optional<PoolLifecycles>> lifecycles,
      Supplier<Optional<PoolLeaks>> leaks) {
    this.pools = pools;
    this.lifecycles = lifecycles;
    this.leaks = leaks;
  }

  void describe(OperationTable table) {
    lives(table);
    leaks(table);
  }

  private void lives(OperationTable table) {
    table.show(
        "lifecyclePolicy",
        "How long a pool's connections live, and what is done to them between loans",
        "pool",
        this::poolNames,
        a -> lifecycles().policy(a.target()));
    table.add(
        "updateLifecyclePolicy",
        "Changes it, for connections that are there too",
        "pool",
        this::poolNames,
        () ->
            lifecycles
                .get()
                .map(service -> OperationTable.names(service.schema()))
                .orElse(List.of()),
        a ->
            lifecycles()
                .update(a.target(), a.patch(lifecycles().schema()), Optional.empty())
                .policy());
    table.show(
        "lifecycleStats",
        "What became of a pool's connections, and the running recycle",
        "pool",
        this::poolNames,
        a -> lifecycles().stats(a.target()));
    table.add(
        "recycleConnections",
        "Makes a pool's connections ready again or replaces them",
        "pool",
        this::poolNames,
        () -> OperationTable.names(RecycleRequest.SCHEMA),
        a -> lifecycles().recycle(a.target(), RecycleRequest.of(a.patch(RecycleRequest.SCHEMA))));
  }

  private void leaks(OperationTable table) {
    table.listOf(
        "connectionLeaks",
        "Loans that were out for too long, and who has them",
        "pool",
        this::poolNames,
        List.of(),
        List.of("connection_id", "session_id", "user", "age_seconds", "state", "query"),
        a -> leaks().list(a.target()).detectedLeaks());
    table.one(
        "clearLeaks",
        "Forgets what was recorded of them",
        "pool",
        this::poolNames,
        a -> leaks().clear(a.target()) + " were forgotten");
  }

  private List<String> poolNames() {
    return pools.get().map(p -> p.list().stream().map(PoolView::poolId).toList()).orElse(List.of());
  }

  private PoolLifecycles lifecycles() {
    return OperationTable.deployed("lifecycles", lifecycles.get());
  }

  private PoolLeaks leaks() {
    return OperationTable.deployed("leaks", leaks.get());
  }
}

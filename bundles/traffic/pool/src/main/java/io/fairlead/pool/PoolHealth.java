package io.fairlead.pool;

import io.fairlead.kernel.health.HealthCheck;
import io.fairlead.pool.core.Pool;
import java.util.List;
import java.util.function.Function;

/**
 * A pool's word on whether it can serve. One that no listener names keeps nobody from being ready,
 * and one that somebody paused or drained is as it should be.
 */
final class PoolHealth implements HealthCheck {

  private final Pool pool;
  private final Function<String, List<String>> listenersOfPool;

  PoolHealth(Pool pool, Function<String, List<String>> listenersOfPool) {
    this.pool = pool;
    this.listenersOfPool = listenersOfPool;
  }

  @Override
  public String part() {
    return "pool " + pool.name();
  }

  @Override
  public Health health() {
    String problem =
        switch (pool.state()) {
          case "no_driver" -> "driver " + pool.settings().spec().driver() + " is not there";
          case "database_down" ->
              "the database is down: "
                  + pool.lastError().map(e -> e.text()).orElse("no reason known");
          case "running" -> pool.opened() ? "" : "no connection has been opened yet";
          default -> "";
        };
    return problem.isEmpty() || listenersOfPool.apply(pool.name()).isEmpty()
        ? Health.READY
        : Health.notReady(problem);
  }
}

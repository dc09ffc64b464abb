package io.fairlead.traffic.pool;

import io.fairlead.kernel.metric.Metric;
import io.fairlead.kernel.metric.Metric.Distribution;
import io.fairlead.kernel.metric.Metric.Point;
import io.fairlead.kernel.metric.Metric.Type;
import io.fairlead.traffic.pool.PoolStats.Percentiles;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/** Pools as families of numbers, so that they have the same names wherever they are read. */
public final class PoolMetrics {

  private static final String POOL = "pool";
  private static final double MILLIS = 1e3;
  private static final List<String> STATES =
      List.of("running", "paused", "draining", "drained", "no_driver", "database_down");

  private PoolMetrics() {}

  /** A pool at one moment. */
  public record Reading(PoolView pool, PoolStats stats) {}

  /** Each family once, with a series for each of the pools. */
  public static List<Metric> of(List<Reading> pools) {
    return List.of(
        family(
            "fairlead_pool_state",
            Type.GAUGE,
            "1 for the state that the pool is in, 0 for the others.",
            pools,
            PoolMetrics::states),
        family(
            "fairlead_pool_connections",
            Type.GAUGE,
            "Database connections that the pool has: lent (active), idle, or on their way out.",
            pools,
            r ->
                List.of(
                    point(r, "state", "active", r.stats().activeConnections()),
                    point(r, "state", "idle", r.stats().idleConnections()),
                    point(r, "state", "closing", r.stats().closingConnections()))),
        family(
            "fairlead_pool_min_connections",
            Type.GAUGE,
            "How few connections the pool keeps.",
            pools,
            r -> List.of(point(r, r.pool().minConnections()))),
        family(
            "fairlead_pool_max_connections",
            Type.GAUGE,
            "How many connections the pool may have.",
            pools,
            r -> List.of(point(r, r.pool().maxConnections()))),
        family(
            "fairlead_pool_waiting_requests",
            Type.GAUGE,
            "Who waits for a connection.",
            pools,
            r -> List.of(point(r, r.stats().waitingRequests()))),
        counter("created", "Connections that were opened.", pools, PoolStats::totalCreated),
        counter("destroyed", "Connections that were closed.", pools, PoolStats::totalDestroyed),
        counter("acquired", "Loans that were granted.", pools, PoolStats::totalAcquired),
        counter("released", "Loans that ended.", pools, PoolStats::totalReleased),
        counter(
            "acquire_attempts", "Loans that were asked for.", pools, PoolStats::acquireAttempts),
        counter(
            "acquire_failures", "Loans that were not granted.", pools, PoolStats::acquireFailures),
        counter(
            "acquire_timeouts",
            "Loans that were not granted by their deadline.",
            pools,
            PoolStats::acquireTimeouts),
        counter(
            "moved",
            "Requests that another pool took in when this one drained.",
            pools,
            PoolStats::moved),
        counter(
            "validation_failures",
            "Connections that were found to be broken.",
            pools,
            PoolStats::validationFailures),
        counter(
            "creation_failures",
            "Connections that could not be opened.",
            pools,
            PoolStats::creationFailures),
        counter(
            "reset_failures",
            "Connections that could not be reset and were replaced.",
            pools,
            PoolStats::resetFailures),
        counter(
            "recycled",
            "Connections that were made ready again and kept.",
            pools,
            PoolStats::totalRecycled),
        counter(
            "replaced",
            "Connections that were closed for others to take their place.",
            pools,
            PoolStats::totalReplaced),
        counter(
            "leaks_detected",
            "Loans that were out for longer than the leak threshold.",
            pools,
            PoolStats::leaksDetected),
        family(
            "fairlead_pool_degraded",
            Type.GAUGE,
            "1 after three failed validations in a row, until one succeeds.",
            pools,
            r -> List.of(point(r, r.pool().degraded() == null ? 0 : 1))),
        family(
            "fairlead_pool_leak_suspects",
            Type.GAUGE,
            "Loans that have been out for longer than the leak threshold and still are.",
            pools,
            r -> List.of(point(r, r.stats().leakSuspects()))),
        times(
            "wait",
            "From asking for a connection to getting it, since the pool was made.",
            pools,
            PoolStats::waitTimeMs),
        times(
            "hold",
            "From getting a connection to giving it back, since the pool was made.",
            pools,
            PoolStats::holdTimeMs),
        times(
            "creation",
            "Opening a connection, since the pool was made.",
            pools,
            PoolStats::creationTimeMs));
  }

  private static Metric counter(
      String name, String help, List<Reading> pools, ToDoubleFunction<PoolStats> value) {
    return family(
        "fairlead_pool_" + name + "_total",
        Type.COUNTER,
        help,
        pools,
        r -> List.of(point(r, value.applyAsDouble(r.stats()))));
  }

  private static Metric times(
      String name, String help, List<Reading> pools, Function<PoolStats, Percentiles> value) {
    return family(
        "fairlead_pool_" + name + "_time_seconds",
        Type.SUMMARY,
        help,
        pools,
        r -> {
          Percentiles ms = value.apply(r.stats());
          return List.of(
              Point.of(
                  labels(r),
                  new Distribution(
                      -1,
                      Double.NaN,
                      Map.of(
                          0.5,
                          ms.p50() / MILLIS,
                          0.95,
                          ms.p95() / MILLIS,
                          0.99,
                          ms.p99() / MILLIS,
                          1.0,
                          ms.max() / MILLIS))));
        });
  }

  private static Metric family(
      String name,
      Type type,
      String help,
      List<Reading> pools,
      Function<Reading, List<Point>> points) {
    return new Metric(name, type, help, pools.stream().map(points).flatMap(List::stream).toList());
  }

  private static List<Point> states(Reading reading) {
    String now = reading.pool().state();
    Set<String> all = new LinkedHashSet<>(STATES);
    all.add(now);
    List<Point> result = new ArrayList<>();
    all.forEach(s -> result.add(point(reading, "state", s, s.equals(now) ? 1 : 0)));
    return result;
  }

  private static Point point(Reading reading, double value) {
    return Point.of(labels(reading), value);
  }

  private static Point point(Reading reading, String label, String text, double value) {
    return Point.of(Map.of(POOL, reading.stats().poolId(), label, text), value);
  }

  private static Map<String, String> labels(Reading reading) {
    return Map.of(POOL, reading.stats().poolId());
  }
}

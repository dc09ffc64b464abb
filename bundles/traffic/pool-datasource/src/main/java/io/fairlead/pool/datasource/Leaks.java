package io.fairlead.pool.datasource;

import io.fairlead.kernel.metric.Metric;
import io.fairlead.kernel.metric.Metric.Point;
import io.fairlead.kernel.metric.Metric.Type;
import io.fairlead.traffic.pool.ConnectionView;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Connections that bundles held when they stopped: named once, and counted. */
final class Leaks {

  private static final Logger LOG = LoggerFactory.getLogger(Leaks.class);

  private final Map<String, Map<String, Long>> byPool = new TreeMap<>();

  void found(String pool, String bundle, List<ConnectionView> held) {
    if (held.isEmpty()) {
      return;
    }
    for (ConnectionView connection : held) {
      LOG.warn(
          "pool {}: leak: bundle {} has not closed connection {}, unused since {}{}: it is replaced",
          pool,
          bundle,
          connection.connectionId(),
          connection.lastActivity(),
          connection.transaction() ? ", in a transaction" : "");
    }
    synchronized (byPool) {
      byPool
          .computeIfAbsent(pool, p -> new TreeMap<>())
          .merge(bundle, (long) held.size(), Long::sum);
    }
  }

  /** The pool is no more. */
  void forget(String pool) {
    synchronized (byPool) {
      byPool.remove(pool);
    }
  }

  Metric metric() {
    synchronized (byPool) {
      return new Metric(
          "fairlead_datasource_leaks_total",
          Type.COUNTER,
          "Connections that a bundle held when it stopped or gave its DataSource back.",
          byPool.entrySet().stream()
              .flatMap(
                  pool ->
                      pool.getValue().entrySet().stream()
                          .map(
                              bundle ->
                                  Point.of(
                                      Map.of("pool", pool.getKey(), "bundle", bundle.getKey()),
                                      bundle.getValue())))
              .toList());
    }
  }
}

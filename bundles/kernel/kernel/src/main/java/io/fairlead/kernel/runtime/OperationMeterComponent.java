package io.fairlead.kernel.runtime;

import io.fairlead.kernel.metric.Metric;
import io.fairlead.kernel.metric.Metric.Distribution;
import io.fairlead.kernel.metric.Metric.Point;
import io.fairlead.kernel.metric.Metric.Type;
import io.fairlead.kernel.metric.MetricSource;
import io.fairlead.kernel.metric.OperationMeter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.osgi.service.component.annotations.Component;

/** Counts operations and their time, by surface, operation and class of status. */
@Component(immediate = true)
public final class OperationMeterComponent implements OperationMeter, MetricSource {

  /** Bundles that come and go could bring ever new operations. */
  static final int MOST = 10_000;

  /** Stands for the operations that came when there were too many. */
  static final String OTHER = "other";

  private static final double NANOS = 1e9;

  private final Map<Key, Cell> cells = new ConcurrentHashMap<>();

  private record Key(String surface, String operation, int statusClass) {
    Map<String, String> labels() {
      return Map.of("surface", surface, "operation", operation, "status", statusClass + "xx");
    }
  }

  private static final class Cell {
    final LongAdder count = new LongAdder();
    final LongAdder nanos = new LongAdder();
  }

  @Override
  public void done(String surface, String operation, int status, long nanos) {
    Cell cell = cell(new Key(surface, operation, status / 100));
    cell.nanos.add(nanos);
    cell.count.increment();
  }

  private Cell cell(Key key) {
    Cell known = cells.get(key);
    if (known != null) {
      return known;
    }
    Key bounded = cells.size() < MOST ? key : new Key(key.surface(), OTHER, key.statusClass());
    return cells.computeIfAbsent(bounded, k -> new Cell());
  }

  @Override
  public List<Metric> metrics() {
    List<Point> points =
        cells.entrySet().stream()
            .map(
                e ->
                    Point.of(
                        e.getKey().labels(),
                        new Distribution(
                            e.getValue().count.sum(), e.getValue().nanos.sum() / NANOS, Map.of())))
            .toList();
    return List.of(
        new Metric(
            "fairlead_operation_duration_seconds",
            Type.SUMMARY,
            "Operations that a surface served, and how long they took.",
            points));
  }
}

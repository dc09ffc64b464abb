package io.fairlead.kernel.runtime;

import static org.junit.Assert.assertEquals;

import io.fairlead.kernel.metric.Metric.Point;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.Test;

public class OperationMeterTest {

  private final OperationMeterComponent meter = new OperationMeterComponent();

  @Test
  public void operationsAreCountedBySurfaceOperationAndClassOfStatus() {
    meter.done("rest", "about", 200, TimeUnit.MILLISECONDS.toNanos(500));
    meter.done("rest", "about", 204, TimeUnit.MILLISECONDS.toNanos(250));
    meter.done("rest", "about", 503, 0);
    meter.done("graphql", "about", 200, 0);
    assertEquals(3, points().size());
    Point ok = at("rest", "about", "2xx");
    assertEquals(2, ok.distribution().count());
    assertEquals(0.75, ok.distribution().sum(), 1e-9);
    assertEquals(1, at("rest", "about", "5xx").distribution().count());
    assertEquals(1, at("graphql", "about", "2xx").distribution().count());
  }

  @Test
  public void thereAreNeverMoreSeriesThanTheBound() {
    int more = OperationMeterComponent.MOST + 500;
    for (int i = 0; i < more; i++) {
      meter.done("rest", "operation" + i, 200, 0);
    }
    assertEquals(OperationMeterComponent.MOST + 1, points().size());
    assertEquals(500, at("rest", OperationMeterComponent.OTHER, "2xx").distribution().count());
    meter.done("rest", "operation7", 200, 0);
    assertEquals(2, at("rest", "operation7", "2xx").distribution().count());
  }

  private List<Point> points() {
    return meter.metrics().get(0).points();
  }

  private Point at(String surface, String operation, String status) {
    Map<String, String> labels =
        Map.of("surface", surface, "operation", operation, "status", status);
    return points().stream().filter(p -> p.labels().equals(labels)).findFirst().orElseThrow();
  }
}

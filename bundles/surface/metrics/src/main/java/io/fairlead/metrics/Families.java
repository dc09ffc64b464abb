package io.fairlead.metrics;

import io.fairlead.kernel.metric.Metric;
import io.fairlead.kernel.metric.Metric.Distribution;
import io.fairlead.kernel.metric.Metric.Point;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.Quantile;
import io.prometheus.metrics.model.snapshots.Quantiles;
import io.prometheus.metrics.model.snapshots.SummarySnapshot;
import java.util.List;
import java.util.TreeMap;

/** The kernel's families in the library's words. */
final class Families {

  private static final String TOTAL = "_total";
  private static final String INFO = "_info";

  private Families() {}

  static MetricSnapshot of(Metric metric) {
    return switch (metric.type()) {
      case COUNTER -> counter(metric);
      case GAUGE -> metric.name().endsWith(INFO) ? info(metric) : gauge(metric);
      case SUMMARY -> summary(metric);
    };
  }

  /** The library adds {@code _total} itself. */
  private static MetricSnapshot counter(Metric metric) {
    CounterSnapshot.Builder family =
        CounterSnapshot.builder()
            .name(metric.name().substring(0, metric.name().length() - TOTAL.length()))
            .help(metric.help());
    for (Point point : metric.points()) {
      family.dataPoint(
          CounterSnapshot.CounterDataPointSnapshot.builder()
              .labels(labels(point))
              .value(point.value())
              .build());
    }
    return family.build();
  }

  /** What is always 1 and tells by its labels has a type of its own there. */
  private static MetricSnapshot info(Metric metric) {
    InfoSnapshot.Builder family =
        InfoSnapshot.builder()
            .name(metric.name().substring(0, metric.name().length() - INFO.length()))
            .help(metric.help());
    for (Point point : metric.points()) {
      family.dataPoint(InfoSnapshot.InfoDataPointSnapshot.builder().labels(labels(point)).build());
    }
    return family.build();
  }

  private static MetricSnapshot gauge(Metric metric) {
    GaugeSnapshot.Builder family = GaugeSnapshot.builder().name(metric.name()).help(metric.help());
    for (Point point : metric.points()) {
      family.dataPoint(
          GaugeSnapshot.GaugeDataPointSnapshot.builder()
              .labels(labels(point))
              .value(point.value())
              .build());
    }
    return family.build();
  }

  private static MetricSnapshot summary(Metric metric) {
    SummarySnapshot.Builder family =
        SummarySnapshot.builder().name(metric.name()).help(metric.help());
    for (Point point : metric.points()) {
      Distribution distribution = point.distribution();
      if (distribution == null) {
        continue; // a summary has one for each point
      }
      SummarySnapshot.SummaryDataPointSnapshot.Builder series =
          SummarySnapshot.SummaryDataPointSnapshot.builder()
              .labels(labels(point))
              .quantiles(quantiles(distribution));
      if (distribution.count() >= 0) {
        series.count(distribution.count());
      }
      if (!Double.isNaN(distribution.sum())) {
        series.sum(distribution.sum());
      }
      family.dataPoint(series.build());
    }
    return family.build();
  }

  private static Quantiles quantiles(Distribution distribution) {
    List<Quantile> all =
        new TreeMap<>(distribution.quantiles())
            .entrySet().stream().map(e -> new Quantile(e.getKey(), e.getValue())).toList();
    return Quantiles.of(all);
  }

  private static Labels labels(Point point) {
    Labels.Builder labels = Labels.builder();
    new TreeMap<>(point.labels()).forEach(labels::label);
    return labels.build();
  }
}

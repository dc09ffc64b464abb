package io.fairlead.metrics;

import io.fairlead.kernel.metric.Metric;
import io.fairlead.kernel.metric.Metric.Point;
import io.fairlead.kernel.metric.MetricSource;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Asks sources what they tell at one moment. One bad source never takes the others with it. */
final class Scrape {

  private final int mostSeries;
  private final Map<String, Metric> families = new TreeMap<>();
  private final List<Left> left = new ArrayList<>();
  private int series;

  private Scrape(int mostSeries) {
    this.mostSeries = mostSeries;
  }

  /**
   * What there is to show.
   *
   * @param families each once, by name
   * @param left what was left out
   */
  record Result(List<MetricSnapshot> families, List<Left> left) {}

  /** A source, or a family of it, that is left out, and why. */
  record Left(Class<?> source, String what, String reason) {}

  /**
   * Asks each source once, in turn.
   *
   * @param mostSeries how many series there may be over all; those beyond it are left out
   */
  static Result of(List<MetricSource> sources, int mostSeries) {
    Scrape scrape = new Scrape(mostSeries);
    sources.forEach(scrape::ask);
    return new Result(
        scrape.families.values().stream().map(Families::of).toList(), List.copyOf(scrape.left));
  }

  private void ask(MetricSource source) {
    try {
      for (Metric metric : source.metrics()) {
        take(source, metric);
      }
    } catch (RuntimeException | LinkageError e) {
      left.add(new Left(source.getClass(), source.getClass().getName(), "it fails: " + e));
    }
  }

  private void take(MetricSource source, Metric metric) {
    Metric known = families.get(metric.name());
    String wrong =
        series + metric.points().size() > mostSeries
            ? "there are more than " + mostSeries + " series"
            : wrong(metric, known);
    if (wrong != null) {
      left.add(new Left(source.getClass(), metric.name(), wrong));
      return;
    }
    families.put(metric.name(), known == null ? metric : joined(known, metric));
    series += metric.points().size();
  }

  private static @Nullable String wrong(Metric metric, @Nullable Metric known) {
    Set<Map<String, String>> labels = new HashSet<>();
    if (known != null) {
      if (known.type() != metric.type()) {
        return "another source tells it as a " + known.type() + ", this one as a " + metric.type();
      }
      known.points().forEach(p -> labels.add(p.labels()));
    }
    for (Point point : metric.points()) {
      if (!labels.add(point.labels())) {
        return "the series " + point.labels() + " is told twice";
      }
    }
    try {
      Families.of(metric);
      return null;
    } catch (RuntimeException e) {
      return "it cannot be written: " + e.getMessage();
    }
  }

  private static Metric joined(Metric known, Metric more) {
    List<Point> points = new ArrayList<>(known.points());
    points.addAll(more.points());
    return new Metric(known.name(), known.type(), known.help(), points);
  }
}

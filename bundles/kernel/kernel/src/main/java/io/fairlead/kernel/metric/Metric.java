package io.fairlead.kernel.metric;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A family of numbers of one name.
 *
 * @param name as collectors show it: lower case, the base unit last ({@code _seconds}, {@code
 *     _bytes}), and {@code _total} after that for a counter
 * @param help one sentence
 * @param points one for each combination of labels; none is a family that has nothing now
 */
public record Metric(String name, Type type, String help, List<Point> points) {

  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9]*(_[a-z0-9]+)*");
  private static final Pattern LABEL = Pattern.compile("[a-z][a-z0-9_]*");
  private static final String TOTAL = "_total";

  /** What a family's numbers mean. */
  public enum Type {
    /** Only grows while the part lives. */
    COUNTER,
    /** Goes up and down. */
    GAUGE,
    /** Sizes of things that happened: how many, their sum, quantiles; each where it is known. */
    SUMMARY
  }

  public Metric {
    points = List.copyOf(points);
    if (!NAME.matcher(name).matches() || name.endsWith(TOTAL) != (type == Type.COUNTER)) {
      throw new IllegalArgumentException(
          name
              + ": "
              + type
              + " (expected: lower case with _, and _total last for a counter only)");
    }
    if (points.stream().anyMatch(p -> (p.distribution() != null) != (type == Type.SUMMARY))) {
      throw new IllegalArgumentException(
          name + ": " + type + " (expected: distributions for a summary only)");
    }
  }

  /** One number without labels that only grows. */
  public static Metric counter(String name, String help, double value) {
    return new Metric(name, Type.COUNTER, help, List.of(Point.of(Map.of(), value)));
  }

  /** One number without labels. */
  public static Metric gauge(String name, String help, double value) {
    return new Metric(name, Type.GAUGE, help, List.of(Point.of(Map.of(), value)));
  }

  /**
   * One time series.
   *
   * @param value the number; 0 where there is a distribution
   * @param distribution of a summary; null otherwise
   */
  public record Point(
      Map<String, String> labels,
      double value,
      @org.jspecify.annotations.Nullable Distribution distribution) {

    public Point {
      labels = Map.copyOf(labels);
      for (String label : labels.keySet()) {
        if (!LABEL.matcher(label).matches() || label.equals("quantile")) {
          throw new IllegalArgumentException(
              "label " + label + " (expected: lower case with _, and not quantile)");
        }
      }
    }

    public static Point of(Map<String, String> labels, double value) {
      return new Point(labels, value, null);
    }

    public static Point of(Map<String, String> labels, Distribution distribution) {
      return new Point(labels, 0, distribution);
    }
  }

  /**
   * @param count how many there were; negative where nobody counts
   * @param sum of their sizes; NaN where nobody adds up
   * @param quantiles size by quantile, 0 to 1; 1 is the largest there was
   */
  public record Distribution(long count, double sum, Map<Double, Double> quantiles) {
    public Distribution {
      quantiles = Map.copyOf(quantiles);
    }
  }
}

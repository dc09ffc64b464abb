package io.fairlead.metrics;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.fairlead.kernel.metric.Metric;
import io.fairlead.kernel.metric.Metric.Distribution;
import io.fairlead.kernel.metric.Metric.Point;
import io.fairlead.kernel.metric.Metric.Type;
import io.fairlead.kernel.metric.MetricSource;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.Test;

public class ScrapeTest {

  private static final int MOST = 100;

  @Test
  public void eachTypeIsWrittenUnderTheNameThatTheSourceGives() {
    String text =
        text(
            () ->
                List.of(
                    Metric.counter("fairlead_loans_total", "Loans.", 1L << 40),
                    Metric.gauge("fairlead_waiting", "Waiting.", 2),
                    new Metric(
                        "fairlead_build_info",
                        Type.GAUGE,
                        "Build.",
                        List.of(Point.of(Map.of("version", "1\"2"), 1))),
                    new Metric(
                        "fairlead_wait_seconds",
                        Type.SUMMARY,
                        "Waits.",
                        List.of(
                            Point.of(
                                Map.of("pool", "main"),
                                new Distribution(3, 1.5, Map.of(0.5, 0.25, 1.0, 1.0)))))));
    for (String line :
        List.of(
            "# TYPE fairlead_loans_total counter",
            "fairlead_loans_total 1.099511627776E12",
            "# HELP fairlead_waiting Waiting.",
            "# TYPE fairlead_waiting gauge",
            "fairlead_waiting 2.0",
            "fairlead_build_info{version=\"1\\\"2\"} 1",
            "# TYPE fairlead_wait_seconds summary",
            "fairlead_wait_seconds{pool=\"main\",quantile=\"0.5\"} 0.25",
            "fairlead_wait_seconds{pool=\"main\",quantile=\"1.0\"} 1.0",
            "fairlead_wait_seconds_count{pool=\"main\"} 3",
            "fairlead_wait_seconds_sum{pool=\"main\"} 1.5")) {
      assertTrue(line + " is not in\n" + text, text.lines().anyMatch(line::equals));
    }
  }

  @Test
  public void whatNobodyCountsIsNotWritten() {
    String text =
        text(
            () ->
                List.of(
                    new Metric(
                        "fairlead_wait_seconds",
                        Type.SUMMARY,
                        "Waits.",
                        List.of(
                            Point.of(
                                Map.of(), new Distribution(-1, Double.NaN, Map.of(0.5, 0.1)))))));
    assertFalse(text, text.contains("_count"));
    assertFalse(text, text.contains("_sum"));
  }

  @Test
  public void aSourceThatFailsTakesNoOtherWithIt() {
    MetricSource bad =
        () -> {
          throw new IllegalStateException("broken");
        };
    Scrape.Result result =
        Scrape.of(List.of(bad, () -> List.of(Metric.gauge("fairlead_a", "A.", 1))), MOST);
    assertEquals(1, result.families().size());
    assertEquals(1, result.left().size());
    assertTrue(result.left().get(0).reason().contains("broken"));
  }

  @Test
  public void sourcesOfOneFamilyAreJoinedAndNeverTellASeriesTwice() {
    Scrape.Result result =
        Scrape.of(
            List.of(of("rest"), of("graphql"), of("rest"), () -> counter("fairlead_x")), MOST);
    assertEquals(1, result.families().size());
    assertEquals(2, result.families().get(0).getDataPoints().size());
    assertEquals(
        List.of(
            "the series {surface=rest} is told twice",
            "it fails: java.lang.IllegalArgumentException: fairlead_x: COUNTER (expected: lower"
                + " case with _, and _total last for a counter only)"),
        result.left().stream().map(Scrape.Left::reason).toList());
  }

  @Test
  public void thereAreNeverMoreSeriesThanAllowed() {
    List<Point> many =
        IntStream.range(0, MOST).mapToObj(i -> Point.of(Map.of("i", "" + i), i)).toList();
    Scrape.Result result =
        Scrape.of(
            List.of(
                () -> List.of(new Metric("fairlead_many", Type.GAUGE, "Many.", many)), of("rest")),
            MOST);
    assertEquals(1, result.families().size());
    assertEquals("there are more than 100 series", result.left().get(0).reason());
  }

  @Test
  public void aCollectorGetsTheTextThatItAsksFor() {
    assertEquals(Exposition.TEXT, Exposition.of(null));
    assertEquals(Exposition.TEXT, Exposition.of("*/*"));
    assertEquals(
        Exposition.OPEN_METRICS,
        Exposition.of("application/openmetrics-text;version=1.0.0,text/plain;q=0.5"));
    String open =
        new String(
            Exposition.OPEN_METRICS.write(
                new MetricSnapshots(Scrape.of(List.of(of("rest")), MOST).families())),
            UTF_8);
    assertTrue(open, open.endsWith("# EOF\n"));
    assertTrue(Exposition.TEXT.contentType().contains("version=0.0.4"));
  }

  @Test
  public void theMachineIsTheSameForTwoThatReadIt() {
    List<String> names;
    try (JvmMeters one = new JvmMeters();
        JvmMeters other = new JvmMeters()) {
      String text = new String(Exposition.TEXT.write(one.read()), UTF_8);
      names = text.lines().filter(l -> l.startsWith("# TYPE")).map(l -> l.split(" ")[2]).toList();
      assertEquals(
          gcCount(text), gcCount(new String(Exposition.TEXT.write(other.read()), UTF_8)), 50);
    }
    for (String name :
        Arrays.asList(
            "jvm_memory_used_bytes",
            "jvm_gc_collection_seconds",
            "jvm_threads_live_threads",
            "jvm_classes_loaded_classes",
            "process_cpu_usage",
            "process_uptime_seconds",
            "process_files_open_files")) {
      assertTrue(name + " is not among " + names, names.contains(name));
    }
  }

  private static double gcCount(String text) {
    return text.lines()
        .filter(l -> l.startsWith("jvm_gc_collection_seconds_count"))
        .mapToDouble(l -> Double.parseDouble(l.substring(l.lastIndexOf(' '))))
        .sum();
  }

  private static MetricSource of(String surface) {
    return () ->
        List.of(
            new Metric(
                "fairlead_x", Type.GAUGE, "X.", List.of(Point.of(Map.of("surface", surface), 1))));
  }

  private static List<Metric> counter(String name) {
    return List.of(Metric.counter(name, "X.", 1));
  }

  private static String text(MetricSource source) {
    Scrape.Result result = Scrape.of(List.of(source), MOST);
    assertEquals(List.of(), result.left());
    return new String(Exposition.TEXT.write(new MetricSnapshots(result.families())), UTF_8);
  }
}

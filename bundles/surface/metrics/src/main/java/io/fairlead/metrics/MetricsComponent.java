package io.fairlead.metrics;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fairlead.kernel.metric.Metric;
import io.fairlead.kernel.metric.MetricSource;
import io.fairlead.kernel.metric.MetricText;
import io.fairlead.kernel.plugin.RejectionSource;
import io.fairlead.metrics.Scrape.Left;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.ArrayList;
import java.util.List;
import org.osgi.framework.Bundle;
import org.osgi.framework.FrameworkUtil;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks all sources, whoever they are, and writes what they tell. */
@Component(service = {MetricsComponent.class, MetricText.class, RejectionSource.class})
public final class MetricsComponent implements MetricText, RejectionSource {

  /** Some 1,500 pools. */
  private static final int MOST_SERIES = 50_000;

  private static final Logger LOG = LoggerFactory.getLogger(MetricsComponent.class);

  private final JvmMeters machine = new JvmMeters();
  private volatile List<Left> left = List.of();

  @Reference(
      cardinality = ReferenceCardinality.MULTIPLE,
      policyOption = ReferencePolicyOption.GREEDY)
  private volatile List<MetricSource> sources = List.of();

  /** All there is now. */
  byte[] scrape(Exposition exposition) {
    Scrape.Result scrape = Scrape.of(sources, MOST_SERIES);
    note(scrape.left());
    List<MetricSnapshot> families = new ArrayList<>(scrape.families());
    machine.read().forEach(families::add);
    return exposition.write(new MetricSnapshots(families));
  }

  @Override
  public String text(List<Metric> metrics) {
    List<MetricSnapshot> families = metrics.stream().map(Families::of).toList();
    return new String(Exposition.TEXT.write(new MetricSnapshots(families)), UTF_8);
  }

  @Override
  public List<Rejection> rejections() {
    return left.stream()
        .map(l -> new Rejection(bundleOf(l.source()), l.what(), l.reason()))
        .toList();
  }

  @Deactivate
  void close() {
    machine.close();
  }

  /** Said once, and not at each scrape. */
  private void note(List<Left> now) {
    List<Left> before = left;
    left = now;
    now.stream()
        .filter(l -> before.stream().noneMatch(b -> b.what().equals(l.what())))
        .forEach(l -> LOG.warn("{} is not among the metrics: {}", l.what(), l.reason()));
  }

  private static String bundleOf(Class<?> source) {
    Bundle bundle = FrameworkUtil.getBundle(source);
    return bundle == null ? "" : String.valueOf(bundle.getSymbolicName());
  }
}

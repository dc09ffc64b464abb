package io.fairlead.kernel.runtime;

import io.fairlead.kernel.health.Readiness;
import io.fairlead.kernel.instance.About;
import io.fairlead.kernel.instance.AboutSource;
import io.fairlead.kernel.metric.Metric;
import io.fairlead.kernel.metric.Metric.Point;
import io.fairlead.kernel.metric.Metric.Type;
import io.fairlead.kernel.metric.MetricSource;
import io.fairlead.kernel.plugin.Plugins;
import io.fairlead.kernel.plugin.Plugins.PluginBundle;
import io.fairlead.kernel.plugin.Plugins.PluginReport;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The server in numbers: what runs, whether it is ready, what was rejected. */
@Component
public final class ServerMetrics implements MetricSource {

  private final AboutSource about;
  private final Readiness readiness;
  private final Plugins plugins;

  @Activate
  public ServerMetrics(
      @Reference AboutSource about, @Reference Readiness readiness, @Reference Plugins plugins) {
    this.about = about;
    this.readiness = readiness;
    this.plugins = plugins;
  }

  @Override
  public List<Metric> metrics() {
    About now = about.about();
    int unready = readiness.unready().size();
    PluginReport report = plugins.report();
    return List.of(
        new Metric(
            "fairlead_build_info",
            Type.GAUGE,
            "1; what runs is in the labels.",
            List.of(Point.of(Map.of("version", now.version(), "commit", now.commit()), 1))),
        Metric.gauge(
            "fairlead_start_time_seconds",
            "When the server was started, in seconds since 1970.",
            now.startedAt().toEpochMilli() / 1e3),
        Metric.gauge(
            "fairlead_ready", "1 when the server can serve, otherwise 0.", unready == 0 ? 1 : 0),
        Metric.gauge(
            "fairlead_unready_parts", "How many parts of the server are not ready.", unready),
        new Metric(
            "fairlead_bundles",
            Type.GAUGE,
            "Bundles of ours and of others that offer something, by state.",
            byState(report.bundles())),
        Metric.gauge(
            "fairlead_plugins_rejected",
            "What plug-ins offer and nobody takes, as the report of plug-ins says.",
            report.rejected().size()),
        Metric.gauge(
            "fairlead_configs_failed",
            "Files of settings that are not in force.",
            report.failedConfigs().size()));
  }

  private static List<Point> byState(List<PluginBundle> bundles) {
    Map<String, Integer> counts = new TreeMap<>();
    bundles.forEach(bundle -> counts.merge(bundle.state(), 1, Integer::sum));
    return counts.entrySet().stream()
        .map(e -> Point.of(Map.of("state", e.getKey()), e.getValue()))
        .toList();
  }
}

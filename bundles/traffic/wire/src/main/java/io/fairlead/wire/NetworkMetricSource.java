package io.fairlead.wire;

import io.fairlead.kernel.metric.Metric;
import io.fairlead.kernel.metric.Metric.Point;
import io.fairlead.kernel.metric.Metric.Type;
import io.fairlead.kernel.metric.MetricSource;
import io.fairlead.traffic.network.Network;
import io.fairlead.traffic.network.NetworkStatus;
import java.util.List;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The numbers of the clients' sockets. */
@Component
public final class NetworkMetricSource implements MetricSource {

  private static final List<String> STATUSES = List.of("healthy", "degraded", "unhealthy");

  private final Network network;

  @Activate
  public NetworkMetricSource(@Reference Network network) {
    this.network = network;
  }

  @Override
  public List<Metric> metrics() {
    NetworkStatus now = network.status();
    return List.of(
        new Metric(
            "fairlead_network_status",
            Type.GAUGE,
            "1 for the status that the network is in, 0 for the others.",
            STATUSES.stream()
                .map(s -> Point.of(Map.of("status", s), s.equals(now.status()) ? 1 : 0))
                .toList()),
        Metric.gauge(
            "fairlead_network_connections",
            "Clients' sockets that are open.",
            now.activeConnections()),
        Metric.counter(
            "fairlead_network_connections_accepted_total",
            "Clients' sockets that were accepted.",
            now.totalConnectionsLifetime()),
        Metric.counter(
            "fairlead_network_connections_rejected_total",
            "Clients that were refused at a cap.",
            now.rejectedConnections()),
        Metric.counter(
            "fairlead_network_sent_bytes_total", "Bytes that went to clients.", now.bytesSent()),
        Metric.counter(
            "fairlead_network_received_bytes_total",
            "Bytes that came from clients.",
            now.bytesReceived()),
        Metric.counter(
            "fairlead_network_errors_total",
            "Errors of protocol, aborted connections and failed binds.",
            now.errors()));
  }
}

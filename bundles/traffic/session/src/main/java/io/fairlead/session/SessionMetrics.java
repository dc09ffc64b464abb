package io.fairlead.session;

import io.fairlead.kernel.metric.Metric;
import io.fairlead.kernel.metric.Metric.Point;
import io.fairlead.kernel.metric.Metric.Type;
import io.fairlead.traffic.session.SessionStats;
import java.util.List;
import java.util.Map;

/** The numbers of all sessions as families. */
final class SessionMetrics {

  private SessionMetrics() {}

  static List<Metric> of(SessionStats now, StatementMeter statements) {
    return List.of(
        new Metric(
            "fairlead_sessions",
            Type.GAUGE,
            "Sessions that are open, working or waiting (active) or not (idle).",
            List.of(
                Point.of(Map.of("state", "active"), now.activeSessions()),
                Point.of(Map.of("state", "idle"), now.idleSessions()))),
        Metric.gauge(
            "fairlead_sessions_peak",
            "The most sessions at one time since the start.",
            now.peakSessions()),
        Metric.counter(
            "fairlead_sessions_opened_total",
            "Client connections that have had a session.",
            now.totalConnections()),
        statements.metric());
  }
}

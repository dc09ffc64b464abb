package io.fairlead.rest.traffic;

import io.fairlead.kernel.error.Invalid;
import io.fairlead.kernel.error.Unavailable;
import io.fairlead.kernel.metric.MetricText;
import io.fairlead.traffic.pool.PoolMetrics;
import io.fairlead.traffic.pool.PoolStats;
import io.fairlead.traffic.pool.PoolView;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How a pool's numbers are written. */
enum StatsFormat {
  JSON,
  CSV,
  PROMETHEUS;

  static final String CSV_TYPE = "text/csv";
  static final String TEXT_TYPE = "text/plain";

  /**
   * @param text null is the default
   * @throws Invalid for what is none
   */
  static StatsFormat of(@Nullable String text) {
    if (text == null) {
      return JSON;
    }
    for (StatsFormat format : values()) {
      if (format.name().toLowerCase(Locale.ROOT).equals(text)) {
        return format;
      }
    }
    throw new Invalid("format", text, "one of json, csv, prometheus");
  }

  /**
   * @param metrics writes the text of Prometheus, while that bundle is there
   */
  Response of(PoolView pool, PoolStats stats, Optional<MetricText> metrics) {
    return switch (this) {
      case JSON -> Response.ok(stats, MediaType.APPLICATION_JSON).build();
      case CSV -> Response.ok(Csv.of(stats), CSV_TYPE + "; charset=utf-8; header=present").build();
      case PROMETHEUS ->
          Response.ok(
                  metrics
                      .orElseThrow(
                          () ->
                              new Unavailable(
                                  "format prometheus: the bundle io.fairlead.metrics is not there"))
                      .text(PoolMetrics.of(List.of(new PoolMetrics.Reading(pool, stats)))),
                  TEXT_TYPE + "; version=0.0.4; charset=utf-8")
              .build();
    };
  }
}

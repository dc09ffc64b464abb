package io.fairlead.metrics;

import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.OpenMetricsTextFormatWriter;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/** The two texts that collectors read. */
enum Exposition {
  /** Prometheus' own, version 0.0.4. */
  TEXT(PrometheusTextFormatWriter.create()),
  OPEN_METRICS(OpenMetricsTextFormatWriter.create());

  private final ExpositionFormatWriter writer;

  Exposition(ExpositionFormatWriter writer) {
    this.writer = writer;
  }

  /** What a client takes that sends this {@code Accept}; null is none. */
  static Exposition of(@Nullable String accept) {
    return accept != null && accept.contains("application/openmetrics-text") ? OPEN_METRICS : TEXT;
  }

  String contentType() {
    return writer.getContentType();
  }

  byte[] write(MetricSnapshots families) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(32_768);
    try {
      writer.write(out, families);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }
}

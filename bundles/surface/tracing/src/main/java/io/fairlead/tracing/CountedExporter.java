package io.fairlead.tracing;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.Collection;

/** Counts what an exporter has taken, and what not. */
final class CountedExporter implements SpanExporter {

  private final SpanExporter exporter;
  private final Tally tally;

  CountedExporter(SpanExporter exporter, Tally tally) {
    this.exporter = exporter;
    this.tally = tally;
  }

  @Override
  public CompletableResultCode export(Collection<SpanData> spans) {
    int count = spans.size();
    CompletableResultCode result = exporter.export(spans);
    return result.whenComplete(
        () -> {
          if (result.isSuccess()) {
            tally.taken(count);
          } else {
            tally.lost(count);
          }
        });
  }

  @Override
  public CompletableResultCode flush() {
    return exporter.flush();
  }

  @Override
  public CompletableResultCode shutdown() {
    return exporter.shutdown();
  }
}

package io.fairlead.tracing;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.metrics.InstrumentType;
import io.opentelemetry.sdk.metrics.data.AggregationTemporality;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.export.CollectionRegistration;
import io.opentelemetry.sdk.metrics.export.MetricReader;

/**
 * What the batch processor counts about itself, read when somebody asks (OpenTelemetry semantic
 * conventions, SDK metrics).
 */
final class ProcessorNumbers implements MetricReader {

  private static final String PROCESSED = "otel.sdk.processor.span.processed";
  private static final String QUEUED = "otel.sdk.processor.span.queue.size";
  private static final AttributeKey<String> ERROR = AttributeKey.stringKey("error.type");

  private volatile CollectionRegistration registration = CollectionRegistration.noop();

  /**
   * @param dropped because the queue was full, or the processor had been shut down
   */
  record Numbers(long dropped, long queued) {
    static final Numbers NONE = new Numbers(0, 0);

    Numbers plus(Numbers other) {
      return new Numbers(dropped + other.dropped, queued + other.queued);
    }
  }

  Numbers numbers() {
    long dropped = 0;
    long queued = 0;
    for (MetricData metric : registration.collectAllMetrics()) {
      if (metric.getName().equals(PROCESSED)) {
        dropped +=
            metric.getLongSumData().getPoints().stream()
                .filter(p -> isDrop(p.getAttributes().get(ERROR)))
                .mapToLong(p -> p.getValue())
                .sum();
      } else if (metric.getName().equals(QUEUED)) {
        queued += metric.getLongSumData().getPoints().stream().mapToLong(p -> p.getValue()).sum();
      }
    }
    return new Numbers(dropped, queued);
  }

  private static boolean isDrop(@org.jspecify.annotations.Nullable String error) {
    return "queue_full".equals(error) || "already_shutdown".equals(error);
  }

  @Override
  public void register(CollectionRegistration registration) {
    this.registration = registration;
  }

  @Override
  public AggregationTemporality getAggregationTemporality(InstrumentType instrumentType) {
    return AggregationTemporality.CUMULATIVE;
  }

  @Override
  public CompletableResultCode forceFlush() {
    return CompletableResultCode.ofSuccess();
  }

  @Override
  public CompletableResultCode shutdown() {
    return CompletableResultCode.ofSuccess();
  }
}

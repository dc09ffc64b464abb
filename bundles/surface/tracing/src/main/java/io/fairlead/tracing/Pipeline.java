package io.fairlead.tracing;

import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.common.ComponentLoader;
import io.opentelemetry.context.Context;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.common.InternalTelemetryVersion;
import io.opentelemetry.sdk.common.export.HttpSenderProvider;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanLimits;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * From a span to the collector, by one set of settings: sampled, queued, sent in batches by one
 * thread. All parts are named here: what the library finds by itself it finds by the class loader
 * of whatever thread comes first.
 */
final class Pipeline {

  private static final int LARGEST_BATCH = 512;
  private static final int LONGEST_VALUE = 2_000;
  private static final Duration LINGER = Duration.ofSeconds(1);

  private final ProcessorNumbers numbers = new ProcessorNumbers();
  private final SdkTracerProvider provider;
  private final Tracer tracer;
  private final Runnable abort;
  private @Nullable CompletableResultCode ended;

  /**
   * @param exporter made for what sends; the tests have one that keeps
   * @param abort ends what is being sent
   */
  private Pipeline(
      TracingSettings settings,
      Resource resource,
      Tally tally,
      SpanExporter exporter,
      Runnable abort) {
    this.abort = abort;
    SdkMeterProvider meters = SdkMeterProvider.builder().registerMetricReader(numbers).build();
    SpanProcessor batches =
        BatchSpanProcessor.builder(new CountedExporter(exporter, tally))
            .setMaxQueueSize(settings.queueSize())
            .setMaxExportBatchSize(Math.min(LARGEST_BATCH, settings.queueSize()))
            .setScheduleDelay(LINGER)
            .setExporterTimeout(settings.exportTimeout().plusSeconds(5))
            .setMeterProvider(meters)
            .setInternalTelemetryVersion(InternalTelemetryVersion.LATEST)
            .build();
    this.provider =
        SdkTracerProvider.builder()
            .setResource(resource)
            .setSampler(Sampler.parentBased(Sampler.traceIdRatioBased(settings.samplingRatio())))
            .setSpanLimits(SpanLimits.builder().setMaxAttributeValueLength(LONGEST_VALUE).build())
            .addSpanProcessor(batches)
            .build();
    this.tracer = provider.get("io.fairlead.tracing");
  }

  /** One that sends. */
  static Pipeline to(TracingSettings settings, Resource resource, Tally tally) {
    Collector collector =
        new Collector(settings.endpoint(), settings.headers(), settings.exportTimeout(), tally);
    SpanExporter exporter =
        withOurLoader(
            loader ->
                OtlpHttpSpanExporter.builder()
                    .setEndpoint(settings.endpoint().toString())
                    .setTimeout(settings.exportTimeout())
                    .setRetryPolicy(null)
                    .setComponentLoader(only(config -> collector))
                    .build());
    return new Pipeline(settings, resource, tally, exporter, collector::abort);
  }

  /** One that gives its spans to this. */
  static Pipeline into(
      SpanExporter exporter, TracingSettings settings, Resource resource, Tally tally) {
    return new Pipeline(settings, resource, tally, exporter, () -> {});
  }

  /** The library looks once for where contexts are kept, in the loader of the thread. */
  private static <T> T withOurLoader(Function<ClassLoader, T> work) {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    ClassLoader ours = Pipeline.class.getClassLoader();
    thread.setContextClassLoader(ours);
    try {
      Context.root();
      return work.apply(ours);
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  private static ComponentLoader only(HttpSenderProvider sender) {
    return new ComponentLoader() {
      @Override
      public <T> Iterable<T> load(Class<T> wanted) {
        return wanted.isInstance(sender) ? List.of(wanted.cast(sender)) : List.of();
      }
    };
  }

  Tracer tracer() {
    return tracer;
  }

  ProcessorNumbers.Numbers numbers() {
    return numbers.numbers();
  }

  /** Takes no more spans and sends what waits; returns at once. */
  synchronized CompletableResultCode end() {
    CompletableResultCode already = ended;
    if (already != null) {
      return already;
    }
    CompletableResultCode ending = provider.shutdown();
    ended = ending;
    return ending;
  }

  /** Gives up what is being sent, and what waits. */
  void abort() {
    abort.run();
  }
}

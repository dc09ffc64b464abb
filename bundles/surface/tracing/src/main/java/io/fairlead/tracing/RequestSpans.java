package io.fairlead.tracing;

import io.fairlead.http.spi.AnsweredRequest;
import io.fairlead.http.spi.RequestListener;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A server span for each request (OpenTelemetry semantic conventions, HTTP spans). */
final class RequestSpans implements RequestListener {

  private static final AttributeKey<String> METHOD = AttributeKey.stringKey("http.request.method");
  private static final AttributeKey<String> PATH = AttributeKey.stringKey("url.path");
  private static final AttributeKey<String> SCHEME = AttributeKey.stringKey("url.scheme");
  private static final AttributeKey<String> ROUTE = AttributeKey.stringKey("http.route");
  private static final AttributeKey<Long> STATUS =
      AttributeKey.longKey("http.response.status_code");
  private static final AttributeKey<String> ERROR = AttributeKey.stringKey("error.type");
  private static final AttributeKey<String> CLIENT = AttributeKey.stringKey("client.address");
  private static final AttributeKey<String> OPERATION =
      AttributeKey.stringKey("fairlead.operation");

  private static final Set<String> METHODS =
      Set.of("CONNECT", "DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT", "TRACE");

  private static final String OTHER_METHOD = "_OTHER";
  private static final int LONGEST_PATH = 256;
  private static final int LONGEST_STATE = 512; // what W3C Trace Context says to keep at least
  private static final int SERVER_ERROR = 500;

  private static final TextMapGetter<AnsweredRequest> HEADERS =
      new TextMapGetter<>() {
        @Override
        public @Nullable String get(@Nullable AnsweredRequest request, String key) {
          if (request == null) {
            return null;
          }
          return switch (key) {
            case "traceparent" -> request.traceparent().orElse(null);
            case "tracestate" ->
                request.tracestate().filter(s -> s.length() <= LONGEST_STATE).orElse(null);
            default -> null;
          };
        }
      };

  private final Supplier<Tracer> tracer;
  private final LongSupplier clock;

  /**
   * @param clock nanoseconds since 1970
   */
  RequestSpans(Supplier<Tracer> tracer, LongSupplier clock) {
    this.tracer = tracer;
    this.clock = clock;
  }

  @Override
  public void answered(AnsweredRequest request) {
    long end = clock.getAsLong();
    String method = METHODS.contains(request.method()) ? request.method() : OTHER_METHOD;
    String named = method.equals(OTHER_METHOD) ? "HTTP" : method;
    SpanBuilder builder =
        tracer
            .get()
            .spanBuilder(request.route().map(route -> named + " " + route).orElse(named))
            .setSpanKind(SpanKind.SERVER)
            .setParent(
                W3CTraceContextPropagator.getInstance().extract(Context.root(), request, HEADERS))
            .setStartTimestamp(end - request.nanos(), TimeUnit.NANOSECONDS)
            .setAttribute(METHOD, method)
            .setAttribute(SCHEME, request.scheme())
            .setAttribute(PATH, shortened(request.path()))
            .setAttribute(STATUS, (long) request.status())
            .setAttribute(CLIENT, request.clientAddress())
            .setAttribute(OPERATION, request.operation());
    request.route().ifPresent(route -> builder.setAttribute(ROUTE, route));
    Span span = builder.startSpan();
    if (request.status() >= SERVER_ERROR) {
      span.setAttribute(ERROR, String.valueOf(request.status()));
      span.setStatus(StatusCode.ERROR);
    }
    span.end(end, TimeUnit.NANOSECONDS);
  }

  private static String shortened(String path) {
    return path.length() <= LONGEST_PATH ? path : path.substring(0, LONGEST_PATH);
  }
}

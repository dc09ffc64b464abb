package io.fairlead.tracing;

import io.fairlead.http.spi.RequestListener;
import io.fairlead.traffic.session.spi.StatementListener;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.TracerProvider;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.resources.Resource;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The pipeline that runs now, what feeds it, and what all of them have counted. Plain Java. */
final class Tracing {

  /**
   * Each failed export would be a line; ours is one when it begins to fail. Held, as the JDK
   * forgets a level with its logger.
   */
  private static final Logger LIBRARY = Logger.getLogger("io.opentelemetry");

  private static final Tracer NONE = TracerProvider.noop().get("");

  /** How long spans that wait still may go out when all of this ends. */
  private static final long LAST_WORDS_SECS = 2;

  private final String version;
  private final Tally tally;
  private final RequestListener requests;
  private final StatementListener statements;
  private final Set<Pipeline> ending = ConcurrentHashMap.newKeySet();
  private volatile TracingSettings settings = TracingSettings.read(Map.of());
  private volatile @Nullable Pipeline present;

  /**
   * @param version of this server
   * @param databases which one is behind a pool
   */
  Tracing(String version, Function<String, Database> databases, InstantSource clock) {
    this.version = version;
    this.tally = new Tally(clock);
    LongSupplier now = () -> nanosOf(clock.instant());
    this.requests = new RequestSpans(this::tracer, now);
    this.statements =
        new StatementSpans(this::tracer, databases, () -> settings.statementText(), now);
    LIBRARY.setLevel(Level.OFF);
  }

  /** To be told of requests while tracing is enabled; makes nothing while it is not. */
  RequestListener requests() {
    return requests;
  }

  /** Likewise, of statements. */
  StatementListener statements() {
    return statements;
  }

  /** Spans go by these settings from now on; what waits goes where it was to go. Never blocks. */
  synchronized void run(TracingSettings next) {
    Pipeline pipeline = next.enabled() ? Pipeline.to(next, resource(next), tally) : null;
    Pipeline former = present;
    present = pipeline;
    settings = next;
    if (former != null) {
      end(former);
    }
  }

  private Resource resource(TracingSettings next) {
    return Resource.getDefault()
        .merge(
            Resource.create(
                Attributes.of(
                    AttributeKey.stringKey("service.name"),
                    next.serviceName(),
                    AttributeKey.stringKey("service.version"),
                    version)));
  }

  private CompletableResultCode end(Pipeline former) {
    ending.add(former);
    return former
        .end()
        .whenComplete(
            () -> {
              if (ending.remove(former)) {
                tally.dropped(former.numbers().dropped());
              }
            });
  }

  private Tracer tracer() {
    Pipeline now = present;
    return now == null ? NONE : now.tracer();
  }

  private static long nanosOf(Instant instant) {
    return instant.getEpochSecond() * 1_000_000_000L + instant.getNano();
  }

  TracingSettings settings() {
    return settings;
  }

  TracingStatus status() {
    Pipeline now = present;
    ProcessorNumbers.Numbers numbers = now == null ? ProcessorNumbers.Numbers.NONE : now.numbers();
    for (Pipeline former : ending) {
      numbers = numbers.plus(former.numbers());
    }
    return tally.status(settings.enabled(), numbers);
  }

  /** Sends what waits within a moment, or gives it up, and leaves no thread. */
  synchronized void close() {
    Pipeline last = present;
    present = null;
    if (last != null) {
      end(last);
    }
    List<Pipeline> all = List.copyOf(ending);
    CompletableResultCode ended =
        CompletableResultCode.ofAll(all.stream().map(Pipeline::end).toList());
    if (!ended.join(LAST_WORDS_SECS, TimeUnit.SECONDS).isDone()) {
      all.forEach(Pipeline::abort);
      ended.join(LAST_WORDS_SECS + 1, TimeUnit.SECONDS);
    }
    LIBRARY.setLevel(null);
  }
}

package io.fairlead.tracing;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.fairlead.http.spi.AnsweredRequest;
import io.fairlead.traffic.session.spi.AnsweredStatement;
import io.opentelemetry.api.trace.SpanId;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.After;
import org.junit.Test;

/** What a span says of a request and of a statement, and what it does not. */
public class SpansTest {

  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
  private static final String CALLER = "b7ad6b7169203331";
  private static final long END = 1_700_000_000_000_000_900L;

  private final InMemorySpanExporter spans = InMemorySpanExporter.create();
  private final Tally tally = new Tally(() -> Instant.EPOCH);
  private Map<String, String> settings = Map.of();
  private Pipeline pipeline = pipeline(settings);

  private Pipeline pipeline(Map<String, String> settings) {
    return Pipeline.into(kept(), TracingSettings.read(settings), Resource.empty(), tally);
  }

  /** The library's own forgets at its end what it has. */
  private SpanExporter kept() {
    return new SpanExporter() {
      @Override
      public CompletableResultCode export(Collection<SpanData> data) {
        return spans.export(data);
      }

      @Override
      public CompletableResultCode flush() {
        return spans.flush();
      }

      @Override
      public CompletableResultCode shutdown() {
        return CompletableResultCode.ofSuccess();
      }
    };
  }

  @After
  public void end() {
    pipeline.end().join(10, TimeUnit.SECONDS);
  }

  @Test
  public void aRequestIsAServerSpanBelowItsCaller() {
    SpanData span =
        request("GET", Optional.of("/api/v1/pools/{id}"), 404, "00-" + TRACE + "-" + CALLER + "-01")
            .get(0);
    assertEquals("GET /api/v1/pools/{id}", span.getName());
    assertEquals(SpanKind.SERVER, span.getKind());
    assertEquals(TRACE, span.getTraceId());
    assertEquals(CALLER, span.getParentSpanId());
    assertEquals(END - 900, span.getStartEpochNanos());
    assertEquals(END, span.getEndEpochNanos());
    assertEquals(StatusCode.UNSET, span.getStatus().getStatusCode());
    assertEquals(
        Map.of(
            "client.address", "127.0.0.1",
            "fairlead.operation", "connectionPool",
            "http.request.method", "GET",
            "http.response.status_code", "404",
            "http.route", "/api/v1/pools/{id}",
            "url.path", "/api/v1/pools/main",
            "url.scheme", "http"),
        attributes(span));
  }

  @Test
  public void anErrorOfTheServerIsOneAndNamesAreOfAClosedSet() {
    SpanData span = request("s3cret", Optional.empty(), 503, null).get(0);
    assertEquals("HTTP", span.getName());
    assertEquals("_OTHER", attributes(span).get("http.request.method"));
    assertEquals("503", attributes(span).get("error.type"));
    assertEquals(StatusCode.ERROR, span.getStatus().getStatusCode());
    assertFalse(span.toString().contains("s3cret"));
  }

  @Test
  public void aParentThatIsNoneBeginsATrace() {
    for (String wrong :
        List.of("", "garbage", "00-" + TRACE + "-0000000000000000-01", "x".repeat(9_000))) {
      SpanData span = request("GET", Optional.empty(), 200, wrong).get(0);
      assertEquals(SpanId.getInvalid(), span.getParentSpanId());
    }
  }

  @Test
  public void theCallerDecidesAndWithoutOneTheRatio() {
    end();
    settings = Map.of("sampling_ratio", "0");
    pipeline = pipeline(settings);
    assertEquals(
        1, request("GET", Optional.empty(), 200, "00-" + TRACE + "-" + CALLER + "-01").size());
    spans.reset();
    assertEquals(
        0, request("GET", Optional.empty(), 200, "00-" + TRACE + "-" + CALLER + "-00").size());
    assertEquals(0, request("GET", Optional.empty(), 200, null).size());
  }

  @Test
  public void aStatementIsAClientSpanWithoutItsText() {
    SpanData span = statement("SELECT * FROM t WHERE name = 's3cret'", false, false).get(0);
    assertEquals("SELECT shop", span.getName());
    assertEquals(SpanKind.CLIENT, span.getKind());
    assertEquals(SpanId.getInvalid(), span.getParentSpanId());
    assertEquals(END - 70, span.getStartEpochNanos());
    assertEquals(
        Map.ofEntries(
            Map.entry("client.address", "127.0.0.1"),
            Map.entry("client.port", "4711"),
            Map.entry("db.namespace", "shop"),
            Map.entry("db.operation.name", "SELECT"),
            Map.entry("db.system.name", "postgresql"),
            Map.entry("fairlead.listener", "native"),
            Map.entry("fairlead.pool", "main"),
            Map.entry("fairlead.protocol", "basic"),
            Map.entry("server.address", "db"),
            Map.entry("server.port", "5432")),
        attributes(span));
  }

  @Test
  public void theTextIsThereOnlyWhenItIsWantedAndWithoutValues() {
    SpanData span = statement("SELECT * FROM t WHERE name = 's3cret'", true, true).get(0);
    assertEquals("SELECT * FROM t WHERE name = ?", attributes(span).get("db.query.text"));
    assertEquals("_OTHER", attributes(span).get("error.type"));
    assertEquals(StatusCode.ERROR, span.getStatus().getStatusCode());
  }

  private List<SpanData> request(
      String method, Optional<String> route, int status, String traceparent) {
    new RequestSpans(pipeline::tracer, () -> END)
        .answered(
            new AnsweredRequest(
                "rest",
                route.isPresent() ? "connectionPool" : "none",
                method,
                "http",
                "/api/v1/pools/main",
                route,
                status,
                "127.0.0.1",
                Optional.ofNullable(traceparent),
                Optional.empty(),
                900));
    return told();
  }

  private List<SpanData> statement(String text, boolean failed, boolean withText) {
    new StatementSpans(
            pipeline::tracer,
            pool -> Database.of("jdbc:postgresql://db:5432/" + pool),
            () -> withText,
            () -> END)
        .answered(
            new AnsweredStatement(
                text, "main", "shop", "127.0.0.1:4711", "native", "basic", failed, 70));
    return told();
  }

  /** All that was told, as the end of a pipeline sends what waits. */
  private List<SpanData> told() {
    assertTrue(pipeline.end().join(10, TimeUnit.SECONDS).isSuccess());
    List<SpanData> all = spans.getFinishedSpanItems();
    spans.reset();
    pipeline = pipeline(settings);
    return all;
  }

  private static Map<String, String> attributes(SpanData span) {
    Map<String, String> result = new TreeMap<>();
    span.getAttributes().forEach((key, value) -> result.put(key.getKey(), value.toString()));
    return result;
  }
}

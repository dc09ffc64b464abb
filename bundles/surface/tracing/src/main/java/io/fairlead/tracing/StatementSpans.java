package io.fairlead.tracing;

import io.fairlead.traffic.session.spi.AnsweredStatement;
import io.fairlead.traffic.session.spi.StatementListener;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * A client span for each statement (OpenTelemetry semantic conventions, database client spans): the
 * server is the database's client, and its own client's address is told beside.
 */
final class StatementSpans implements StatementListener {

  private static final AttributeKey<String> SYSTEM = AttributeKey.stringKey("db.system.name");
  private static final AttributeKey<String> NAMESPACE = AttributeKey.stringKey("db.namespace");
  private static final AttributeKey<String> OPERATION = AttributeKey.stringKey("db.operation.name");
  private static final AttributeKey<String> TEXT = AttributeKey.stringKey("db.query.text");
  private static final AttributeKey<String> SERVER = AttributeKey.stringKey("server.address");
  private static final AttributeKey<Long> SERVER_PORT = AttributeKey.longKey("server.port");
  private static final AttributeKey<String> CLIENT = AttributeKey.stringKey("client.address");
  private static final AttributeKey<Long> CLIENT_PORT = AttributeKey.longKey("client.port");
  private static final AttributeKey<String> ERROR = AttributeKey.stringKey("error.type");
  private static final AttributeKey<String> POOL = AttributeKey.stringKey("fairlead.pool");
  private static final AttributeKey<String> LISTENER = AttributeKey.stringKey("fairlead.listener");
  private static final AttributeKey<String> PROTOCOL = AttributeKey.stringKey("fairlead.protocol");

  /** The database's message may have values in it, and its code does not come this far. */
  private static final String SOME_ERROR = "_OTHER";

  private final Supplier<Tracer> tracer;
  private final Function<String, Database> databases;
  private final BooleanSupplier withText;
  private final LongSupplier clock;

  /**
   * @param databases which one is behind a pool
   * @param withText whether a span has the statement without its values
   * @param clock nanoseconds since 1970
   */
  StatementSpans(
      Supplier<Tracer> tracer,
      Function<String, Database> databases,
      BooleanSupplier withText,
      LongSupplier clock) {
    this.tracer = tracer;
    this.databases = databases;
    this.withText = withText;
    this.clock = clock;
  }

  @Override
  public void answered(AnsweredStatement statement) {
    long end = clock.getAsLong();
    Database database = databases.apply(statement.pool());
    Optional<String> operation = StatementText.operation(statement.text());
    SpanBuilder builder =
        tracer
            .get()
            .spanBuilder(
                operation
                    .map(name -> name + " " + statement.database())
                    .orElse(statement.database()))
            .setSpanKind(SpanKind.CLIENT)
            .setParent(Context.root())
            .setStartTimestamp(end - statement.nanos(), TimeUnit.NANOSECONDS)
            .setAttribute(SYSTEM, database.system())
            .setAttribute(NAMESPACE, statement.database())
            .setAttribute(POOL, statement.pool())
            .setAttribute(LISTENER, statement.listener())
            .setAttribute(PROTOCOL, statement.protocol());
    operation.ifPresent(name -> builder.setAttribute(OPERATION, name));
    database.host().ifPresent(host -> builder.setAttribute(SERVER, host));
    database.port().ifPresent(port -> builder.setAttribute(SERVER_PORT, (long) port));
    client(statement.clientAddress(), builder);
    if (withText.getAsBoolean()) {
      builder.setAttribute(TEXT, StatementText.sanitized(statement.text()));
    }
    Span span = builder.startSpan();
    if (statement.failed()) {
      span.setAttribute(ERROR, SOME_ERROR);
      span.setStatus(StatusCode.ERROR);
    }
    span.end(end, TimeUnit.NANOSECONDS);
  }

  private static void client(String address, SpanBuilder builder) {
    int colon = address.lastIndexOf(':');
    String port = address.substring(colon + 1);
    if (colon > 0 && port.matches("\\d{1,5}")) {
      builder.setAttribute(CLIENT, address.substring(0, colon));
      builder.setAttribute(CLIENT_PORT, Long.parseLong(port));
    } else {
      builder.setAttribute(CLIENT, address);
    }
  }
}

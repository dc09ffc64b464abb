/** Spans for OpenTelemetry: of each HTTP request and each statement, exported over OTLP. */
@org.jspecify.annotations.NullMarked
package io.fairlead.tracing;

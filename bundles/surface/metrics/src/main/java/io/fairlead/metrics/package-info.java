/** What the parts count, for Prometheus to collect. */
@org.jspecify.annotations.NullMarked
package io.fairlead.metrics;

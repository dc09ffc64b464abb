package io.fairlead.pool.jdbc;

import io.fairlead.traffic.pool.spi.ResultSink;
import org.jspecify.annotations.Nullable;

/**
 * Tells a sink's own exceptions from the driver's. One per connection, used again for each result.
 */
final class SinkGuard implements ResultSink {

  private @Nullable ResultSink sink;
  private @Nullable RuntimeException refusal;

  /** Guards this sink from now on. */
  SinkGuard over(ResultSink next) {
    sink = next;
    refusal = null;
    return this;
  }

  /** What the sink threw last; null when it took all. Forgets it, and the sink. */
  @Nullable RuntimeException release() {
    RuntimeException result = refusal;
    refusal = null;
    sink = null;
    return result;
  }

  @Override
  public void columns(String[] names) {
    try {
      present().columns(names);
    } catch (RuntimeException e) {
      refusal = e;
      throw e;
    }
  }

  @Override
  public void row(@Nullable String[] values) {
    try {
      present().row(values);
    } catch (RuntimeException e) {
      refusal = e;
      throw e;
    }
  }

  @Override
  public void end(long rowsAffected) {
    throw new IllegalStateException("the reader does not end a result");
  }

  private ResultSink present() {
    ResultSink present = sink;
    if (present == null) {
      throw new IllegalStateException("no sink");
    }
    return present;
  }
}

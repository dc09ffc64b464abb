package io.fairlead.pool.jdbc;

import io.fairlead.traffic.pool.spi.ResultSink;
import org.jspecify.annotations.Nullable;

/**
 * Keeps nothing of a result, and measures what the driver keeps of it: the heap in use after a
 * collection, every so many rows.
 */
final class HeapWatch implements ResultSink {

  private final int every;
  private final long before = inUse();
  private long most = before;
  long rows;

  HeapWatch(int every) {
    this.every = every;
  }

  @Override
  public void columns(String[] names) {}

  @Override
  public void row(@Nullable String[] values) {
    if (rows++ % every == 5) {
      most = Math.max(most, inUse());
    }
  }

  @Override
  public void end(long rowsAffected) {}

  long growth() {
    return most - before;
  }

  private static long inUse() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }
}

package io.fairlead.benchmarks.pool;

/**
 * A pool's door: what a borrower calls. The handle is the pool's own {@code java.sql.Connection}.
 */
interface Door extends AutoCloseable {

  /** Waits for a connection. */
  Object acquire() throws Exception;

  void release(Object handle) throws Exception;

  @Override
  void close();
}

package io.fairlead.benchmarks.pool;

/**
 * A pool's door: what a borrower calls. The handle is the pool's own: a {@code java.sql.Connection}
 * proxy of HikariCP's, a {@code Loan} of Fairlead's.
 */
interface Door extends AutoCloseable {

  /** Waits for a connection. */
  Object acquire() throws Exception;

  void release(Object handle) throws Exception;

  @Override
  void close();
}

package io.fairlead.pool.datasource;

/** SQLSTATEs that are ours to say (SQL:2016, part 2, table 38). */
final class SqlStates {

  /** The pool had no connection in time. */
  static final String NOT_CONNECTED = "08001";

  /** The connection is not the borrower's any more. */
  static final String NO_CONNECTION = "08003";

  /** It broke. */
  static final String BROKEN = "08006";

  static final String NOT_SUPPORTED = "0A000";

  /** A password that nobody would check. */
  static final String NOT_AUTHORIZED = "28000";

  /** Of a statement that was cancelled, or took too long. */
  static final String CANCELLED = "57014";

  /** Of a closed statement or result. */
  static final String CLOSED = "24000";

  private SqlStates() {}
}

package io.fairlead.pool.jdbc.sql;

/** What one database's statements leave behind, by their kind. */
interface Rules {

  Syntax syntax();

  /**
   * Says in {@code scan} what this statement leaves, and that it is not clean unless it is known to
   * be.
   */
  void judge(StatementFacts statement, SqlScan scan);
}

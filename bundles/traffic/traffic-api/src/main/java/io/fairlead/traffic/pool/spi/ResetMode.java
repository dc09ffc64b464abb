package io.fairlead.traffic.pool.spi;

import java.util.List;

/**
 * What a connection's reset takes back. Advisory locks, cursors, notifications and the login are
 * always taken back; what a database cannot leave out is taken back all the same.
 *
 * @param sessionVariables settings of the session
 * @param temporaryTables temporary tables
 * @param preparedStatements the pool's own prepared statements too; a client's always are
 * @param rollback whether an open transaction is rolled back; otherwise the reset fails, and the
 *     connection is replaced
 * @param customQueries run at the end of each reset, in order
 * @param whole whether all of it is done even when nothing can be left
 */
public record ResetMode(
    boolean sessionVariables,
    boolean temporaryTables,
    boolean preparedStatements,
    boolean rollback,
    List<String> customQueries,
    boolean whole) {

  /** All that another borrower could see, and nothing that is not needed. */
  public static final ResetMode STANDARD =
      new ResetMode(true, true, false, true, List.of(), /* whole= */ false);

  public ResetMode {
    customQueries = List.copyOf(customQueries);
  }

  /** The same, done even when nothing can be left. */
  public ResetMode asWhole() {
    return new ResetMode(
        sessionVariables,
        temporaryTables,
        preparedStatements,
        rollback,
        customQueries,
        /* whole= */ true);
  }
}

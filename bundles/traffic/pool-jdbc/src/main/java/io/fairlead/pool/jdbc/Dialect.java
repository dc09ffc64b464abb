package io.fairlead.pool.jdbc;

import io.fairlead.pool.jdbc.sql.SqlScan;
import io.fairlead.traffic.pool.spi.ResetMode;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/**
 * What differs between databases, for one connection. Called on the thread that works with it, but
 * for cancel and abort.
 */
abstract class Dialect {

  protected final Connection connection;
  protected final Statement statement;

  /** Of a statement as the driver makes it. */
  final int fetchSize;

  /** What runs, for a cancel from another thread. */
  private volatile Statement running;

  Dialect(Connection connection) throws SQLException {
    this.connection = connection;
    this.statement = connection.createStatement();
    statement.setEscapeProcessing(false);
    fetchSize = statement.getFetchSize();
    running = statement;
  }

  /** The one statement that texts run on which are not prepared. */
  final Statement statement() {
    return statement;
  }

  abstract SqlScan newScan();

  /**
   * Makes the session what the pool's settings say; after login, and after a reset that undid it.
   */
  abstract void setUp() throws SQLException;

  /** The text to run; the same, unless the driver misreads it. */
  String text(String sql, SqlScan scan) {
    return sql;
  }

  /** Whether preparing a text makes its next run cheaper and changes nothing in its result. */
  boolean prepares() {
    return false;
  }

  /** Whether a prepared statement failed only because its plan or itself is of no use any more. */
  boolean stale(SQLException e) {
    return false;
  }

  /** Before a text runs, on this statement. */
  void before(SqlScan scan, Statement on) throws SQLException {
    running = on;
  }

  /**
   * After its result was read to the end; whatever opened on its own account is closed for good.
   */
  void completed() throws SQLException {}

  /**
   * After a failure, or a sink that wants no more; whatever opened on its own account is taken
   * back.
   */
  void failed() throws SQLException {}

  /** Before a result that is not read to its end is closed. */
  void abandon() throws SQLException {}

  /**
   * Asks the driver whether a transaction is open, and brings its autocommit into line; called
   * after each statement.
   */
  abstract boolean askTransaction() throws SQLException;

  /** The same, and nothing is changed: the borrower manages autocommit. */
  boolean transactionOpen() throws SQLException {
    return !connection.getAutoCommit();
  }

  /** A borrower who works with the connection himself sends this; as {@link #before}. */
  void noted(SqlScan scan) {}

  /** What of a borrower's runs, for a cancel; null for what has no statement. */
  void direct(@Nullable Statement on) {
    Statement next = on == null ? statement : on;
    if (running != next) {
      running = next;
    }
  }

  /**
   * The borrower is done.
   *
   * @param timeout whether he has set a timeout on one of his statements
   */
  void notDirect(boolean timeout) throws SQLException {
    running = statement;
    if (timeout && timeoutIsTheSessions()) {
      statement.setQueryTimeout(0);
    }
  }

  /** Whether a timeout that is set on one statement holds for the session. */
  boolean timeoutIsTheSessions() {
    return false;
  }

  /** Whether the schema that the driver names is all that setting another one changes. */
  boolean restoresSchema() {
    return true;
  }

  abstract void begin() throws SQLException;

  abstract void commit() throws SQLException;

  abstract void rollback() throws SQLException;

  /**
   * Takes back what statements left that are not clean; no transaction is open.
   *
   * @param mode what may stay, where the database can leave it out
   * @param keepPrepared whether there are prepared statements of the pool's own that should stay
   * @return whether nothing is left for certain
   */
  abstract boolean reset(ResetMode mode, boolean keepPrepared) throws SQLException;

  void cancel() throws SQLException {
    running.cancel();
  }

  /** Whether a cancel that came too late may still meet what runs next. */
  boolean poisoned() {
    return false;
  }

  /** Whether the connection was cut. */
  boolean abort() throws SQLException {
    connection.abort(Runnable::run);
    return true;
  }

  /** The driver's message, without what it adds for itself. */
  String message(SQLException e) {
    String message = e.getMessage();
    return message == null || message.isBlank() ? e.getClass().getSimpleName() : message;
  }

  /** Whether the connection is of no use after this. */
  boolean lost(SQLException e) {
    String state = e.getSQLState();
    return state != null
        && (state.startsWith("08") || state.startsWith("57P0") || state.equals("25P03"));
  }
}

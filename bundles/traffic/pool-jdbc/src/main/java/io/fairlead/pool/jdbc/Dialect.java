package io.fairlead.pool.jdbc;

import io.fairlead.pool.jdbc.sql.SqlScan;
import io.fairlead.traffic.pool.spi.ResetMode;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * What differs between databases, for one connection. Called on the thread that works with it, but
 * for cancel and abort.
 */
abstract class Dialect {

  protected final Connection connection;
  protected final Statement statement;

  /** What runs, for a cancel from another thread. */
  private volatile Statement running;

  Dialect(Connection connection) throws SQLException {
    this.connection = connection;
    this.statement = connection.createStatement();
    statement.setEscapeProcessing(false);
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

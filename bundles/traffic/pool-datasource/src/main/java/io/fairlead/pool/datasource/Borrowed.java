package io.fairlead.pool.datasource;

import io.fairlead.kernel.error.FairleadException;
import io.fairlead.traffic.pool.ConnectionPool;
import io.fairlead.traffic.pool.Loan;
import io.fairlead.traffic.pool.PoolMode;
import io.fairlead.traffic.pool.spi.JdbcAccess;
import io.fairlead.traffic.pool.spi.ServerConnection;
import io.fairlead.traffic.pool.spi.ServerException;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTimeoutException;
import java.sql.Statement;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A loan in the hands of somebody who speaks JDBC. What may reach the database goes through here,
 * one thread at a time, and only while the loan stands; so does what a driver reads from one of our
 * own objects meanwhile.
 */
abstract class Borrowed {

  final ConnectionPool pool;
  final Loan loan;

  private volatile boolean closed;
  private volatile @Nullable StatementHandle running;

  /** Guarded by this: on what a call is under way, which is this thread's then. */
  private @Nullable ServerConnection at;

  private boolean used;

  Borrowed(ConnectionPool pool, Loan loan) {
    this.pool = pool;
    this.loan = loan;
  }

  /** Something that is asked of a driver. */
  @FunctionalInterface
  interface Ask<T> {
    T get() throws SQLException;
  }

  /** Something that a driver is told. */
  @FunctionalInterface
  interface Act {
    void run() throws SQLException;
  }

  /** The same, and the pool is told about it. */
  @FunctionalInterface
  interface Call<T> {
    T on(JdbcAccess jdbc) throws SQLException;
  }

  /**
   * Before anything reaches the driver.
   *
   * @throws SQLException with the state 08003 when the connection is not the borrower's any more
   */
  final void check() throws SQLException {
    if (closed) {
      throw gone("connection " + loan.connectionId() + " is closed", null);
    }
    Optional<String> taken = loan.revocation();
    if (taken.isPresent()) {
      throw gone(taken.get(), null);
    }
  }

  /** Whether the connection is still the borrower's. */
  final boolean stands() {
    return !closed && loan.revocation().isEmpty();
  }

  private SQLException gone(String why, @Nullable Throwable cause) {
    return new SQLNonTransientConnectionException(
        "pool " + pool.name() + ": " + why, SqlStates.NO_CONNECTION, cause);
  }

  final <T> T ask(Ask<T> ask) throws SQLException {
    return call(null, connection -> ask.get());
  }

  final void act(Act act) throws SQLException {
    call(
        null,
        connection -> {
          act.run();
          return null;
        });
  }

  /** What comes back may reach the database by itself, now or later. */
  final <T> T guarded(Ask<T> ask) throws SQLException {
    return Guarded.of(this, ask(ask));
  }

  final <T> T tell(Call<T> call) throws SQLException {
    return call(null, connection -> call.on(jdbc(connection)));
  }

  /** Takes note of a text that is to be prepared, or run later. */
  final <T> T prepare(String sql, Call<T> call) throws SQLException {
    return call(
        null,
        connection -> {
          allow(connection, sql);
          JdbcAccess jdbc = jdbc(connection);
          jdbc.reads(sql);
          return call.on(jdbc);
        });
  }

  /**
   * Runs a statement.
   *
   * @param text what runs, shown while it does
   * @param unread whether the pool has not seen the text before
   * @param statement what it runs on, for a cancel
   */
  final synchronized <T> T execute(
      String text, boolean unread, StatementHandle statement, Ask<T> ask) throws SQLException {
    statement.begins();
    running = statement; // from before it is seen to run
    try {
      return call(
          text,
          statement,
          connection -> {
            if (unread) {
              allow(connection, text);
            }
            JdbcAccess jdbc = jdbc(connection);
            if (unread) {
              jdbc.reads(text);
            }
            T result = timed(jdbc, statement.statement, ask);
            forbidTransaction(connection);
            return result;
          });
    } finally {
      running = null;
    }
  }

  /** Runs a statement that is a call of the connection's. */
  final <T> T statement(String text, Call<T> call) throws SQLException {
    return call(
        text,
        connection -> {
          JdbcAccess jdbc = jdbc(connection);
          return timed(jdbc, null, () -> call.on(jdbc));
        });
  }

  /** Asks the driver for a sign of life; one that gives none is not lent on. */
  final boolean alive(int timeoutSeconds) throws SQLException {
    try {
      return tell(
          jdbc -> {
            if (!jdbc.connection().isValid(timeoutSeconds)) {
              throw new SQLNonTransientConnectionException(
                  "the connection is not valid", SqlStates.BROKEN);
            }
            return true;
          });
    } catch (SQLNonTransientConnectionException e) {
      return false;
    }
  }

  private static <T> T timed(JdbcAccess jdbc, @Nullable Statement statement, Ask<T> ask)
      throws SQLException {
    jdbc.started(statement);
    try {
      return ask.get();
    } finally {
      jdbc.ended();
    }
  }

  private void allow(ServerConnection connection, String sql) throws SQLException {
    if (pool.refusesSessionState()) {
      Optional<String> left = connection.leaves(sql);
      if (left.isPresent()) {
        throw new SQLFeatureNotSupportedException(
            "pool " + pool.name() + ": " + left.get() + " is refused: on_session_state is refuse",
            SqlStates.NOT_SUPPORTED);
      }
    }
  }

  private void forbidTransaction(ServerConnection connection) throws SQLException {
    if (pool.poolMode() == PoolMode.STATEMENT && connection.transactionOpen()) {
      connection.reset(pool.resetMode());
      throw noTransactions();
    }
  }

  final SQLException noTransactions() {
    return new SQLFeatureNotSupportedException(
        "pool " + pool.name() + ": transactions are refused: mode is statement",
        SqlStates.NOT_SUPPORTED);
  }

  /** Stops what runs, if it is this or a read in its results. */
  final void cancel(StatementHandle which) throws SQLException {
    check();
    if (running == which) {
      loan.cancel(() -> running == which && !closed);
    }
  }

  /** Moves on in a result; returns whether there is a row. */
  final synchronized boolean next(ResultSetHandle result) throws SQLException {
    if (at != null) {
      return result.set().next();
    }
    runs(result.statement);
    return work(null, result);
  }

  /** Moves in a result. */
  final <T> T move(ResultSetHandle result, Ask<T> ask) throws SQLException {
    return call(
        null,
        result.statement,
        connection -> {
          connection.fetching(result.driversStatement());
          try {
            return ask.get();
          } finally {
            connection.fetched();
          }
        });
  }

  private void runs(@Nullable StatementHandle which) {
    if (running != which) { // mostly the same: rows pass here
      running = which;
    }
  }

  private interface Step<T> {
    T on(ServerConnection connection) throws SQLException;
  }

  private <T> T call(@Nullable String text, Step<T> step) throws SQLException {
    return call(text, null, step);
  }

  private synchronized <T> T call(
      @Nullable String text, @Nullable StatementHandle which, Step<T> step) throws SQLException {
    ServerConnection outer = at;
    if (outer != null) { // the driver reads from one of our own objects
      return step.on(outer);
    }
    runs(which);
    return work(
        text,
        connection -> {
          at = connection;
          try {
            return step.on(connection);
          } catch (SQLException | LinkageError e) {
            throw failed(connection, e);
          } catch (RuntimeException e) {
            JdbcAccess jdbc = connection.jdbc();
            if (jdbc != null) {
              jdbc.escaped(); // the driver may have been in the middle of a message
            }
            throw e;
          }
        });
  }

  private <T> T work(@Nullable String text, Loan.Work<T> work) throws SQLException {
    check();
    used = true;
    try {
      return text == null ? loan.step(work) : loan.run(text, work);
    } catch (ServerException e) {
      throw exception(e);
    } catch (IllegalStateException e) {
      check(); // another thread closes it, and was quicker
      throw e;
    } catch (FairleadException e) {
      throw new SQLException(e.getMessage(), e);
    } finally {
      at = null;
    }
  }

  /** The driver's, unless the pool has more to say. */
  private SQLException exception(ServerException e) {
    if (e.getCause() instanceof SQLException sql) {
      return sql;
    }
    String message = "pool " + pool.name() + ": " + e.getMessage();
    return switch (e.sqlState()) {
      case SqlStates.NO_CONNECTION -> gone(String.valueOf(e.getMessage()), e);
      case SqlStates.CANCELLED -> new SQLTimeoutException(message, e.sqlState(), e);
      default -> new SQLException(message, e.sqlState(), e);
    };
  }

  private JdbcAccess jdbc(ServerConnection connection) throws SQLException {
    JdbcAccess jdbc = connection.jdbc();
    if (jdbc == null) {
      throw new SQLFeatureNotSupportedException(
          "pool " + pool.name() + ": its connections are not JDBC's", SqlStates.NOT_SUPPORTED);
    }
    return jdbc;
  }

  /** What the pool has to know of a failure: whether the connection is of any use after it. */
  final ServerException failed(ServerConnection connection, Throwable failure) {
    if (!(failure instanceof SQLException sql)) {
      // its bundle has gone: what it had not loaded by then can't be loaded any more
      return new ServerException(
          "The driver has gone while the statement ran", SqlStates.BROKEN, true, failure);
    }
    JdbcAccess jdbc = connection.jdbc();
    return new ServerException(
        String.valueOf(sql.getMessage()),
        sql.getSQLState() == null ? "" : sql.getSQLState(),
        jdbc == null || jdbc.lost(sql),
        sql);
  }

  /** Gives the connection back. A call that is still on it ends first. */
  public void close() throws SQLException {
    if (closed) {
      return;
    }
    closed = true;
    try {
      if (used) {
        // here, where it may block, and not by the pool's threads
        Boolean unused = loan.step(connection -> connection.reset(pool.resetMode()));
      }
    } catch (ServerException | IllegalStateException e) {
      // taken back, or a call is on it: who takes it home resets it
    } finally {
      loan.release();
    }
  }

  /** The borrower wants to be rid of it at once, whatever runs on it. */
  final void discard(String why) {
    closed = true;
    loan.discard(why);
  }
}

package io.fairlead.pool.jdbc;

import io.fairlead.pool.jdbc.sql.Left;
import io.fairlead.pool.jdbc.sql.SqlScan;
import io.fairlead.traffic.pool.spi.ResultSink;
import io.fairlead.traffic.pool.spi.ServerConnection;
import io.fairlead.traffic.pool.spi.ServerException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A connection through JDBC: what is the same for every database. */
final class JdbcServerConnection implements ServerConnection {

  private static final Logger LOG = LoggerFactory.getLogger(JdbcServerConnection.class);

  private final Connection connection;
  private final Dialect dialect;
  private final Optional<String> validationQuery;
  private final Optional<String> database;
  private final String product;
  private final SqlScan scan;
  private final ResultReader reader = new ResultReader();
  private final SinkGuard guard = new SinkGuard();
  private final Cancellation cancellation = new Cancellation();

  private volatile boolean transactionOpen;
  private boolean clean = true;
  private boolean lasting;
  private int left;

  JdbcServerConnection(
      Connection connection,
      Dialect dialect,
      Optional<String> validationQuery,
      Optional<String> database,
      String product) {
    this.connection = connection;
    this.dialect = dialect;
    this.validationQuery = validationQuery;
    this.database = database;
    this.product = product;
    this.scan = dialect.newScan();
  }

  @Override
  public void execute(String sql, ResultSink sink) throws ServerException {
    scan.read(sql);
    if (scan.statements() == 0) {
      throw new ServerException("No SQL statements", "", false, null);
    }
    String refusal = scan.refusal();
    if (refusal != null) {
      throw new ServerException(refusal, "0A000", false, null);
    }
    cancellation.started();
    long rows;
    boolean succeeded = false;
    try {
      dialect.before(scan);
      rows = run(dialect.text(sql, scan), sink);
      dialect.completed();
      transactionOpen = dialect.askTransaction();
      succeeded = true;
    } catch (SQLException | RuntimeException | Error e) {
      throw failed(e);
    } finally {
      cancellation.ended();
      remember(succeeded);
    }
    guard.release();
    sink.end(rows);
  }

  /** The first result goes to the sink, the others are only waited for. */
  private long run(String sql, ResultSink sink) throws SQLException {
    Statement statement = dialect.statement();
    long rows;
    if (statement.execute(sql)) {
      try (ResultSet result = statement.getResultSet()) {
        rows = reader.read(result, guard.over(sink), cancellation);
      }
    } else {
      rows = Math.max(0, statement.getUpdateCount());
    }
    if (scan.statements() > 1) {
      while (statement.getMoreResults() || statement.getUpdateCount() != -1) {
        if (cancellation.asked()) {
          throw new SQLException("The statement was cancelled", "57014");
        }
      }
    }
    return rows;
  }

  /**
   * What a text left counts also when it failed, unless its one statement was no more than that.
   */
  private void remember(boolean succeeded) {
    clean &= scan.clean();
    lasting |= scan.lasting();
    if (succeeded || scan.statements() > 1) {
      left |= scan.left();
    } else {
      left |= scan.left() & Left.ADVISORY_LOCK.bit();
    }
  }

  /** Leaves the connection usable where it still is, and says what to throw. */
  private ServerException failed(Throwable failure) {
    RuntimeException refusal = guard.release();
    boolean lost = false;
    try {
      dialect.failed();
      transactionOpen = dialect.askTransaction();
    } catch (SQLException | RuntimeException | LinkageError e) {
      LOG.debug("a connection could not be tidied up after a failure", e);
      lost = true;
    }
    if (failure == refusal) {
      throw refusal;
    }
    if (failure instanceof LinkageError) {
      // Its bundle has gone: what it had not loaded by then can't be loaded any more.
      return new ServerException(
          "The driver has gone while the statement ran", "08006", true, failure);
    }
    if (failure instanceof Error error) {
      throw error;
    }
    if (failure instanceof SQLException sql) {
      return exception(sql, lost);
    }
    return new ServerException("The driver failed: " + failure, "XX000", true, failure);
  }

  private ServerException exception(SQLException e, boolean lost) {
    String state = e.getSQLState();
    return new ServerException(
        dialect.message(e), state == null ? "" : state, lost || dialect.lost(e) || closed(), e);
  }

  private boolean closed() {
    try {
      return connection.isClosed();
    } catch (SQLException e) {
      return true;
    }
  }

  @Override
  public void begin() throws ServerException {
    inTransaction(dialect::begin);
  }

  @Override
  public void commit() throws ServerException {
    if (transactionOpen) {
      inTransaction(dialect::commit);
    }
  }

  @Override
  public void rollback() throws ServerException {
    if (transactionOpen) {
      inTransaction(dialect::rollback);
    }
  }

  private void inTransaction(Cancellation.Request call) throws ServerException {
    cancellation.started();
    try {
      call.send();
      transactionOpen = dialect.askTransaction();
    } catch (SQLException | RuntimeException | LinkageError e) {
      throw failed(e);
    } finally {
      cancellation.ended();
    }
  }

  @Override
  public boolean transactionOpen() {
    return transactionOpen;
  }

  @Override
  public Optional<String> stateLeft() {
    return left == 0 ? Optional.empty() : Optional.of(Left.describe(left));
  }

  @Override
  public boolean reset() {
    try {
      if (lasting || closed()) {
        return false;
      }
      if (transactionOpen) {
        dialect.rollback();
        transactionOpen = dialect.askTransaction();
      }
      if (transactionOpen || !clean && !dialect.reset()) {
        return false;
      }
      clean = true;
      left = 0;
      return true;
    } catch (SQLException | RuntimeException | LinkageError e) {
      LOG.debug("a connection could not be reset", e);
      return false;
    }
  }

  @Override
  public boolean validate(Duration atMost) {
    int seconds =
        (int) Math.min(Integer.MAX_VALUE, Math.max(1, atMost.plusMillis(999).toSeconds()));
    try {
      if (validationQuery.isEmpty()) {
        return connection.isValid(seconds);
      }
      try (Statement statement = connection.createStatement()) {
        statement.setQueryTimeout(seconds);
        statement.execute(validationQuery.get());
        // in H2 it is the session's
        statement.setQueryTimeout(0);
      }
      return !dialect.askTransaction();
    } catch (SQLException | RuntimeException | LinkageError e) {
      LOG.debug("a connection is not valid", e);
      return false;
    }
  }

  @Override
  public void cancel() throws ServerException {
    try {
      cancellation.cancel(dialect::cancel);
    } catch (SQLException e) {
      throw exception(e, false);
    }
  }

  @Override
  public boolean abort() {
    try {
      return dialect.abort();
    } catch (SQLException | RuntimeException | LinkageError e) {
      LOG.debug("a connection could not be aborted", e);
      return false;
    }
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException | RuntimeException | LinkageError e) {
      LOG.debug("a connection did not close in order", e);
    }
  }

  @Override
  public Optional<String> database() {
    return database;
  }

  @Override
  public String product() {
    return product;
  }
}

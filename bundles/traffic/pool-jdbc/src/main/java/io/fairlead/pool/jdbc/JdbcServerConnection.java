package io.fairlead.pool.jdbc;

import io.fairlead.pool.jdbc.sql.Left;
import io.fairlead.pool.jdbc.sql.SqlScan;
import io.fairlead.traffic.pool.spi.JdbcAccess;
import io.fairlead.traffic.pool.spi.ResetMode;
import io.fairlead.traffic.pool.spi.ResultSink;
import io.fairlead.traffic.pool.spi.ServerConnection;
import io.fairlead.traffic.pool.spi.ServerException;
import io.fairlead.traffic.pool.spi.StatementCacheUse;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A connection through JDBC: what is the same for every database. */
final class JdbcServerConnection implements ServerConnection {

  private static final Logger LOG = LoggerFactory.getLogger(JdbcServerConnection.class);

  private final Connection connection;
  private final Dialect dialect;
  private final StatementCache cache;
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
  private boolean settled = true;
  private @Nullable DirectUse direct;

  JdbcServerConnection(
      Connection connection,
      Dialect dialect,
      StatementCache cache,
      Optional<String> database,
      String product) {
    this.connection = connection;
    this.dialect = dialect;
    this.cache = cache;
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
    settled = false;
    cancellation.started();
    long rows;
    boolean succeeded = false;
    try {
      PreparedStatement prepared = prepared(sql);
      rows = prepared == null ? runText(sql, sink) : runPrepared(prepared, sql, sink);
      dialect.completed();
      transactionOpen = dialect.askTransaction();
      succeeded = true;
    } catch (SQLException | RuntimeException | Error e) {
      cancellation.ended(); // what tidies up is not what was to stop
      throw failed(e);
    } finally {
      cancellation.ended();
      remember(succeeded);
    }
    guard.release();
    sink.end(rows);
  }

  /** The text as a prepared statement, from its second sight; null when it runs as it is. */
  private @Nullable PreparedStatement prepared(String sql) throws SQLException {
    if (!scan.preparable() || !dialect.prepares() || !cache.takes(sql)) {
      return null;
    }
    PreparedStatement known = cache.get(sql);
    if (known == null && cache.seen(sql)) {
      known = connection.prepareStatement(dialect.text(sql, scan));
      cache.put(sql, known);
    }
    cache.publish();
    return known;
  }

  /** A plan that is of no use any more is dropped; outside a transaction nobody notices. */
  private long runPrepared(PreparedStatement prepared, String sql, ResultSink sink)
      throws SQLException {
    boolean hasRows;
    try {
      dialect.before(scan, prepared);
      hasRows = prepared.execute();
    } catch (SQLException e) {
      if (!dialect.stale(e)) {
        throw e;
      }
      cache.drop(sql);
      cache.publish();
      if (transactionOpen) {
        throw e;
      }
      dialect.failed();
      dialect.askTransaction();
      return runText(sql, sink);
    }
    return firstResult(prepared, hasRows, sink);
  }

  /** The first result goes to the sink, the others are only waited for. */
  private long runText(String sql, ResultSink sink) throws SQLException {
    Statement statement = dialect.statement();
    dialect.before(scan, statement);
    long rows = firstResult(statement, statement.execute(dialect.text(sql, scan)), sink);
    if (scan.statements() > 1) {
      while (statement.getMoreResults() || statement.getUpdateCount() != -1) {
        if (cancellation.asked()) {
          throw new SQLException("The statement was cancelled", "57014");
        }
      }
    }
    return rows;
  }

  private long firstResult(Statement statement, boolean hasRows, ResultSink sink)
      throws SQLException {
    if (!hasRows) {
      return Math.max(0, statement.getUpdateCount());
    }
    try (ResultSet result = statement.getResultSet()) {
      return read(result, sink);
    }
  }

  private long read(ResultSet result, ResultSink sink) throws SQLException {
    try {
      return reader.read(result, guard.over(sink), cancellation);
    } catch (RuntimeException | Error e) {
      // the sink wants no more, while the database would send more
      dialect.abandon();
      throw e;
    }
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
    settled = false;
    cancellation.started();
    try {
      call.send();
      transactionOpen = dialect.askTransaction();
    } catch (SQLException | RuntimeException | LinkageError e) {
      cancellation.ended(); // what tidies up is not what was to stop
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
  public Optional<String> leaves(String sql) {
    scan.read(sql);
    return scan.left() == 0 ? Optional.empty() : Optional.of(Left.describe(scan.left()));
  }

  @Override
  public JdbcAccess jdbc() {
    DirectUse use = direct;
    if (use == null) {
      use = new DirectUse(this, connection, dialect, cache, cancellation);
      direct = use;
    }
    settled = false;
    use.begin();
    return use;
  }

  @Override
  public void fetching(@Nullable Statement of) {
    dialect.direct(of);
    cancellation.fetching();
  }

  @Override
  public void fetched() {
    cancellation.fetched();
  }

  /** A borrower sends this text himself; what it leaves counts from now on. */
  SqlScan reads(String sql) {
    scan.read(sql);
    if (scan.refusal() == null) {
      clean &= scan.clean();
      lasting |= scan.lasting();
      left |= scan.left();
    }
    return scan;
  }

  /** What was done is not known; {@code forGood}: and no reset takes it back for certain. */
  void unknown(boolean forGood) {
    clean = false;
    lasting |= forGood;
  }

  void transactionOpen(boolean now) {
    transactionOpen = now;
  }

  @Override
  public boolean settled() {
    return settled;
  }

  @Override
  public StatementCacheUse statementCacheUse() {
    return cache.use();
  }

  @Override
  public boolean reset(ResetMode mode) {
    try {
      if (lasting || dialect.poisoned() || closed() || transactionOpen && !mode.rollback()) {
        return false;
      }
      DirectUse use = direct;
      if (use != null) {
        use.end();
      }
      if (transactionOpen) {
        dialect.rollback();
        transactionOpen = dialect.askTransaction();
      }
      if (mode.preparedStatements()) {
        cache.clear();
        cache.publish();
      }
      if (transactionOpen || (!clean || mode.whole()) && !dialect.reset(mode, !cache.isEmpty())) {
        return false;
      }
      clean = true;
      left = 0;
      settled = runs(mode.customQueries());
      return settled;
    } catch (SQLException | RuntimeException | LinkageError e) {
      LOG.debug("a connection could not be reset", e);
      return false;
    }
  }

  /** Whether these leave no transaction open; what they answer is nobody's. */
  private boolean runs(List<String> queries) throws SQLException {
    if (queries.isEmpty()) {
      return true;
    }
    try (Statement statement = connection.createStatement()) {
      for (String query : queries) {
        statement.execute(query);
      }
    }
    transactionOpen = dialect.askTransaction();
    return !transactionOpen;
  }

  @Override
  public boolean validate(Duration atMost, Optional<String> query) {
    int seconds =
        (int) Math.min(Integer.MAX_VALUE, Math.max(1, atMost.plusMillis(999).toSeconds()));
    try {
      if (query.isEmpty()) {
        return connection.isValid(seconds);
      }
      try (Statement statement = connection.createStatement()) {
        statement.setQueryTimeout(seconds);
        statement.execute(query.get());
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

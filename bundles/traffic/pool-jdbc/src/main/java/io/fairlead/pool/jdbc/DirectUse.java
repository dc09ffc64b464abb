package io.fairlead.pool.jdbc;

import io.fairlead.pool.jdbc.sql.SqlScan;
import io.fairlead.traffic.pool.spi.JdbcAccess;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection in the hands of a borrower who works with it as JDBC's: his open statements, his
 * settings and his transaction end with the loan. The order is that in which drivers allow it.
 */
final class DirectUse implements JdbcAccess {

  private static final Logger LOG = LoggerFactory.getLogger(DirectUse.class);

  private final JdbcServerConnection owner;
  private final Connection connection;
  private final Dialect dialect;
  private final StatementCache cache;
  private final Cancellation cancellation;
  private final List<Statement> open = new ArrayList<>();
  private final SettingsBefore before;
  private boolean used;
  private boolean transactionOver;

  DirectUse(
      JdbcServerConnection owner,
      Connection connection,
      Dialect dialect,
      StatementCache cache,
      Cancellation cancellation) {
    this.owner = owner;
    this.connection = connection;
    this.dialect = dialect;
    this.cache = cache;
    this.cancellation = cancellation;
    this.before = new SettingsBefore(connection);
  }

  void begin() {
    used = true;
  }

  @Override
  public Connection connection() {
    return connection;
  }

  @Override
  public void reads(String sql) throws SQLException {
    SqlScan scan = owner.reads(sql);
    String refusal = scan.refusal();
    if (refusal != null) {
      throw new SQLException(refusal, "0A000");
    }
    dialect.noted(scan);
  }

  @Override
  public PreparedStatement prepare(String sql) throws SQLException {
    if (!dialect.prepares() || !cache.takes(sql)) {
      return connection.prepareStatement(sql);
    }
    PreparedStatement known = cache.take(sql);
    cache.publish();
    if (known == null) {
      return connection.prepareStatement(sql);
    }
    try {
      if (known.getFetchSize() != dialect.fetchSize) {
        known.setFetchSize(dialect.fetchSize);
      }
      return known;
    } catch (SQLException e) { // closed behind our back
      closeQuietly(known);
      return connection.prepareStatement(sql);
    }
  }

  @Override
  public void opened(Statement statement) {
    open.add(statement);
  }

  @Override
  public void closed(Statement statement, @Nullable String asPrepared) throws SQLException {
    for (int i = open.size() - 1; i >= 0; i--) {
      if (open.get(i) == statement) {
        open.remove(i);
        break;
      }
    }
    if (asPrepared == null
        || !(statement instanceof PreparedStatement prepared)
        || !dialect.prepares()
        || !cache.takes(asPrepared)
        || cache.has(asPrepared)
        || !asNew(prepared)) {
      statement.close();
      return;
    }
    cache.put(asPrepared, prepared);
    cache.publish();
  }

  private boolean asNew(PreparedStatement prepared) {
    try {
      if (!dialect.timeoutIsTheSessions() && prepared.getQueryTimeout() != 0) {
        prepared.setQueryTimeout(0);
      }
      prepared.clearParameters();
      prepared.clearBatch();
      prepared.clearWarnings();
      return !prepared.isClosed();
    } catch (SQLException e) {
      LOG.debug("a prepared statement cannot be used again", e);
      return false;
    }
  }

  @Override
  public void started(@Nullable Statement statement) {
    dialect.direct(statement);
    cancellation.started();
  }

  @Override
  public void ended() throws SQLException {
    cancellation.ended();
    owner.transactionOpen(!transactionOver && dialect.transactionOpen());
    transactionOver = false;
  }

  @Override
  public void transactionOver() {
    transactionOver = true;
  }

  @Override
  public void changes(Setting which) throws SQLException {
    before.keep(which);
    if (before.nameless(which) || which == Setting.SCHEMA && !dialect.restoresSchema()) {
      owner.unknown(false);
    }
  }

  @Override
  public void escaped() {
    owner.unknown(true);
  }

  @Override
  public boolean lost(SQLException failure) {
    try {
      return dialect.lost(failure) || connection.isClosed();
    } catch (SQLException e) {
      return true;
    }
  }

  /** The loan is over: what the pool does next finds the connection as the pool left it. */
  void end() throws SQLException {
    if (!used) {
      return;
    }
    for (Statement statement : open) {
      closeQuietly(statement);
    }
    open.clear();
    dialect.notDirect(before.kept(Setting.QUERY_TIMEOUT));
    if (dialect.askTransaction()) {
      dialect.rollback();
    }
    if (!connection.getAutoCommit()) {
      connection.setAutoCommit(true);
    }
    owner.transactionOpen(dialect.askTransaction());
    before.restore();
    connection.clearWarnings();
    used = false;
  }

  private static void closeQuietly(Statement statement) {
    try {
      statement.close();
    } catch (SQLException | RuntimeException e) {
      LOG.debug("a statement did not close in order", e);
    }
  }
}

package io.fairlead.pool.jdbc;

import io.fairlead.pool.jdbc.sql.SqlScan;
import io.fairlead.traffic.pool.spi.ConnectionSpec;
import io.fairlead.traffic.pool.spi.ResetMode;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * Any other database, through JDBC alone. What is not known to leave nothing costs the connection,
 * and transactions are the driver's: as text they are refused, since nobody could tell whether one
 * is open.
 */
final class UnknownDialect extends Dialect {

  private static final int FETCH_SIZE = 100;

  private final ConnectionSpec spec;

  UnknownDialect(Connection connection, ConnectionSpec spec) throws SQLException {
    super(connection);
    this.spec = spec;
    statement.setFetchSize(FETCH_SIZE);
  }

  @Override
  SqlScan newScan() {
    return SqlScan.forUnknown();
  }

  @Override
  void setUp() throws SQLException {
    if (spec.readOnly()) {
      connection.setReadOnly(true);
    }
    if (spec.isolation().isPresent()) {
      connection.setTransactionIsolation(Isolation.level(spec.isolation().get()));
    }
    if (spec.schema().isPresent()) {
      connection.setSchema(spec.schema().get());
    }
    if (spec.initSql().isPresent()) {
      statement.execute(spec.initSql().get());
    }
  }

  @Override
  boolean askTransaction() throws SQLException {
    return !connection.getAutoCommit();
  }

  @Override
  void begin() throws SQLException {
    connection.setAutoCommit(false);
  }

  @Override
  void commit() throws SQLException {
    connection.commit();
    connection.setAutoCommit(true);
  }

  @Override
  void rollback() throws SQLException {
    connection.rollback();
    connection.setAutoCommit(true);
  }

  @Override
  boolean reset(ResetMode mode, boolean keepPrepared) {
    return false;
  }
}

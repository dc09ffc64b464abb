package io.fairlead.pool.datasource;

import io.fairlead.traffic.pool.ConnectionPool;
import io.fairlead.traffic.pool.Loan;
import io.fairlead.traffic.pool.PoolMode;
import io.fairlead.traffic.pool.spi.JdbcAccess.Setting;
import java.sql.Connection;
import java.sql.SQLClientInfoException;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** What a borrower sets for his session. What he changes is set back when the loan ends. */
abstract class ConnectionSettings extends Borrowed implements Connection {

  ConnectionSettings(ConnectionPool pool, Loan loan) {
    super(pool, loan);
  }

  /** Something that is done with the driver's connection. */
  @FunctionalInterface
  private interface Change {
    void on(Connection connection) throws SQLException;
  }

  /** Something that the driver's connection is asked. */
  @FunctionalInterface
  interface Question<T> {
    T of(Connection connection) throws SQLException;
  }

  final <T> T query(Question<T> question) throws SQLException {
    return tell(jdbc -> question.of(jdbc.connection()));
  }

  private void set(Setting which, Change change) throws SQLException {
    tell(
        jdbc -> {
          jdbc.changes(which);
          change.on(jdbc.connection());
          return null;
        });
  }

  @Override
  public void setAutoCommit(boolean autoCommit) throws SQLException {
    if (!autoCommit && pool.poolMode() == PoolMode.STATEMENT) {
      throw noTransactions();
    }
    tell(
        jdbc -> {
          if (jdbc.connection().getAutoCommit() == autoCommit) {
            return null; // a transaction goes on
          }
          jdbc.changes(Setting.AUTO_COMMIT);
          jdbc.started(null); // it may commit
          try {
            jdbc.connection().setAutoCommit(autoCommit);
            jdbc.transactionOver();
          } finally {
            jdbc.ended();
          }
          return null;
        });
  }

  @Override
  public boolean getAutoCommit() throws SQLException {
    return query(Connection::getAutoCommit);
  }

  @Override
  public void setReadOnly(boolean readOnly) throws SQLException {
    set(Setting.READ_ONLY, connection -> connection.setReadOnly(readOnly));
  }

  @Override
  public boolean isReadOnly() throws SQLException {
    return query(Connection::isReadOnly);
  }

  @Override
  public void setTransactionIsolation(int level) throws SQLException {
    set(Setting.ISOLATION, connection -> connection.setTransactionIsolation(level));
  }

  @Override
  public int getTransactionIsolation() throws SQLException {
    return query(Connection::getTransactionIsolation);
  }

  @Override
  public void setCatalog(String catalog) throws SQLException {
    set(Setting.CATALOG, connection -> connection.setCatalog(catalog));
  }

  @Override
  public @Nullable String getCatalog() throws SQLException {
    return query(Connection::getCatalog);
  }

  @Override
  public void setSchema(String schema) throws SQLException {
    set(Setting.SCHEMA, connection -> connection.setSchema(schema));
  }

  @Override
  public @Nullable String getSchema() throws SQLException {
    return query(Connection::getSchema);
  }

  @Override
  public void setHoldability(int holdability) throws SQLException {
    set(Setting.HOLDABILITY, connection -> connection.setHoldability(holdability));
  }

  @Override
  public int getHoldability() throws SQLException {
    return query(Connection::getHoldability);
  }

  @Override
  public void setNetworkTimeout(Executor executor, int milliseconds) throws SQLException {
    set(
        Setting.NETWORK_TIMEOUT,
        connection -> connection.setNetworkTimeout(executor, milliseconds));
  }

  @Override
  public int getNetworkTimeout() throws SQLException {
    return query(Connection::getNetworkTimeout);
  }

  @Override
  public void setTypeMap(Map<String, Class<?>> map) throws SQLException {
    set(Setting.TYPE_MAP, connection -> connection.setTypeMap(map));
  }

  @Override
  public Map<String, Class<?>> getTypeMap() throws SQLException {
    return query(Connection::getTypeMap);
  }

  @Override
  public void setClientInfo(String name, String value) throws SQLClientInfoException {
    clientInfo(connection -> connection.setClientInfo(name, value));
  }

  @Override
  public void setClientInfo(Properties properties) throws SQLClientInfoException {
    clientInfo(connection -> connection.setClientInfo(properties));
  }

  private void clientInfo(Change change) throws SQLClientInfoException {
    try {
      set(Setting.CLIENT_INFO, change);
    } catch (SQLClientInfoException e) {
      throw e;
    } catch (SQLException e) {
      throw new SQLClientInfoException(e.getMessage(), e.getSQLState(), Map.of(), e);
    }
  }

  @Override
  public @Nullable String getClientInfo(String name) throws SQLException {
    return query(connection -> connection.getClientInfo(name));
  }

  @Override
  public Properties getClientInfo() throws SQLException {
    return query(Connection::getClientInfo);
  }

  @Override
  public @Nullable SQLWarning getWarnings() throws SQLException {
    return query(Connection::getWarnings);
  }

  @Override
  public void clearWarnings() throws SQLException {
    tell(
        jdbc -> {
          jdbc.connection().clearWarnings();
          return null;
        });
  }
}

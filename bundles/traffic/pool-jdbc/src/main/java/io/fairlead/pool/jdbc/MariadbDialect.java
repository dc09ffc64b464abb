package io.fairlead.pool.jdbc;

import io.fairlead.pool.jdbc.sql.SqlScan;
import io.fairlead.traffic.pool.spi.ConnectionSpec;
import io.fairlead.traffic.pool.spi.ResetMode;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Properties;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * MariaDB, and MySQL through MariaDB's driver. The server says with each answer whether a
 * transaction is open; a session is made as new by one command. Rows come as they are read, so a
 * result that nobody wants to the end is cancelled, else all of it would be read to be dropped.
 */
final class MariadbDialect extends Dialect {

  private static final int FETCH_SIZE = 100;

  /** ER_CONNECTION_KILLED: it has the state of a cancelled statement. */
  private static final int CONNECTION_KILLED = 1927;

  private static final Pattern CONNECTION = Pattern.compile("^\\(conn=\\d+\\) ");

  private final ConnectionSpec spec;
  private final MariadbDriver driver;
  private final @Nullable String database;

  MariadbDialect(Connection connection, ConnectionSpec spec, MariadbDriver driver)
      throws SQLException {
    super(connection);
    this.spec = spec;
    this.driver = driver;
    this.database = spec.schema().orElse(connection.getCatalog());
    statement.setFetchSize(FETCH_SIZE);
  }

  /** What a connection needs for the pool to be right; the pool's properties may say otherwise. */
  static void prepare(Properties properties, String pool, String loginTimeoutMillis) {
    properties.setProperty("connectionAttributes", "program_name:fairlead " + pool);
    properties.setProperty("connectTimeout", loginTimeoutMillis);
    properties.setProperty("tcpKeepAlive", "true");
    properties.setProperty("allowMultiQueries", "true");
    properties.setProperty("useResetConnection", "true");
    // else LOAD DATA LOCAL INFILE would read this server's files for whoever can send SQL
    properties.setProperty("allowLocalInfile", "false");
    // values as the database writes them
    properties.setProperty("tinyInt1isBit", "false");
    properties.setProperty("yearIsDateType", "false");
  }

  @Override
  SqlScan newScan() {
    return SqlScan.forMariadb();
  }

  @Override
  void setUp() throws SQLException {
    if (spec.schema().isPresent()) {
      use(spec.schema().get());
    }
    if (spec.isolation().isPresent()) {
      statement.execute(
          "SET SESSION TRANSACTION ISOLATION LEVEL " + Isolation.words(spec.isolation().get()));
    }
    if (spec.readOnly()) {
      statement.execute("SET SESSION TRANSACTION READ ONLY");
    }
    if (spec.initSql().isPresent()) {
      statement.execute(spec.initSql().get());
    }
  }

  private void use(String name) throws SQLException {
    statement.execute("USE `" + name.replace("`", "``") + "`");
  }

  @Override
  boolean askTransaction() throws SQLException {
    return driver.inTransaction(connection);
  }

  @Override
  boolean transactionOpen() throws SQLException {
    return driver.inTransaction(connection);
  }

  @Override
  void begin() throws SQLException {
    statement.execute("BEGIN");
  }

  @Override
  void commit() throws SQLException {
    statement.execute("COMMIT");
  }

  @Override
  void rollback() throws SQLException {
    statement.execute("ROLLBACK");
  }

  /** A reset leaves the database that was last used; one that was none can't be had again. */
  @Override
  boolean reset(ResetMode mode, boolean keepPrepared) throws SQLException {
    if (database == null && connection.getCatalog() != null) {
      return false;
    }
    driver.reset(connection);
    if (database != null && spec.schema().isEmpty()) {
      use(database);
    }
    setUp();
    return !driver.inTransaction(connection);
  }

  @Override
  void abandon() throws SQLException {
    driver.cancel(connection);
  }

  @Override
  void cancel() throws SQLException {
    driver.cancel(connection);
  }

  @Override
  String message(SQLException e) {
    return CONNECTION.matcher(super.message(e)).replaceFirst("");
  }

  @Override
  boolean lost(SQLException e) {
    return e.getErrorCode() == CONNECTION_KILLED || super.lost(e);
  }
}

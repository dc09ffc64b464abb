package io.fairlead.pool.jdbc;

import io.fairlead.pool.jdbc.sql.Left;
import io.fairlead.pool.jdbc.sql.SqlScan;
import io.fairlead.traffic.pool.spi.ConnectionSpec;
import io.fairlead.traffic.pool.spi.ResetMode;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/**
 * PostgreSQL. The server says with each answer whether a transaction is open. Rows come in blocks
 * only while the driver's autocommit is off, so it is off exactly while a transaction is open, and
 * for a single query outside one, which is committed at its end; else it is on, as VACUUM and
 * CREATE DATABASE refuse to run in a transaction.
 */
final class PostgresqlDialect extends Dialect {

  /** Rows in the first block; the driver sizes the later ones by the rows that it has seen. */
  private static final int FIRST_FETCH = 16;

  private static final String PREPARED_BY_TEXT =
      "SELECT EXISTS(SELECT FROM pg_catalog.pg_prepared_statements WHERE from_sql)";

  /** What DISCARD ALL does, by its page in PostgreSQL's manual, but for what may stay. */
  private static final String DISCARD_ALWAYS =
      "CLOSE ALL; SET SESSION AUTHORIZATION DEFAULT; UNLISTEN *;"
          + " SELECT pg_catalog.pg_advisory_unlock_all(); DISCARD PLANS; DISCARD SEQUENCES";

  private final ConnectionSpec spec;
  private final PostgresqlDriver driver;
  private final String settings;
  private boolean open;
  private boolean own;
  private boolean commitOfFailed;
  private boolean listening;

  PostgresqlDialect(Connection connection, ConnectionSpec spec, PostgresqlDriver driver)
      throws SQLException {
    super(connection);
    this.spec = spec;
    this.driver = driver;
    this.settings = settings(spec);
  }

  /**
   * What a connection may hold of a result, in blocks by bytes. Where rows cannot come in blocks
   * (several statements in one text, RETURNING outside a transaction) more is an error and not the
   * end of this process.
   */
  static void boundMemory(Properties properties) {
    properties.setProperty("maxResultBuffer", "48M");
    properties.setProperty("adaptiveFetch", "true");
    properties.setProperty("defaultRowFetchSize", String.valueOf(FIRST_FETCH));
    properties.setProperty("adaptiveFetchMinimum", "1");
    properties.setProperty("adaptiveFetchMaximum", "250");
  }

  /**
   * What is prepared is prepared by us (the server hears of it at the statement's fifth run, the
   * driver's default); values are text however a statement runs, as the driver writes some binary
   * ones in another way.
   */
  static void leavePreparingToUs(Properties properties) {
    properties.setProperty("preparedStatementCacheQueries", "0");
    properties.setProperty("binaryTransfer", "false");
  }

  private static String settings(ConnectionSpec spec) throws SQLException {
    List<String> result = new ArrayList<>();
    if (spec.schema().isPresent()) {
      result.add("SET search_path TO \"" + spec.schema().get().replace("\"", "\"\"") + "\"");
    }
    if (spec.isolation().isPresent()) {
      result.add(
          "SET SESSION CHARACTERISTICS AS TRANSACTION ISOLATION LEVEL "
              + Isolation.words(spec.isolation().get()));
    }
    if (spec.readOnly()) {
      result.add("SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY");
    }
    return String.join("; ", result);
  }

  @Override
  SqlScan newScan() {
    return SqlScan.forPostgresql();
  }

  @Override
  void setUp() throws SQLException {
    if (!settings.isEmpty()) {
      statement.execute(settings);
    }
    if (spec.initSql().isPresent()) {
      statement.execute(spec.initSql().get());
    }
  }

  @Override
  boolean prepares() {
    return true;
  }

  /** "cached plan must not change result type", and a statement that the server does not know. */
  @Override
  boolean stale(SQLException e) {
    return "0A000".equals(e.getSQLState()) || "26000".equals(e.getSQLState());
  }

  @Override
  void before(SqlScan scan, Statement on) throws SQLException {
    super.before(scan, on);
    own = !open && scan.query();
    commitOfFailed = open && scan.commit() && driver.inFailedTransaction(connection);
    if (own) {
      connection.setAutoCommit(false);
    }
    listening |= (scan.left() & Left.LISTEN.bit()) != 0;
    // the rest of a text may end the transaction that a half-read first result needs
    on.setFetchSize(scan.statements() == 1 && (open || own) ? FIRST_FETCH : 0);
  }

  @Override
  void completed() throws SQLException {
    if (own) {
      connection.commit();
      own = false;
    } else if (commitOfFailed) {
      throw rolledBack();
    }
  }

  @Override
  void failed() throws SQLException {
    if (own) {
      own = false;
      connection.rollback();
    }
  }

  @Override
  boolean askTransaction() throws SQLException {
    open = driver.inTransaction(connection);
    if (listening) {
      driver.dropNotifications(connection);
    }
    if (open == connection.getAutoCommit()) {
      // sends nothing: there is no transaction to commit when it is switched on
      connection.setAutoCommit(!open);
    }
    return open;
  }

  @Override
  boolean transactionOpen() throws SQLException {
    return driver.inTransaction(connection);
  }

  @Override
  void noted(SqlScan scan) {
    listening |= (scan.left() & Left.LISTEN.bit()) != 0;
  }

  /** Its setter names one schema, where the search path may have had several. */
  @Override
  boolean restoresSchema() {
    return false;
  }

  @Override
  void begin() throws SQLException {
    statement.execute("BEGIN");
  }

  @Override
  void commit() throws SQLException {
    boolean failed = driver.inFailedTransaction(connection);
    connection.commit();
    if (failed) {
      throw rolledBack();
    }
  }

  /** The server answers COMMIT of a failed transaction with a mere ROLLBACK. */
  private static SQLException rolledBack() {
    return new SQLException(
        "A statement of the transaction had failed: it was rolled back, not committed", "25P02");
  }

  @Override
  void rollback() throws SQLException {
    connection.rollback();
  }

  @Override
  boolean reset(ResetMode mode, boolean keepPrepared) throws SQLException {
    boolean all = mode.sessionVariables() && mode.temporaryTables();
    boolean prepared = !keepPrepared || preparedByText();
    if (prepared && all) {
      statement.execute("DISCARD ALL");
    } else {
      statement.execute(discard(mode, prepared));
    }
    if (listening) {
      driver.dropNotifications(connection);
      listening = false;
    }
    if (mode.sessionVariables()) {
      setUp();
    }
    return !driver.inTransaction(connection);
  }

  private static String discard(ResetMode mode, boolean prepared) {
    return DISCARD_ALWAYS
        + (mode.sessionVariables() ? "; RESET ALL" : "")
        + (mode.temporaryTables() ? "; DISCARD TEMP" : "")
        + (prepared ? "; DEALLOCATE ALL" : "");
  }

  /** Whether the session has prepared something by itself, which no other may see. */
  private boolean preparedByText() throws SQLException {
    try (ResultSet prepared = statement.executeQuery(PREPARED_BY_TEXT)) {
      return prepared.next() && prepared.getBoolean(1);
    }
  }

  @Override
  void cancel() throws SQLException {
    driver.cancel(connection);
  }
}

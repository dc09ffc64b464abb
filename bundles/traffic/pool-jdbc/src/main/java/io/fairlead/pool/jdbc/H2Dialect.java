package io.fairlead.pool.jdbc;

import io.fairlead.pool.jdbc.sql.SqlScan;
import io.fairlead.traffic.pool.spi.ConnectionSpec;
import io.fairlead.traffic.pool.spi.ResetMode;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.util.Locale;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * H2. A text {@code BEGIN} turns autocommit off until the transaction's end, so autocommit says
 * whether one is open. There is no command that makes a session as new, and {@code abort} does
 * nothing.
 */
final class H2Dialect extends Dialect {

  private static final Logger LOG = LoggerFactory.getLogger(H2Dialect.class);

  private static final Pattern CODE = Pattern.compile("(?s);? SQL statement:\n.*| \\[\\d+-\\d+]$");

  private static final int CANCELLED = 57014;

  private final ConnectionSpec spec;

  /** A cancel was sent, and no statement has failed by it yet. */
  private volatile boolean poisoned;

  H2Dialect(Connection connection, ConnectionSpec spec) throws SQLException {
    super(connection);
    this.spec = spec;
  }

  /**
   * H2 makes all its threads in one group, which ends with its last thread where the group of
   * whoever loaded H2's classes does so; after that no database can be opened any more. Later JDKs
   * end no groups.
   */
  @SuppressWarnings({"deprecation", "removal"})
  static void keepThreadGroup(Driver driver) {
    try {
      Class<?> utils = Class.forName("org.h2.util.Utils", true, driver.getClass().getClassLoader());
      if (utils.getField("H2_THREAD_GROUP").get(null) instanceof ThreadGroup group) {
        group.setDaemon(false);
      }
    } catch (ReflectiveOperationException e) {
      LOG.debug("this H2 has no thread group of its own", e);
    }
  }

  @Override
  SqlScan newScan() {
    return SqlScan.forH2();
  }

  @Override
  void setUp() throws SQLException {
    if (spec.readOnly() && !spec.url().toUpperCase(Locale.ROOT).contains(";ACCESS_MODE_DATA=R")) {
      throw new SQLException(
          "read_only: true (expected: false, or ;ACCESS_MODE_DATA=r in the url: H2 has no read-only"
              + " sessions)",
          "0A000");
    }
    if (spec.isolation().isPresent()) {
      connection.setTransactionIsolation(Isolation.level(spec.isolation().get()));
    }
    if (spec.schema().isPresent()) {
      connection.setSchema(spec.schema().get());
    }
    // a result's rows come while they are read: H2 else keeps all of them in this process' memory
    statement.execute("SET LAZY_QUERY_EXECUTION 1");
    if (spec.initSql().isPresent()) {
      statement.execute(spec.initSql().get());
    }
  }

  /** H2 answers the empty statement before a leading semicolon. */
  @Override
  String text(String sql, SqlScan scan) {
    return sql.lastIndexOf(';', scan.start()) < 0 ? sql : sql.substring(scan.start());
  }

  @Override
  boolean prepares() {
    return true;
  }

  @Override
  boolean askTransaction() throws SQLException {
    return !connection.getAutoCommit();
  }

  @Override
  void begin() throws SQLException {
    statement.execute("BEGIN");
  }

  @Override
  void commit() throws SQLException {
    connection.commit();
    endAutocommitOff();
  }

  @Override
  void rollback() throws SQLException {
    connection.rollback();
    endAutocommitOff();
  }

  /** After SET AUTOCOMMIT OFF the next transaction is open at once. */
  private void endAutocommitOff() throws SQLException {
    if (!connection.getAutoCommit()) {
      connection.setAutoCommit(true);
    }
  }

  @Override
  boolean timeoutIsTheSessions() {
    return true;
  }

  @Override
  boolean reset(ResetMode mode, boolean keepPrepared) {
    return false;
  }

  @Override
  boolean abort() {
    return false;
  }

  @Override
  String message(SQLException e) {
    return CODE.matcher(super.message(e)).replaceFirst("");
  }

  /** H2 marks the text's plan, which keeps the mark until it looks, also in its next run. */
  @Override
  void cancel() throws SQLException {
    poisoned = true;
    super.cancel();
  }

  @Override
  boolean poisoned() {
    return poisoned;
  }

  @Override
  boolean lost(SQLException e) {
    if (e.getErrorCode() == CANCELLED) {
      poisoned = false;
    }
    return switch (e.getErrorCode()) {
      // closed, broken, closing, closed by shutdown
      case 90007, 90067, 90098, 90121 -> true;
      default -> super.lost(e);
    };
  }
}

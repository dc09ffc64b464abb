package io.fairlead.pool.jdbc;

import io.fairlead.traffic.pool.spi.ConnectionSource;
import io.fairlead.traffic.pool.spi.ConnectionSpec;
import io.fairlead.traffic.pool.spi.ServerConnection;
import io.fairlead.traffic.pool.spi.ServerException;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.Driver;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.osgi.service.jdbc.DataSourceFactory;

/** Opens connections with one driver, for as long as its {@link DataSourceFactory} is there. */
final class JdbcConnectionSource implements ConnectionSource {

  /**
   * So long a login may take where the driver has a setting for it; the pool gives up on its own
   * deadline before.
   */
  private static final String LOGIN_TIMEOUT_SECONDS = "30";

  private static final String CANCEL_TIMEOUT_SECONDS = "2";

  private final DataSourceFactory factory;
  private volatile @Nullable Driver driver;
  private volatile @Nullable PostgresqlDriver postgresql;
  private volatile @Nullable MariadbDriver mariadb;

  JdbcConnectionSource(DataSourceFactory factory) {
    this.factory = factory;
  }

  @Override
  public ServerConnection open(ConnectionSpec spec) throws ServerException {
    Secrets secrets = new Secrets(spec);
    Connection connection = null;
    try {
      connection = connect(spec);
      ServerConnection result = setUp(connection, spec);
      connection = null;
      return result;
    } catch (SQLException e) {
      throw refused(e, secrets);
    } catch (RuntimeException | LinkageError e) {
      throw new ServerException(
          secrets.hide("The driver " + spec.driver() + " failed: " + e), "XX000", true, null);
    } finally {
      if (connection != null) {
        closeQuietly(connection);
      }
    }
  }

  private Connection connect(ConnectionSpec spec) throws SQLException {
    Driver present = driver;
    if (present == null) {
      present = factory.createDriver(new Properties());
      if (spec.url().startsWith("jdbc:h2:")) {
        H2Dialect.keepThreadGroup(present);
      }
      driver = present;
    }
    Properties properties = new Properties();
    if (spec.url().startsWith("jdbc:postgresql:")) {
      properties.setProperty("ApplicationName", "fairlead " + spec.pool());
      // sent with the login, the name is what a reset goes back to
      properties.setProperty("assumeMinServerVersion", "9.0");
      properties.setProperty("loginTimeout", LOGIN_TIMEOUT_SECONDS);
      properties.setProperty("tcpKeepAlive", "true");
      // work does not end while its cancel is being sent
      properties.setProperty("cancelSignalTimeout", CANCEL_TIMEOUT_SECONDS);
      PostgresqlDialect.boundMemory(properties);
      PostgresqlDialect.leavePreparingToUs(properties);
    } else if (spec.url().startsWith("jdbc:mariadb:")) {
      MariadbDialect.prepare(properties, spec.pool(), LOGIN_TIMEOUT_SECONDS + "000");
    }
    properties.putAll(spec.properties());
    spec.username().ifPresent(u -> properties.setProperty("user", u));
    spec.password().ifPresent(p -> properties.setProperty("password", p));
    Connection connection = present.connect(spec.url(), properties);
    if (connection == null) {
      throw new SQLException(
          "url: " + spec.url() + " (expected: a URL of the driver " + spec.driver() + ")", "08001");
    }
    return connection;
  }

  private ServerConnection setUp(Connection connection, ConnectionSpec spec) throws SQLException {
    DatabaseMetaData meta = connection.getMetaData();
    String product = meta.getDatabaseProductName();
    Dialect dialect = dialect(connection, spec, product);
    dialect.setUp();
    if (dialect.askTransaction()) {
      throw new SQLException("init_sql leaves a transaction open (expected: none)", "25000");
    }
    String version = meta.getDatabaseProductVersion();
    int end = version.indexOf(' ');
    return new JdbcServerConnection(
        connection,
        dialect,
        new StatementCache(spec.cachedStatements(), spec.cachedStatementBytes()),
        Optional.ofNullable(connection.getCatalog()),
        product + " " + (end < 0 ? version : version.substring(0, end)));
  }

  private Dialect dialect(Connection connection, ConnectionSpec spec, String product)
      throws SQLException {
    if (product.equals("H2")) {
      return new H2Dialect(connection, spec);
    }
    PostgresqlDriver toPostgresql = postgresql;
    if (toPostgresql == null || !toPostgresql.fits(connection)) {
      toPostgresql = PostgresqlDriver.of(connection).orElse(null);
      postgresql = toPostgresql;
    }
    if (toPostgresql != null) {
      return new PostgresqlDialect(connection, spec, toPostgresql);
    }
    MariadbDriver toMariadb = mariadb;
    if (toMariadb == null || !toMariadb.fits(connection)) {
      toMariadb = MariadbDriver.of(connection).orElse(null);
      mariadb = toMariadb;
    }
    return toMariadb != null
        ? new MariadbDialect(connection, spec, toMariadb)
        : new UnknownDialect(connection, spec);
  }

  /** Without a cause where the message held a secret: a log would print it after all. */
  private static ServerException refused(SQLException e, Secrets secrets) {
    String message = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    String state = e.getSQLState() == null ? "" : e.getSQLState();
    String shown = secrets.hide(message);
    boolean plain = true;
    for (Throwable cause = e; cause != null && plain; cause = cause.getCause()) {
      String text = String.valueOf(cause.getMessage());
      plain = secrets.hide(text).equals(text);
    }
    return new ServerException(shown, state, true, plain ? e : null);
  }

  private static void closeQuietly(Connection connection) {
    try {
      connection.close();
    } catch (SQLException | RuntimeException e) {
      // what failed before says more
    }
  }
}

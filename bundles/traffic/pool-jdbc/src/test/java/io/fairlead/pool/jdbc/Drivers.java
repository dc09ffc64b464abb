package io.fairlead.pool.jdbc;

import io.fairlead.traffic.pool.spi.ConnectionSpec;
import io.fairlead.traffic.pool.spi.ServerConnection;
import io.fairlead.traffic.pool.spi.ServerException;
import java.sql.Driver;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import javax.sql.ConnectionPoolDataSource;
import javax.sql.DataSource;
import javax.sql.XADataSource;
import org.osgi.service.jdbc.DataSourceFactory;

/** Drivers as bundles offer them. */
final class Drivers {

  private Drivers() {}

  static JdbcConnectionSource h2() {
    return new JdbcConnectionSource(factory(new org.h2.Driver()));
  }

  static JdbcConnectionSource postgresql() {
    return new JdbcConnectionSource(factory(new org.postgresql.Driver()));
  }

  static JdbcConnectionSource mariadb() {
    return new JdbcConnectionSource(factory(new org.mariadb.jdbc.Driver()));
  }

  static ConnectionSpec spec(String url, String user, String password) {
    return new ConnectionSpec(
        "main",
        "driver",
        url,
        Optional.of(user),
        Optional.of(password),
        Map.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        false,
        100,
        1 << 20);
  }

  static ConnectionSpec with(
      ConnectionSpec spec, String initSql, String isolation, String schema, boolean readOnly) {
    return new ConnectionSpec(
        spec.pool(),
        spec.driver(),
        spec.url(),
        spec.username(),
        spec.password(),
        spec.properties(),
        Optional.of(initSql).filter(t -> !t.isEmpty()),
        Optional.of(isolation).filter(t -> !t.isEmpty()),
        Optional.of(schema).filter(t -> !t.isEmpty()),
        readOnly,
        spec.cachedStatements(),
        spec.cachedStatementBytes());
  }

  /** Runs a text and keeps its result. */
  static Rows run(ServerConnection connection, String sql) throws ServerException {
    Rows rows = new Rows();
    connection.execute(sql, rows);
    return rows;
  }

  static DataSourceFactory factory(Driver driver) {
    return new DataSourceFactory() {
      @Override
      public DataSource createDataSource(Properties props) {
        throw new UnsupportedOperationException();
      }

      @Override
      public ConnectionPoolDataSource createConnectionPoolDataSource(Properties props) {
        throw new UnsupportedOperationException();
      }

      @Override
      public XADataSource createXADataSource(Properties props) {
        throw new UnsupportedOperationException();
      }

      @Override
      public Driver createDriver(Properties props) {
        return driver;
      }
    };
  }
}

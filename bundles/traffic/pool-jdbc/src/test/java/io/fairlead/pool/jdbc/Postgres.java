package io.fairlead.pool.jdbc;

import io.fairlead.traffic.pool.spi.ConnectionSpec;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * A real PostgreSQL for the tests of this process: started once, on a free port, in a temporary
 * folder; ends with the process.
 */
final class Postgres {

  private static final EmbeddedPostgres SERVER = start();

  private Postgres() {}

  private static EmbeddedPostgres start() {
    try {
      // its user must be able to enter it: the server never runs as root
      Path folder = Files.createTempDirectory("fairlead-postgres");
      folder.toFile().setReadable(true, false);
      folder.toFile().setExecutable(true, false);
      folder.toFile().setWritable(true, false);
      EmbeddedPostgres server =
          EmbeddedPostgres.builder()
              .setOverrideWorkingDirectory(folder.toFile())
              .setDataDirectory(folder.resolve("data"))
              .setPGStartupWait(Duration.ofSeconds(60))
              .setLocaleConfig("locale", "C")
              .start();
      Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server, folder)));
      return server;
    } catch (IOException e) {
      throw new AssertionError("PostgreSQL did not start", e);
    }
  }

  private static void stop(EmbeddedPostgres server, Path folder) {
    try {
      server.close();
      try (var files = Files.walk(folder)) {
        files.sorted(java.util.Comparator.reverseOrder()).forEach(f -> f.toFile().delete());
      }
    } catch (IOException e) {
      // the process ends
    }
  }

  static ConnectionSpec spec() {
    return Drivers.spec(
        "jdbc:postgresql://127.0.0.1:" + SERVER.getPort() + "/postgres", "postgres", "postgres");
  }
}

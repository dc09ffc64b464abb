package io.fairlead.pool.jdbc.start;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Base64;
import java.util.Properties;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the H2 database {@code main} with two users. The owner is ADMIN; its password stays in
 * {@code main.owner} and no client ever has it. {@code app} owns the schema {@code APP} and is no
 * ADMIN: as one, a client could run code in this process ({@code CREATE ALIAS}) and read and write
 * its files.
 *
 * <p>May be broken off at any point and called again.
 *
 * <p><b>Settings.</b> {@code WRITE_DELAY 100}: commits are written by H2's background thread, so a
 * killed process loses at most the last tenth of a second of them and never the database; H2's own
 * default is half a second, and 0 (each commit is written before it answers) made inserts 30 times
 * slower and the file 600 times larger when measured. {@code MAX_MEMORY_ROWS 5000}: larger results
 * and sorts go to a temporary file. The pool's URL adds {@code IFEXISTS=TRUE}, as H2 would make an
 * absent database anew and its first user ADMIN, {@code DB_CLOSE_ON_EXIT=FALSE}, as H2's own
 * shutdown hook would close it under running statements, and {@code QUERY_CACHE_SIZE}. {@code
 * DB_CLOSE_DELAY} stays 0: with the pool's last connection the database closes and its file is free
 * for another driver.
 */
public final class EmbeddedDatabase {

  public static final String USER = "app";
  public static final String SCHEMA = "APP";

  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedDatabase.class);
  private static final String OWNER = "owner";
  private static final int PASSWORD_BYTES = 24;
  private static final int FILE_CORRUPTED = 90030;
  private static final int IO_FAILED = 90028;
  private static final int GENERAL = 50000;

  private final Path folder;
  private final Driver driver;
  private final BiConsumer<Path, byte[]> writer;
  private final SecureRandom random = new SecureRandom();

  /**
   * @param folder where the database's files are, absolute
   * @param writer writes a small file durably, mode 0600
   */
  public EmbeddedDatabase(Path folder, Driver driver, BiConsumer<Path, byte[]> writer) {
    this.folder = folder;
    this.driver = driver;
    this.writer = writer;
  }

  /** The pool's URL; {@code place} is the folder as the URL names it. */
  public static String url(String place) {
    return "jdbc:h2:file:"
        + place
        + "/main;IFEXISTS=TRUE;DB_CLOSE_ON_EXIT=FALSE;QUERY_CACHE_SIZE=64";
  }

  /**
   * Makes what is missing and gives {@code app} a new password.
   *
   * @return that password
   */
  public String make() throws SQLException, IOException {
    Files.createDirectories(
        folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    String owner = ownerPassword();
    String password = newPassword();
    try (Connection connection = openAsOwner(owner);
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE USER IF NOT EXISTS " + USER + " PASSWORD '" + password + "'");
      statement.execute("ALTER USER " + USER + " SET PASSWORD '" + password + "'");
      statement.execute("ALTER USER " + USER + " ADMIN FALSE");
      statement.execute("CREATE SCHEMA IF NOT EXISTS " + SCHEMA + " AUTHORIZATION " + USER);
      statement.execute("SET WRITE_DELAY 100");
      statement.execute("SET MAX_MEMORY_ROWS 5000");
    }
    Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString("rw-------"));
    return password;
  }

  private Path file() {
    return folder.resolve("main.mv.db");
  }

  private String ownerPassword() throws IOException {
    Path file = folder.resolve("main.owner");
    if (Files.exists(file)) {
      return Files.readString(file, StandardCharsets.UTF_8).strip();
    }
    if (Files.exists(file())) {
      throw new IOException(
          file() + " is there without " + file.getFileName() + ": it is not ours to change");
    }
    String password = newPassword();
    writer.accept(file, (password + "\n").getBytes(StandardCharsets.UTF_8));
    return password;
  }

  private Connection openAsOwner(String password) throws SQLException, IOException {
    try {
      return connect(password);
    } catch (SQLException e) {
      int code = e.getErrorCode();
      if (code != FILE_CORRUPTED && code != IO_FAILED && code != GENERAL || !Files.exists(file())) {
        throw e;
      }
      // broken off while it was made; nobody has worked with it, as no pool names it yet
      Path aside = folder.resolve("main.mv.db.unreadable-" + System.currentTimeMillis());
      LOG.warn(
          "the database {} can't be opened and is put aside as {}: {}",
          file(),
          aside.getFileName(),
          e.getMessage());
      Files.move(file(), aside);
      return connect(password);
    }
  }

  private Connection connect(String password) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", OWNER);
    properties.setProperty("password", password);
    return driver.connect(
        "jdbc:h2:file:" + folder.resolve("main") + ";DB_CLOSE_ON_EXIT=FALSE", properties);
  }

  private String newPassword() {
    byte[] bytes = new byte[PASSWORD_BYTES];
    random.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}

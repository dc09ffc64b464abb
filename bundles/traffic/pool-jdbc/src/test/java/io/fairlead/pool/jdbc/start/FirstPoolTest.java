package io.fairlead.pool.jdbc.start;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.fairlead.kernel.instance.Instance;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.Map;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** The pool that an instance is born with. */
public class FirstPoolTest {

  @Rule public TemporaryFolder folder = new TemporaryFolder();
  private final RecordedStore store = new RecordedStore();
  private Path data;
  private int writesUntilCrash = Integer.MAX_VALUE;

  @Before
  public void data() {
    data = folder.getRoot().toPath().resolve("data");
  }

  private FirstPool pool() {
    return new FirstPool(new TestInstance(), store, new org.h2.Driver());
  }

  private Connection open() throws SQLException {
    Map<String, String> settings = store.settings;
    return DriverManager.getConnection(
        settings.get("url"), settings.get("username"), settings.get("password"));
  }

  @Test
  public void isMadeOnce() throws Exception {
    assertTrue(pool().make());
    assertEquals("org.h2.Driver", store.settings.get("driver"));
    assertFalse(pool().make());
    assertEquals(1, store.created);
    store.settings = null;
    assertFalse("a pool that was deleted stays deleted", pool().make());
    assertEquals(1, store.created);
  }

  @Test
  public void aPoolThatIsThereIsLeftAlone() throws Exception {
    store.settings = Map.of("driver", "x");
    assertFalse(pool().make());
    assertEquals(Map.of("driver", "x"), store.settings);
    assertFalse(Files.exists(data.resolve("h2")));
  }

  @Test
  public void filesAreForTheServersUserOnly() throws Exception {
    pool().make();
    assertEquals(
        "rwx------",
        PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve("h2"))));
    assertEquals(
        "rw-------",
        PosixFilePermissions.toString(
            Files.getPosixFilePermissions(data.resolve("h2/main.mv.db"))));
    assertFalse(Files.readString(data.resolve("h2/main.owner")).isBlank());
    assertNotEquals(
        Files.readString(data.resolve("h2/main.owner")).strip(), store.settings.get("password"));
  }

  @Test
  public void brokenOffAtAnyPointItIsMadeTheNextTime() throws Exception {
    int crashes = 0;
    for (int step = 0; ; step++) {
      data = folder.getRoot().toPath().resolve("data-" + step);
      store.settings = null;
      store.crash = step % 2 == 1;
      writesUntilCrash = step / 2;
      try {
        pool().make();
        if (!store.crash) {
          break;
        }
      } catch (UncheckedIOException e) {
        crashes++;
      }
      store.crash = false;
      writesUntilCrash = Integer.MAX_VALUE;
      pool().make();
      try (Connection connection = open();
          Statement statement = connection.createStatement()) {
        statement.execute("CREATE TABLE APP.t(a INT)");
      }
    }
    assertTrue("crashes: " + crashes, crashes >= 4);
  }

  @Test
  public void aHalfMadeDatabaseIsPutAside() throws Exception {
    pool().make();
    byte[] whole = Files.readAllBytes(data.resolve("h2/main.mv.db"));
    for (int length : new int[] {0, 100, 4096, 8192, whole.length / 2}) {
      store.settings = null;
      Files.delete(data.resolve("first-pool-made"));
      Files.write(data.resolve("h2/main.mv.db"), java.util.Arrays.copyOf(whole, length));
      pool().make();
      try (Connection connection = open();
          Statement statement = connection.createStatement()) {
        statement.execute("CREATE TABLE APP.t" + length + "(a INT)");
      }
    }
  }

  @Test
  public void aDatabaseOfSomebodyElseIsNotTouched() throws Exception {
    Files.createDirectories(data.resolve("h2"));
    Files.write(data.resolve("h2/main.mv.db"), new byte[] {1, 2, 3});
    assertThrows(IOException.class, () -> pool().make());
    assertEquals(3, Files.size(data.resolve("h2/main.mv.db")));
    assertEquals(0, store.created);
  }

  @Test
  public void anAbsentDatabaseIsNotMadeAnewByAClient() throws Exception {
    pool().make();
    Files.delete(data.resolve("h2/main.mv.db"));
    assertEquals(90146, assertThrows(SQLException.class, this::open).getErrorCode());
  }

  @Test
  public void clientsMayWorkButNotReachOut() throws Exception {
    pool().make();
    Path secret = Files.writeString(folder.getRoot().toPath().resolve("secret.txt"), "A\nB\n");
    Path out = folder.getRoot().toPath().resolve("out");
    try (Connection connection = open();
        Statement statement = connection.createStatement()) {
      connection.setSchema("APP");
      statement.execute("CREATE TABLE t(a INT PRIMARY KEY, b VARCHAR)");
      statement.execute("INSERT INTO t VALUES (1, 'x')");
      statement.execute(
          "CREATE INDEX i ON t(b); CREATE VIEW v AS SELECT * FROM t; ALTER TABLE t ADD COLUMN c INT; CREATE SEQUENCE s");
      try (ResultSet rows = statement.executeQuery("SELECT b FROM v")) {
        assertTrue(rows.next());
        assertEquals("x", rows.getString(1));
      }
      for (String sql :
          new String[] {
            "CREATE ALIAS f AS 'int f() { return 1; }'",
            "CREATE ALIAS f FOR \"java.lang.System.exit\"",
            "CREATE AGGREGATE g FOR \"java.lang.String\"",
            "CREATE TRIGGER r BEFORE INSERT ON t AS $$org.h2.api.Trigger create() { return null; }$$",
            "CREATE TRIGGER r BEFORE INSERT ON t AS '//javascript\nnull'",
            "CREATE TRIGGER r BEFORE INSERT ON t CALL \"org.h2.fulltext.FullText$FullTextTrigger\"",
            "SELECT FILE_READ('" + secret + "')",
            "SELECT FILE_WRITE('x', '" + out + "')",
            "SELECT * FROM CSVREAD('" + secret + "')",
            "CALL CSVWRITE('" + out + "', 'SELECT 1')",
            "SCRIPT TO '" + out + "'",
            "BACKUP TO '" + out + "'",
            "RUNSCRIPT FROM '" + secret + "'",
            "CALL LINK_SCHEMA('q', '', 'jdbc:h2:mem:y', 'sa', '', 'PUBLIC')",
            "CREATE LINKED TABLE l('', 'jdbc:h2:mem:y', 'sa', '', 'T')",
            "CREATE TABLE public.t(a INT)",
            "CREATE SCHEMA other",
            "CREATE USER evil PASSWORD 'x' ADMIN",
            "ALTER USER app ADMIN TRUE",
            "SET DB_CLOSE_DELAY -1",
            "SET WRITE_DELAY 5000",
            "SET TRACE_LEVEL_FILE 3",
            "SET EXCLUSIVE 1",
            "SHUTDOWN",
          }) {
        SQLException e = assertThrows(sql, SQLException.class, () -> statement.execute(sql));
        assertTrue(
            sql + ": " + e.getMessage(), e.getErrorCode() == 90040 || e.getErrorCode() == 90096);
      }
    }
    assertFalse(Files.exists(out));
  }

  /** Writes can fail as if the process had ended there. */
  private final class TestInstance implements Instance {

    @Override
    public Path etc() {
      return data.resolveSibling("etc");
    }

    @Override
    public Path data() {
      return data;
    }

    @Override
    public Instant startedAt() {
      return Instant.EPOCH;
    }

    @Override
    public byte[] key() {
      return new byte[32];
    }

    @Override
    public void writeDurably(Path file, byte[] content) {
      if (writesUntilCrash-- == 0) {
        throw new UncheckedIOException(new IOException("crash"));
      }
      try {
        Files.createDirectories(file.getParent());
        Files.write(file, content);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}

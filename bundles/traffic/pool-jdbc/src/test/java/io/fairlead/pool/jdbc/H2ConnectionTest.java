package io.fairlead.pool.jdbc;

import static io.fairlead.pool.jdbc.Drivers.run;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.fairlead.traffic.pool.spi.ResetMode;
import io.fairlead.traffic.pool.spi.ServerConnection;
import io.fairlead.traffic.pool.spi.ServerException;
import java.net.URL;
import java.net.URLClassLoader;
import java.sql.Driver;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** SQL on H2, and what one session leaves for the next. */
public class H2ConnectionTest {

  @Rule public TemporaryFolder folder = new TemporaryFolder();
  private String url;
  private ServerConnection connection;
  private ServerConnection other;

  @Before
  public void open() throws ServerException {
    url = "jdbc:h2:file:" + folder.getRoot() + "/db";
    connection = Drivers.h2().open(Drivers.spec(url, "sa", "sa"));
    other = Drivers.h2().open(Drivers.spec(url, "sa", "sa"));
    run(connection, "CREATE TABLE t(a INT PRIMARY KEY, b VARCHAR)");
  }

  @After
  public void close() {
    connection.close();
    other.close();
  }

  @Test
  public void saysWhatItIs() {
    assertTrue(connection.product(), connection.product().matches("H2 2\\.[0-9.]+"));
    assertEquals(Optional.of("DB"), connection.database());
    assertTrue(connection.validate(Duration.ofSeconds(5)));
  }

  @Test
  public void valuesAreText() throws ServerException {
    Rows rows =
        run(
            connection,
            "SELECT TRUE AS yes, FALSE, CAST(NULL AS INT), CAST(1.50 AS NUMERIC(10,2)), CAST(1e20 AS DOUBLE PRECISION), X'00ff', "
                + "CAST(X'0a0b' AS BLOB), CAST('long' AS CLOB), ARRAY['a','b c'], DATE '2020-01-02', TIMESTAMP '2020-01-02 03:04:05.6', "
                + "UUID '11111111-2222-3333-4444-555555555555', CAST('x' AS CHAR(3)), JSON '{\"a\":1}', CAST(X'aced0005' AS JAVA_OBJECT), "
                + "ROW(1, 2), CAST(NULL AS BLOB), CAST(NULL AS CLOB), CAST(NULL AS BOOLEAN), CAST(NULL AS BINARY(1)), '{fn x}'");
    assertEquals("YES", rows.columns.get(0));
    assertEquals(
        Arrays.asList(
            "true",
            "false",
            null,
            "1.50",
            "1.0E20",
            "\\x00ff",
            "\\x0a0b",
            "long",
            "[a, b c]",
            "2020-01-02",
            "2020-01-02 03:04:05.6",
            "11111111-2222-3333-4444-555555555555",
            "x  ",
            "{\"a\":1}",
            "\\xaced0005",
            "ROW (1, 2)",
            null,
            null,
            null,
            null,
            "{fn x}"),
        rows.rows.get(0));
  }

  @Test
  public void aValueThatIsTooLongIsAnError() throws ServerException {
    int tooLong = ResultReader.LONGEST_VALUE + 1;
    for (String type : new String[] {"CLOB", "BLOB"}) {
      String value =
          type.equals("CLOB")
              ? "REPEAT('x', " + tooLong + ")"
              : "CAST(REPEAT('x', " + tooLong + ") AS VARBINARY)";
      run(connection, "CREATE TABLE long_" + type + "(v " + type + ")");
      run(
          connection,
          "INSERT INTO long_"
              + type
              + " SELECT CAST(REPEAT('x', "
              + tooLong
              + ") AS "
              + "CLOB)"
              + (type.equals("BLOB") ? "::VARCHAR::BLOB" : ""));
      ServerException e =
          assertThrows(
              value, ServerException.class, () -> run(connection, "SELECT v FROM long_" + type));
      assertEquals("54000", e.sqlState());
      assertEquals(
          "A value of column 1 is too long (expected: at most 16777216 characters)",
          e.getMessage());
      assertFalse(e.connectionLost());
    }
  }

  @Test
  public void severalStatementsRunWhole() throws ServerException {
    assertEquals(
        1,
        run(
                connection,
                ";;INSERT INTO t VALUES (1, 'a;b'); SELECT 5; INSERT INTO t VALUES (2, $$;$$) -- ;")
            .affected);
    assertEquals("2", run(connection, " ; SELECT count(*) FROM t; SELECT 7").value());
    ServerException e =
        assertThrows(
            ServerException.class, () -> run(connection, "SELECT 1; SELECT 1/0; SELECT 2"));
    assertEquals("22012", e.sqlState());
    assertEquals("Division by zero: \"1\"", e.getMessage());
    assertEquals(
        "No SQL statements",
        assertThrows(ServerException.class, () -> run(connection, " ; // x\n")).getMessage());
  }

  @Test
  public void transactionsByRequestAndByText() throws ServerException {
    for (boolean text : new boolean[] {false, true}) {
      begin(text);
      assertTrue(connection.transactionOpen());
      run(connection, "INSERT INTO t VALUES (1, 'x')");
      assertEquals("0", run(other, "SELECT count(*) FROM t").value());
      assertTrue(connection.transactionOpen());
      if (text) {
        run(connection, "COMMIT");
      } else {
        connection.commit();
      }
      assertFalse(connection.transactionOpen());
      assertEquals("1", run(other, "SELECT count(*) FROM t").value());
      begin(text);
      run(connection, "DELETE FROM t");
      if (text) {
        run(connection, "ROLLBACK");
      } else {
        connection.rollback();
      }
      assertFalse(connection.transactionOpen());
      assertEquals("1", run(connection, "DELETE FROM t; SELECT 1").affected + "");
    }
  }

  private void begin(boolean text) throws ServerException {
    if (text) {
      run(connection, "BEGIN");
    } else {
      connection.begin();
    }
  }

  @Test
  public void mixedEndsCloseTheTransaction() throws ServerException {
    run(connection, "BEGIN");
    run(connection, "INSERT INTO t VALUES (1, 'x')");
    connection.commit();
    assertFalse(connection.transactionOpen());
    connection.begin();
    run(connection, "INSERT INTO t VALUES (2, 'x'); ROLLBACK");
    assertFalse(connection.transactionOpen());
    run(connection, "INSERT INTO t VALUES (3, 'x')");
    assertEquals("2", run(other, "SELECT count(*) FROM t").value());
  }

  @Test
  public void anOpenTransactionIsGoneAfterReset() throws ServerException {
    run(connection, "BEGIN; INSERT INTO t VALUES (1, 'x')");
    assertTrue(connection.reset());
    assertFalse(connection.transactionOpen());
    assertEquals("0", run(connection, "SELECT count(*) FROM t").value());
    run(other, "INSERT INTO t VALUES (1, 'x')");
  }

  @Test
  public void whatLeavesStateCostsTheConnection() throws ServerException {
    String[][] cases = {
      {"SET LOCK_TIMEOUT 4711", "SET"},
      {"SET @a = 1", "SET, variable"},
      {"SELECT @a := 1", "variable"},
      {"SET AUTOCOMMIT OFF", "SET"},
      {"SET TRANSACTION ISOLATION LEVEL SERIALIZABLE", "SET"},
      {"SET SCHEMA INFORMATION_SCHEMA", "SET"},
      {"USE PUBLIC", "SET"},
      {"CREATE LOCAL TEMPORARY TABLE mine(a INT)", "temporary table"},
      {"CREATE CACHED LOCAL TEMPORARY TABLE mine(a INT)", "temporary table"},
      {"SELECT 1; SET @b = 2", "SET, variable"},
      {"BEGIN; PREPARE COMMIT x", "PREPARE"},
    };
    for (String[] each : cases) {
      ServerConnection one = Drivers.h2().open(Drivers.spec(url, "sa", "sa"));
      run(one, each[0]);
      assertEquals(each[0], Optional.of(each[1]), one.stateLeft());
      assertFalse(each[0], one.reset());
      one.close();
    }
  }

  @Test
  public void whatIsNotKnownCostsTheConnectionAndPinsNothing() throws ServerException {
    run(connection, "CREATE ALIAS sneaky FOR \"java.lang.Math.abs(int)\"");
    assertTrue(connection.reset());
    run(connection, "SELECT sneaky(1)");
    assertEquals(Optional.empty(), connection.stateLeft());
    assertFalse(connection.reset());
  }

  @Test
  public void everydayStatementsKeepTheConnection() throws ServerException {
    for (String sql :
        new String[] {
          "CREATE TABLE IF NOT EXISTS u(a INT DEFAULT 1 PRIMARY KEY, b VARCHAR(20) CHECK (LENGTH(b) > 0))",
          "CREATE INDEX ui ON u(b)",
          "INSERT INTO u(a, b) VALUES (1, UPPER('x')), (2, 'y')",
          "MERGE INTO u(a, b) KEY(a) VALUES (3, 'z')",
          "UPDATE u SET (a, b) = (4, CONCAT('p', 'q')) WHERE a IN (2) AND EXISTS (SELECT 1 FROM u)",
          "SELECT COUNT(*), MAX(a) FROM u GROUP BY (b) HAVING (COUNT(*) > 0)",
          "(SELECT 1) UNION (SELECT 2)",
          "SELECT CAST(a AS VARCHAR(3)), ARRAY[1, 2] FROM u",
          "WITH x AS (SELECT 1 AS q) SELECT q FROM x",
          "CREATE VIEW uv AS SELECT LOWER(b) AS b FROM u",
          "ALTER TABLE u ADD COLUMN c INT",
          "DELETE FROM u WHERE a BETWEEN 1 AND 2; SELECT 2",
          "TRUNCATE TABLE u",
          "DROP TABLE u CASCADE",
          "BEGIN; COMMIT",
          "SELECT NOW(), CURRENT_DATE, RANDOM_UUID()",
          "EXPLAIN SELECT 1",
          "SHOW TABLES",
          "VALUES (1, 2)"
        }) {
      run(connection, sql);
      assertEquals(sql, Optional.empty(), connection.stateLeft());
      assertTrue(sql, connection.reset());
    }
  }

  @Test
  public void theSharedLoginIsNotChanged() {
    for (String sql :
        new String[] {
          "SET PASSWORD 'x'",
          "SELECT 1; ALTER USER sa SET PASSWORD 'x'",
          "EXECUTE IMMEDIATE 'SET PASSWORD ''x'''"
        }) {
      assertEquals(
          "0A000", assertThrows(sql, ServerException.class, () -> run(connection, sql)).sqlState());
    }
  }

  @Test
  public void cancelEndsWhatRuns() throws Exception {
    for (int i = 0; i < 5; i++) {
      CompletableFuture<ServerException> answer = new CompletableFuture<>();
      Thread thread =
          new Thread(
              () -> {
                try {
                  run(
                      connection,
                      "SELECT SUM(a.x * b.x) FROM SYSTEM_RANGE(1, 10000000) a, SYSTEM_RANGE(1, 10000000) b");
                  answer.completeExceptionally(new AssertionError("it came to its end"));
                } catch (ServerException e) {
                  answer.complete(e);
                } catch (Throwable e) {
                  answer.completeExceptionally(e);
                }
              });
      thread.start();
      while (!answer.isDone()) {
        connection.cancel();
      }
      assertEquals("57014", answer.get().sqlState());
      assertFalse(answer.get().connectionLost());
      thread.join();
      assertEquals("1", run(connection, "SELECT 1").value());
    }
  }

  @Test
  public void aMillionRowsDoNotStayInMemory() throws ServerException {
    HeapWatch watch = new HeapWatch(100_000);
    connection.execute("SELECT x, REPEAT('x', 100) FROM SYSTEM_RANGE(1, 1000000)", watch);
    assertEquals(1_000_000, watch.rows);
    assertTrue("grew by " + watch.growth() + " bytes", watch.growth() < 64L << 20);
  }

  @Test
  public void abortIsNotPossible() {
    assertFalse(connection.abort());
    assertTrue(connection.validate(Duration.ofSeconds(1)));
  }

  @Test
  public void aClosedDatabaseIsALostConnection() throws ServerException {
    assertTrue(
        assertThrows(ServerException.class, () -> run(other, "SHUTDOWN IMMEDIATELY"))
            .connectionLost());
    assertTrue(
        assertThrows(ServerException.class, () -> run(connection, "SELECT * FROM t"))
            .connectionLost());
    assertFalse(connection.reset());
  }

  @Test
  public void settingsOfTheSpec() throws ServerException {
    run(connection, "CREATE SCHEMA s");
    ServerConnection set =
        Drivers.h2()
            .open(
                Drivers.with(
                    Drivers.spec(url, "sa", "sa"),
                    "SET LOCK_TIMEOUT 4711",
                    "serializable",
                    "S",
                    false));
    assertEquals("S", run(set, "SELECT CURRENT_SCHEMA").value());
    assertEquals("4711", run(set, "SELECT LOCK_TIMEOUT()").value());
    assertEquals(
        "SERIALIZABLE",
        run(
                set,
                "SELECT ISOLATION_LEVEL FROM INFORMATION_SCHEMA.SESSIONS WHERE SESSION_ID = SESSION_ID()")
            .value());
    assertTrue(set.validate(Duration.ofSeconds(1), Optional.of("SELECT 1")));
    assertFalse(set.validate(Duration.ofSeconds(1), Optional.of("SELECT * FROM nowhere")));
    assertEquals(Optional.empty(), set.stateLeft());
    set.close();
    ServerException e =
        assertThrows(
            ServerException.class,
            () -> Drivers.h2().open(Drivers.with(Drivers.spec(url, "sa", "sa"), "", "", "", true)));
    assertEquals("0A000", e.sqlState());
  }

  @Test
  public void theLastConnectionFreesTheFileForAnotherDriver() throws Exception {
    URL jar = org.h2.Driver.class.getProtectionDomain().getCodeSource().getLocation();
    try (URLClassLoader loader =
        new URLClassLoader(new URL[] {jar}, ClassLoader.getPlatformClassLoader())) {
      Driver swapped =
          (Driver) loader.loadClass("org.h2.Driver").getDeclaredConstructor().newInstance();
      JdbcConnectionSource source = new JdbcConnectionSource(Drivers.factory(swapped));
      ServerException e =
          assertThrows(ServerException.class, () -> source.open(Drivers.spec(url, "sa", "sa")));
      assertEquals("90020", e.sqlState());
      connection.close();
      assertEquals(
          "90020",
          assertThrows(ServerException.class, () -> source.open(Drivers.spec(url, "sa", "sa")))
              .sqlState());
      other.close();
      ServerConnection again = source.open(Drivers.spec(url, "sa", "sa"));
      assertEquals("0", run(again, "SELECT count(*) FROM t").value());
      again.close();
    }
  }

  @Test
  public void aResultIsNotKeptInMemory() throws ServerException {
    HeapWatch heap = new HeapWatch(50);
    connection.execute("SELECT X, REPEAT('y', 1000000) FROM SYSTEM_RANGE(1, 200)", heap);
    assertEquals(200, heap.rows);
    assertTrue("bytes more: " + heap.growth(), heap.growth() < 50_000_000);
  }

  @Test
  public void aResultThatIsNotReadToItsEndLeavesTheConnectionUsable() throws ServerException {
    connection.begin();
    assertThrows(
        IllegalStateException.class,
        () ->
            connection.execute(
                "SELECT X FROM SYSTEM_RANGE(1, 1000000000)",
                new Rows() {
                  @Override
                  public void row(@Nullable String[] values) {
                    throw new IllegalStateException("enough");
                  }
                }));
    run(connection, "INSERT INTO t VALUES (5, 'x')");
    connection.commit();
    assertEquals("1", run(other, "SELECT count(*) FROM t").value());
  }

  @Test
  public void noDatabaseOpenLeavesH2AbleToOpenOneAgain() {
    assertFalse(org.h2.util.Utils.H2_THREAD_GROUP.isDaemon());
  }

  @Test
  public void ownQueriesRunAtTheEndOfAResetAndAWholeOneCannotBeHad() throws ServerException {
    run(connection, "CREATE TABLE told(a INT)");
    List<String> queries = List.of("INSERT INTO told VALUES (1), (2)");
    assertTrue(connection.reset(new ResetMode(true, true, true, true, queries, false)));
    assertEquals("2", run(connection, "SELECT count(*) FROM told").value());
    assertEquals(0, connection.statementCacheUse().entries());
    assertFalse(connection.reset(ResetMode.STANDARD.asWhole()));
  }
}

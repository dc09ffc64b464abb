package io.fairlead.pool.jdbc;

import static io.fairlead.pool.jdbc.Drivers.run;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.fairlead.kernel.error.Exhausted;
import io.fairlead.traffic.pool.spi.ResetMode;
import io.fairlead.traffic.pool.spi.ResultSink;
import io.fairlead.traffic.pool.spi.ServerConnection;
import io.fairlead.traffic.pool.spi.ServerException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;

/** MariaDB through its own driver, on a real server. */
public class MariadbConnectionTest {

  private ServerConnection connection;

  @Before
  public void open() throws ServerException {
    connection = Drivers.mariadb().open(Mariadb.spec());
    run(connection, "CREATE OR REPLACE TABLE fruit(id INT PRIMARY KEY, name VARCHAR(20))");
  }

  @After
  public void close() {
    connection.close();
  }

  @Test
  public void saysWhatItIs() {
    assertTrue(connection.product(), connection.product().startsWith("MariaDB 11."));
    assertEquals("fairlead", connection.database().orElse(""));
    assertTrue(connection.validate(Duration.ofSeconds(5)));
  }

  @Test
  public void valuesAreText() throws ServerException {
    Rows rows =
        run(
            connection,
            "SELECT 1, NULL, 'ä', CAST(1.50 AS DECIMAL(5,2)), x'00ff', DATE '2024-02-29',"
                + " CAST('2024-02-29 01:02:03' AS DATETIME), TRUE, '{\"a\":1}'");
    assertEquals(
        Arrays.asList(
            "1",
            null,
            "ä",
            "1.50",
            "\\x00ff",
            "2024-02-29",
            "2024-02-29 01:02:03",
            "1",
            "{\"a\":1}"),
        rows.rows.get(0));
    run(
        connection,
        "CREATE OR REPLACE TABLE kinds(t TINYINT(1), y YEAR, b BIT(3), bl BLOB, e ENUM('a','b'))");
    run(connection, "INSERT INTO kinds VALUES (5, 2024, b'101', 'xy', 'b')");
    assertEquals(
        List.of("5", "2024", "b'101'", "\\x7879", "b"),
        run(connection, "SELECT * FROM kinds").rows.get(0));
  }

  @Test
  public void severalStatementsRunWhole() throws ServerException {
    Rows rows =
        run(connection, "SELECT 'one'; INSERT INTO fruit VALUES (1, 'apple'); SELECT 'three'");
    assertEquals("one", rows.value());
    assertEquals("apple", run(connection, "SELECT name FROM fruit").value());
  }

  @Test
  public void anErrorInTheSecondStatementIsTheAnswer() throws ServerException {
    ServerException e =
        assertThrows(ServerException.class, () -> run(connection, "SELECT 1; SELECT nonsense"));
    assertEquals("42S22", e.sqlState());
    assertFalse(e.getMessage(), e.getMessage().contains("conn="));
    assertEquals("1", run(connection, "SELECT 1").value());
  }

  @Test
  public void transactionsByRequest() throws ServerException {
    connection.begin();
    assertTrue(connection.transactionOpen());
    assertEquals(1, run(connection, "INSERT INTO fruit VALUES (1, 'apple')").affected);
    connection.rollback();
    assertFalse(connection.transactionOpen());
    assertEquals("0", run(connection, "SELECT count(*) FROM fruit").value());
    connection.begin();
    run(connection, "INSERT INTO fruit VALUES (1, 'apple')");
    connection.commit();
    assertEquals("1", run(connection, "SELECT count(*) FROM fruit").value());
  }

  @Test
  public void aMillionRowsAreNotKeptInMemory() throws ServerException {
    HeapWatch heap = new HeapWatch(250_000);
    connection.execute("SELECT seq, REPEAT('x', 100) FROM seq_1_to_1000000", heap);
    assertEquals(1_000_000, heap.rows);
    assertTrue("bytes more: " + heap.growth(), heap.growth() < 40_000_000);
  }

  @Test
  public void aSinkThatWantsNoMoreEndsTheQueryAndLeavesTheConnectionUsable()
      throws ServerException {
    assertThrows(
        Exhausted.class,
        () ->
            connection.execute(
                // all of it would be 1 TB
                "SELECT REPEAT('x', 100) FROM seq_1_to_10000000000",
                new ResultSink() {
                  @Override
                  public void columns(String[] names) {}

                  @Override
                  public void row(@Nullable String[] values) {
                    throw new Exhausted("enough");
                  }

                  @Override
                  public void end(long rowsAffected) {}
                }));
    assertEquals("1", run(connection, "SELECT 1").value());
    assertTrue(connection.reset());
    assertEquals("1", run(connection, "SELECT 1").value());
  }

  @Test
  public void cancelEndsWhatRuns() throws Exception {
    CompletableFuture<Rows> work =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return run(connection, "SELECT SLEEP(600)");
              } catch (ServerException e) {
                throw new IllegalStateException(e.sqlState(), e);
              }
            });
    awaitRunning("SELECT SLEEP(600)");
    connection.cancel();
    // a SLEEP that is killed answers 1, or fails: by version
    try {
      assertEquals("1", work.get(30, TimeUnit.SECONDS).value());
    } catch (ExecutionException e) {
      assertEquals("70100", e.getCause().getMessage());
    }
    assertEquals("1", run(connection, "SELECT 1").value());
  }

  private static void awaitRunning(String sql) throws ServerException {
    ServerConnection other = Drivers.mariadb().open(Mariadb.spec());
    String question =
        "SELECT COUNT(*) FROM information_schema.processlist WHERE info = '" + sql + "'";
    while (!"1".equals(run(other, question).value())) {
      Thread.onSpinWait();
    }
    other.close();
  }

  @Test
  public void cancelOfNothingHitsNothing() throws ServerException {
    connection.cancel();
    assertEquals("1", run(connection, "SELECT 1").value());
  }

  @Test
  public void abortCutsTheConnection() {
    assertTrue(connection.abort());
    ServerException e = assertThrows(ServerException.class, () -> run(connection, "SELECT 1"));
    assertTrue(e.connectionLost());
  }

  @Test
  public void aKilledBackendIsALostConnection() throws ServerException {
    ServerConnection other = Drivers.mariadb().open(Mariadb.spec());
    run(other, "KILL " + run(connection, "SELECT CONNECTION_ID()").value());
    ServerException e = assertThrows(ServerException.class, () -> run(connection, "SELECT 1"));
    assertTrue(e.connectionLost());
    assertFalse(connection.validate(Duration.ofSeconds(5)));
    other.close();
  }

  @Test
  public void filesOfThisProcessAreNotRead() throws Exception {
    Path secret = Files.createTempFile("secret", ".txt");
    Files.writeString(secret, "1,secret");
    try {
      assertThrows(
          ServerException.class,
          () ->
              run(
                  connection,
                  "LOAD DATA LOCAL INFILE '"
                      + secret
                      + "' INTO TABLE fruit FIELDS TERMINATED BY ','"));
      assertEquals("0", run(connection, "SELECT count(*) FROM fruit").value());
    } finally {
      Files.delete(secret);
    }
  }

  @Test
  public void loginErrorsHoldNoSecret() {
    ServerException e =
        assertThrows(
            ServerException.class,
            () ->
                Drivers.mariadb()
                    .open(
                        Drivers.spec("jdbc:mariadb://127.0.0.1:1/x", "nobody", "the-secret-word")));
    assertFalse(e.getMessage(), e.getMessage().contains("the-secret-word"));
  }

  @Test
  public void aResetIsWholeWhenAskedForAndEndsWithOwnQueries() throws ServerException {
    List<String> queries = List.of("SET lock_wait_timeout = 4711");
    assertTrue(connection.reset(new ResetMode(true, true, false, true, queries, false)));
    assertEquals("4711", run(connection, "SELECT @@lock_wait_timeout").value());
    assertTrue("nothing was run but a look", connection.reset());
    assertTrue(connection.reset(ResetMode.STANDARD.asWhole()));
    assertNotEquals("4711", run(connection, "SELECT @@lock_wait_timeout").value());
    List<String> wrong = List.of("SELEC");
    assertFalse(connection.reset(new ResetMode(true, true, false, true, wrong, false)));
  }

  @Test
  public void anOpenTransactionMayCostTheConnection() throws ServerException {
    run(connection, "BEGIN");
    assertFalse(
        connection.reset(new ResetMode(true, true, false, false, List.of(), /* whole= */ false)));
  }
}

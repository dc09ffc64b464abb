package io.fairlead.pool.jdbc;

import static io.fairlead.pool.jdbc.Drivers.run;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertSame;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.fairlead.traffic.pool.spi.ResultSink;
import io.fairlead.traffic.pool.spi.ServerConnection;
import io.fairlead.traffic.pool.spi.ServerException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;

/** SQL on a real PostgreSQL. */
public class PostgresqlConnectionTest {

  private ServerConnection connection;
  private ServerConnection other;

  @Before
  public void open() throws ServerException {
    connection = Drivers.postgresql().open(Postgres.spec());
    other = Drivers.postgresql().open(Postgres.spec());
    run(other, "DROP TABLE IF EXISTS t; CREATE TABLE t(a int PRIMARY KEY, b text)");
  }

  @After
  public void close() {
    connection.close();
    other.close();
  }

  @Test
  public void saysWhatItIs() {
    assertTrue(connection.product(), connection.product().matches("PostgreSQL 18\\.\\d+"));
    assertEquals(Optional.of("postgres"), connection.database());
    assertTrue(connection.validate(Duration.ofSeconds(5)));
  }

  @Test
  public void valuesAreText() throws ServerException {
    Rows rows =
        run(
            connection,
            "SELECT true AS yes, false, NULL::int, 1.50::numeric, 1e20::float8, '\\x00ff'::bytea, ARRAY['a','b c'], "
                + "DATE '2020-01-02', TIMESTAMP '2020-01-02 03:04:05.6', '{\"a\": 1}'::jsonb, B'101', 'x'::char(3), INTERVAL '1 day', "
                + "'2.5'::money IS NOT NULL, int4range(1,3), 'a?b'::text, '{fn x}'::text");
    assertEquals("yes", rows.columns.get(0));
    assertEquals(
        Arrays.asList(
            "true",
            "false",
            null,
            "1.50",
            "1e+20",
            "\\x00ff",
            "{a,\"b c\"}",
            "2020-01-02",
            "2020-01-02 03:04:05.6",
            "{\"a\": 1}",
            "101",
            "x  ",
            "1 day",
            "true",
            "[1,3)",
            "a?b",
            "{fn x}"),
        rows.rows.get(0));
    assertEquals(1, rows.affected);
  }

  @Test
  public void rowsChangedAreCounted() throws ServerException {
    assertEquals(2, run(connection, "INSERT INTO t VALUES (1, 'x'), (2, 'y')").affected);
    assertEquals(2, run(connection, "UPDATE t SET b = 'z'").affected);
    assertEquals(List.of("a"), run(connection, "DELETE FROM t RETURNING a").columns);
    assertEquals(0, run(connection, "CREATE TABLE IF NOT EXISTS t(a int)").affected);
  }

  @Test
  public void severalStatementsRunWhole() throws ServerException {
    Rows rows =
        run(
            connection,
            ";; INSERT INTO t VALUES (1, 'a;b'); SELECT 5; INSERT INTO t VALUES (2, $$;$$) -- ;");
    assertEquals(1, rows.affected);
    assertTrue(rows.rows.isEmpty());
    assertEquals("2", run(connection, "SELECT count(*) FROM t; SELECT 7").value());
  }

  @Test
  public void anErrorInTheSecondStatementIsTheAnswer() throws ServerException {
    ServerException e =
        assertThrows(
            ServerException.class,
            () -> run(connection, "SELECT 1; INSERT INTO t VALUES (1, 'x'); SELECT 1/0"));
    assertEquals("22012", e.sqlState());
    assertFalse(e.connectionLost());
    assertFalse(connection.transactionOpen());
    assertEquals("0", run(connection, "SELECT count(*) FROM t").value());
  }

  @Test
  public void aTextWithoutAStatementIsAnError() {
    for (String text : new String[] {"", "  ", ";", " ; -- x\n /* ; /* */ */ ;"}) {
      assertEquals(
          "No SQL statements",
          assertThrows(ServerException.class, () -> run(connection, text)).getMessage());
    }
  }

  @Test
  public void transactionsByRequest() throws ServerException {
    connection.begin();
    assertTrue(connection.transactionOpen());
    run(connection, "INSERT INTO t VALUES (1, 'x')");
    assertEquals("1", run(connection, "SELECT count(*) FROM t").value());
    assertTrue(connection.transactionOpen());
    assertEquals("0", run(other, "SELECT count(*) FROM t").value());
    connection.commit();
    assertFalse(connection.transactionOpen());
    assertEquals("1", run(other, "SELECT count(*) FROM t").value());
    connection.begin();
    run(connection, "DELETE FROM t");
    connection.rollback();
    assertFalse(connection.transactionOpen());
    assertEquals("1", run(connection, "SELECT count(*) FROM t").value());
  }

  @Test
  public void aTextCommitLeavesNoTransactionOpen() throws ServerException {
    for (String commit : new String[] {"COMMIT", "END", "commit; select 1", "SELECT 1; COMMIT"}) {
      run(connection, "BEGIN; DELETE FROM t; INSERT INTO t VALUES (1, 'x')");
      assertTrue(connection.transactionOpen());
      run(connection, commit);
      assertFalse(commit, connection.transactionOpen());
      assertEquals(
          "0",
          run(other, "SELECT count(*) FROM pg_stat_activity WHERE state LIKE 'idle in%'").value());
      assertEquals("1", run(other, "SELECT count(*) FROM t").value());
    }
    run(connection, "BEGIN");
    run(connection, "COMMIT AND CHAIN");
    assertTrue(connection.transactionOpen());
    run(connection, "ROLLBACK");
    assertFalse(connection.transactionOpen());
  }

  @Test
  public void committingAFailedTransactionIsAnError() throws ServerException {
    connection.begin();
    assertThrows(ServerException.class, () -> run(connection, "SELECT nonsense"));
    assertTrue(connection.transactionOpen());
    assertEquals("25P02", assertThrows(ServerException.class, connection::commit).sqlState());
    assertFalse(connection.transactionOpen());
    run(connection, "BEGIN");
    assertThrows(ServerException.class, () -> run(connection, "SELECT nonsense"));
    assertEquals(
        "25P02",
        assertThrows(ServerException.class, () -> run(connection, "/* end */ COMMIT")).sqlState());
    assertFalse(connection.transactionOpen());
    assertEquals("1", run(connection, "SELECT 1").value());
  }

  @Test
  public void aQueryOutsideATransactionIsCommitted() throws ServerException {
    run(connection, "WITH n AS (INSERT INTO t VALUES (1, 'x') RETURNING a) SELECT a FROM n");
    assertFalse(connection.transactionOpen());
    assertEquals("1", run(other, "SELECT count(*) FROM t").value());
    assertThrows(ServerException.class, () -> run(connection, "SELECT 1/0"));
    assertFalse(connection.transactionOpen());
    assertEquals(
        "0",
        run(other, "SELECT count(*) FROM pg_stat_activity WHERE state LIKE 'idle in%'").value());
  }

  @Test
  public void whatRefusesTransactionsRuns() throws ServerException {
    run(connection, "SELECT 1");
    run(connection, "VACUUM t");
    run(connection, "CREATE DATABASE made_by_test");
    run(connection, "DROP DATABASE made_by_test");
  }

  @Test
  public void aMillionRowsComeInBlocks() throws ServerException {
    String million = "SELECT i, repeat('x', 100) FROM generate_series(1, 1000000) i";
    for (boolean inTransaction : new boolean[] {false, true}) {
      if (inTransaction) {
        run(connection, "BEGIN");
      }
      HeapWatch watch = new HeapWatch(100_000);
      connection.execute(million, watch);
      assertEquals(1_000_000, watch.rows);
      // the whole result is beyond 200 MB in the driver
      assertTrue("grew by " + watch.growth() + " bytes", watch.growth() < 32L << 20);
    }
    connection.commit();
  }

  @Test
  public void wideRowsComeInSmallerBlocks() throws ServerException {
    HeapWatch watch = new HeapWatch(20);
    connection.execute("SELECT i, repeat('x', 1000000) FROM generate_series(1, 200) i", watch);
    assertEquals(200, watch.rows);
    assertTrue("grew by " + watch.growth() + " bytes", watch.growth() < 70L << 20);
  }

  @Test
  public void aResultThatCannotComeInBlocksIsBounded() {
    ServerException e =
        assertThrows(
            ServerException.class,
            () ->
                run(
                    connection,
                    "SELECT repeat('x', 1000000) FROM generate_series(1, 200); SELECT 1"));
    assertTrue(e.getMessage(), e.getMessage().contains("maxResultBuffer"));
    assertTrue(e.connectionLost());
  }

  @Test
  public void copyIsRefusedAndHarmless() throws ServerException {
    for (String copy :
        new String[] {"COPY t FROM STDIN", "COPY t TO STDOUT", "BEGIN; COPY t TO STDOUT"}) {
      assertThrows(copy, ServerException.class, () -> run(connection, copy));
      connection.rollback();
      assertEquals("1", run(connection, "SELECT 1").value());
    }
  }

  @Test
  public void notificationsAreNotKept() throws Exception {
    run(connection, "LISTEN news");
    run(other, "NOTIFY news, 'x'");
    run(connection, "SELECT 1");
    java.lang.reflect.Field field = JdbcServerConnection.class.getDeclaredField("connection");
    field.setAccessible(true);
    assertEquals(
        0, ((org.postgresql.PGConnection) field.get(connection)).getNotifications().length);
  }

  @Test
  public void aSinkThatWantsNoMoreLeavesTheConnectionUsable() throws ServerException {
    IllegalStateException enough = new IllegalStateException("enough");
    ResultSink picky =
        new ResultSink() {
          @Override
          public void columns(String[] names) {}

          @Override
          public void row(@Nullable String[] values) {
            throw enough;
          }

          @Override
          public void end(long rowsAffected) {}
        };
    assertSame(
        enough,
        assertThrows(
            IllegalStateException.class,
            () ->
                connection.execute(
                    "WITH n AS (INSERT INTO t VALUES (1, 'x') RETURNING a) SELECT a FROM n",
                    picky)));
    assertFalse(connection.transactionOpen());
    assertEquals("0", run(connection, "SELECT count(*) FROM t").value());
    connection.begin();
    assertThrows(
        IllegalStateException.class,
        () -> connection.execute("SELECT generate_series(1, 5000)", picky));
    assertTrue(connection.transactionOpen());
    connection.rollback();
  }

  @Test
  public void cancelEndsWhatRuns() throws Exception {
    CompletableFuture<ServerException> answer = inBackground("SELECT pg_sleep(600)");
    awaitRunning("pg_sleep");
    connection.cancel();
    ServerException e = answer.get();
    assertEquals("57014", e.sqlState());
    assertFalse(e.connectionLost());
    assertFalse(connection.transactionOpen());
    assertEquals("1", run(connection, "SELECT 1").value());
  }

  @Test
  public void cancelEndsAFetch() throws Exception {
    CompletableFuture<ServerException> answer =
        inBackground(
            "SELECT i, CASE WHEN i > 3000 THEN pg_sleep(600)::text END FROM generate_series(1, 100000) i");
    awaitRunning("pg_sleep");
    connection.cancel();
    assertEquals("57014", answer.get().sqlState());
    assertEquals("1", run(connection, "SELECT 1").value());
  }

  @Test
  public void cancelOfNothingHitsNothing() throws ServerException {
    connection.cancel();
    assertEquals("1", run(connection, "SELECT 1").value());
  }

  @Test
  public void abortCutsTheConnection() throws Exception {
    CompletableFuture<ServerException> answer = inBackground("SELECT pg_sleep(600)");
    awaitRunning("pg_sleep");
    assertTrue(connection.abort());
    assertTrue(answer.get().connectionLost());
    assertFalse(connection.reset());
    assertFalse(connection.validate(Duration.ofSeconds(1)));
  }

  @Test
  public void aTerminatedBackendIsALostConnection() throws ServerException {
    String pid = run(connection, "SELECT pg_backend_pid()").value();
    run(other, "SELECT pg_terminate_backend(" + pid + ", 10000)");
    assertTrue(
        assertThrows(ServerException.class, () -> run(connection, "SELECT 1")).connectionLost());
    assertFalse(connection.reset());
  }

  @Test
  public void loginErrorsHoldNoSecret() {
    var spec = Drivers.spec(Postgres.spec().url() + "?password=hush-hush", "nobody", "s3cret");
    ServerException e = assertThrows(ServerException.class, () -> Drivers.postgresql().open(spec));
    assertFalse(
        e.getMessage(), e.getMessage().contains("s3cret") || e.getMessage().contains("hush"));
    var bad = Drivers.spec("jdbc:mysql://me:s3cret@127.0.0.1/x?password=hush", "me", "pw");
    ServerException wrong =
        assertThrows(ServerException.class, () -> Drivers.postgresql().open(bad));
    assertEquals(
        "url: jdbc:mysql://me:***@127.0.0.1/x?password=*** (expected: a URL of the driver driver)",
        wrong.getMessage());
  }

  @Test
  public void initSqlMustNotLeaveATransactionOpen() {
    var spec = Drivers.with(Postgres.spec(), "BEGIN", "", "", false);
    assertEquals(
        "25000",
        assertThrows(ServerException.class, () -> Drivers.postgresql().open(spec)).sqlState());
  }

  private CompletableFuture<ServerException> inBackground(String sql) {
    CompletableFuture<ServerException> answer = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                run(connection, sql);
                answer.completeExceptionally(new AssertionError("it came to its end"));
              } catch (ServerException e) {
                answer.complete(e);
              } catch (Throwable e) {
                answer.completeExceptionally(e);
              }
            });
    thread.setDaemon(true);
    thread.start();
    return answer;
  }

  private void awaitRunning(String part) throws ServerException {
    long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    String sql =
        "SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'PgSleep' AND query LIKE '%"
            + part
            + "%' AND pid <> pg_backend_pid()";
    while (!"1".equals(run(other, sql).value())) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("never seen running: " + part);
      }
    }
  }
}

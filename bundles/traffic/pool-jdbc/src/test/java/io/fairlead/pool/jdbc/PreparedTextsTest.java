package io.fairlead.pool.jdbc;

import static io.fairlead.pool.jdbc.Drivers.run;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.fairlead.traffic.pool.spi.ServerConnection;
import io.fairlead.traffic.pool.spi.ServerException;
import java.util.List;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;

/** A text runs as a prepared statement from its second sight, and answers the same. */
public class PreparedTextsTest {

  private static final String ALL = "SELECT a, b, c, d FROM prepared ORDER BY a";

  /** Seen, prepared, and run often enough for the server to hear of it. */
  private static final int RUNS = 8;

  private ServerConnection postgresql;
  private ServerConnection h2;

  @Before
  public void open() throws ServerException {
    postgresql = Drivers.postgresql().open(Postgres.spec());
    h2 = Drivers.h2().open(Drivers.spec("jdbc:h2:mem:prepared;DB_CLOSE_DELAY=-1", "sa", ""));
    for (ServerConnection connection : List.of(postgresql, h2)) {
      run(connection, "DROP TABLE IF EXISTS prepared");
      run(
          connection,
          "CREATE TABLE prepared(a int, b double precision, c timestamp, d numeric(10, 3))");
      run(
          connection,
          "INSERT INTO prepared VALUES (1, 1e10, TIMESTAMP '2024-02-29 01:02:03.5', 1.5), (2, 0.1, NULL, -7)");
    }
  }

  @After
  public void close() {
    postgresql.close();
    h2.close();
  }

  @Test
  public void theAnswerStaysTheSame() throws ServerException {
    for (ServerConnection connection : List.of(postgresql, h2)) {
      List<?> first = run(connection, ALL).rows;
      for (int i = 0; i < 8; i++) {
        assertEquals(first, run(connection, ALL).rows);
      }
      // twice to be seen and prepared, then seven times from the cache
      assertEquals(7, connection.statementCacheUse().hits());
    }
  }

  @Test
  public void theServerKnowsItAsPrepared() throws ServerException {
    for (int i = 0; i < RUNS; i++) {
      run(postgresql, ALL);
    }
    assertEquals(
        "1",
        run(
                postgresql,
                "SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE '%FROM prepared ORDER%'")
            .value());
  }

  @Test
  public void aResetKeepsOursAndDropsTheSessions() throws ServerException {
    for (int i = 0; i < RUNS; i++) {
      run(postgresql, ALL);
    }
    String ours =
        "SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE '%FROM prepared ORDER%'";
    run(postgresql, "SET work_mem = '5MB'; CREATE TEMP TABLE gone(a int)");
    run(postgresql, "SELECT pg_advisory_lock(4711)");
    assertTrue(postgresql.reset());
    assertEquals("1", run(postgresql, ours).value());
    assertEquals("4MB", run(postgresql, "SHOW work_mem").value());
    assertEquals(
        "0", run(postgresql, "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'").value());
    assertThrows(ServerException.class, () -> run(postgresql, "SELECT * FROM gone"));
    run(postgresql, "DO $$ BEGIN EXECUTE 'PREPARE hidden AS SELECT 1'; END $$");
    assertTrue(postgresql.reset());
    assertEquals(
        "0",
        run(postgresql, "SELECT count(*) FROM pg_prepared_statements WHERE name = 'hidden'")
            .value());
    assertEquals(2, run(postgresql, ALL).rows.size());
  }

  @Test
  public void aStalePlanIsMadeAnew() throws ServerException {
    String sql = "SELECT * FROM prepared WHERE a = 1";
    for (ServerConnection connection : List.of(postgresql, h2)) {
      for (int i = 0; i < RUNS; i++) {
        assertEquals(4, run(connection, sql).columns.size());
      }
      run(connection, "ALTER TABLE prepared ADD COLUMN e int");
      assertEquals(5, run(connection, sql).columns.size());
    }
  }

  @Test
  public void aStatementThatTheServerForgotIsAnErrorOnceInATransaction() throws ServerException {
    String sql = "SELECT * FROM prepared WHERE a = 2";
    for (int i = 0; i < RUNS; i++) {
      run(postgresql, sql);
    }
    int kept = postgresql.statementCacheUse().entries();
    postgresql.begin();
    run(postgresql, "DO $$ BEGIN EXECUTE 'DEALLOCATE ALL'; END $$");
    assertEquals(
        "26000", assertThrows(ServerException.class, () -> run(postgresql, sql)).sqlState());
    assertEquals(kept - 1, postgresql.statementCacheUse().entries());
    postgresql.rollback();
    assertEquals(1, run(postgresql, sql).rows.size());
  }

  @Test
  public void aQuestionMarkIsNoParameter() throws ServerException {
    long before = postgresql.statementCacheUse().misses();
    String sql = "SELECT '{\"a\": 1}'::jsonb ? 'a'";
    for (int i = 0; i < RUNS; i++) {
      assertEquals("true", run(postgresql, sql).value());
    }
    assertEquals(before, postgresql.statementCacheUse().misses());
  }

  @Test
  public void anInsertIsPreparedToo() throws ServerException {
    for (ServerConnection connection : List.of(postgresql, h2)) {
      for (int i = 0; i < 4; i++) {
        assertEquals(1, run(connection, "INSERT INTO prepared VALUES (9, 9, NULL, 9)").affected);
      }
      assertEquals("4", run(connection, "SELECT count(*) FROM prepared WHERE a = 9").value());
      assertEquals(2, connection.statementCacheUse().hits());
    }
  }
}

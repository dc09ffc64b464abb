package io.fairlead.pool.jdbc;

import static io.fairlead.pool.jdbc.Drivers.run;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.fairlead.traffic.pool.spi.ServerConnection;
import io.fairlead.traffic.pool.spi.ServerException;
import java.util.Optional;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;

/** What one session did on a connection, the next one sees none of. */
public class PostgresqlLeavesNothingTest {

  private ServerConnection connection;
  private ServerConnection other;

  @Before
  public void open() throws ServerException {
    connection = Drivers.postgresql().open(Postgres.spec());
    other = Drivers.postgresql().open(Postgres.spec());
    run(other, "DROP TABLE IF EXISTS leak; CREATE TABLE leak(a int)");
    assertTrue(other.reset());
  }

  @After
  public void close() {
    connection.close();
    other.close();
  }

  @Test
  public void textBegin() throws ServerException {
    run(connection, "BEGIN");
    assertTrue(connection.transactionOpen());
    run(connection, "INSERT INTO leak VALUES (1)");
    assertEquals("1", run(connection, "SELECT count(*) FROM leak").value());
    assertTrue(connection.reset());
    assertFalse(connection.transactionOpen());
    assertEquals("0", run(connection, "SELECT count(*) FROM leak").value());
    assertEquals("0", run(other, "SELECT count(*) FROM leak").value());
  }

  @Test
  public void failedTransaction() throws ServerException {
    run(connection, "BEGIN");
    assertThrows(ServerException.class, () -> run(connection, "SELECT 1/0"));
    assertTrue(connection.transactionOpen());
    assertThrows(ServerException.class, () -> run(connection, "SELECT 1"));
    assertTrue(connection.reset());
    assertEquals("1", run(connection, "SELECT 1").value());
  }

  @Test
  public void set() throws ServerException {
    String before = run(connection, "SHOW statement_timeout").value();
    run(connection, "SET statement_timeout = 4711");
    assertEquals(Optional.of("SET"), connection.stateLeft());
    assertEquals("4711ms", run(connection, "SHOW statement_timeout").value());
    assertTrue(connection.reset());
    assertEquals(Optional.empty(), connection.stateLeft());
    assertEquals(before, run(connection, "SHOW statement_timeout").value());
  }

  @Test
  public void setBehindAFunction() throws ServerException {
    run(connection, "SELECT set_config('work_mem', '4711kB', false)");
    assertEquals(Optional.of("SET"), connection.stateLeft());
    assertTrue(connection.reset());
    run(connection, "DO $$ BEGIN PERFORM set_config('work_mem', '4711kB', false); END $$");
    assertEquals(Optional.empty(), connection.stateLeft());
    assertTrue(connection.reset());
    assertEquals("4MB", run(connection, "SHOW work_mem").value());
  }

  @Test
  public void setRole() throws ServerException {
    run(
        connection,
        "DO $$ BEGIN CREATE ROLE leaky; EXCEPTION WHEN duplicate_object THEN NULL; END $$");
    run(connection, "SET ROLE leaky");
    assertEquals("leaky", run(connection, "SELECT current_user").value());
    assertTrue(connection.reset());
    assertEquals("postgres", run(connection, "SELECT current_user").value());
  }

  @Test
  public void setLocalEndsWithItsTransaction() throws ServerException {
    run(connection, "BEGIN");
    run(connection, "SET LOCAL work_mem = '4711kB'");
    run(connection, "COMMIT");
    assertEquals(Optional.empty(), connection.stateLeft());
    assertTrue(connection.reset());
    assertEquals("4MB", run(connection, "SHOW work_mem").value());
  }

  @Test
  public void temporaryTable() throws ServerException {
    run(connection, "CREATE TEMP TABLE mine(a int)");
    assertEquals(Optional.of("temporary table"), connection.stateLeft());
    run(connection, "INSERT INTO mine VALUES (1)");
    assertTrue(connection.reset());
    ServerException gone =
        assertThrows(ServerException.class, () -> run(connection, "SELECT * FROM mine"));
    assertEquals("42P01", gone.sqlState());
  }

  @Test
  public void temporaryTableOfASelect() throws ServerException {
    run(connection, "SELECT 1 AS a INTO TEMP mine");
    assertEquals(Optional.of("temporary table"), connection.stateLeft());
    assertTrue(connection.reset());
    assertThrows(ServerException.class, () -> run(connection, "SELECT * FROM mine"));
  }

  @Test
  public void advisoryLock() throws ServerException {
    for (String lock :
        new String[] {
          "SELECT pg_advisory_lock(7)",
          "SELECT \"pg_advisory_lock\"(7)",
          "SELECT PG_TRY_ADVISORY_LOCK(7)"
        }) {
      run(connection, lock);
      assertEquals(lock, Optional.of("advisory lock"), connection.stateLeft());
      assertEquals("false", run(other, "SELECT pg_try_advisory_lock(7)").value());
      assertTrue(connection.reset());
      assertEquals("true", run(other, "SELECT pg_try_advisory_lock(7)").value());
      assertTrue(other.reset());
    }
  }

  @Test
  public void advisoryLockThatNoLexerSees() throws ServerException {
    run(connection, "DO $x$ BEGIN EXECUTE 'SELECT pg_adv' || 'isory_lock(8)'; END $x$");
    assertTrue(connection.reset());
    assertEquals("true", run(other, "SELECT pg_try_advisory_lock(8)").value());
  }

  @Test
  public void advisoryLockOfAFailedStatement() throws ServerException {
    assertThrows(
        ServerException.class,
        () ->
            run(
                connection,
                "SELECT 1 / (length(pg_advisory_lock(9)::text) - length(pg_advisory_lock(9)::text))"));
    assertEquals(Optional.of("advisory lock"), connection.stateLeft());
    assertTrue(connection.reset());
    assertEquals("true", run(other, "SELECT pg_try_advisory_lock(9)").value());
  }

  @Test
  public void listen() throws ServerException {
    run(connection, "LISTEN news");
    assertEquals(Optional.of("LISTEN"), connection.stateLeft());
    assertTrue(connection.reset());
    assertEquals("0", run(connection, "SELECT count(*) FROM pg_listening_channels()").value());
  }

  @Test
  public void prepare() throws ServerException {
    run(connection, "PREPARE p AS SELECT 1");
    assertEquals(Optional.of("PREPARE"), connection.stateLeft());
    assertEquals("1", run(connection, "EXECUTE p").value());
    assertTrue(connection.reset());
    assertEquals("0", run(connection, "SELECT count(*) FROM pg_prepared_statements").value());
  }

  @Test
  public void cursorWithHold() throws ServerException {
    run(connection, "BEGIN");
    run(connection, "DECLARE c CURSOR WITH HOLD FOR SELECT 1");
    run(connection, "COMMIT");
    assertEquals(Optional.of("cursor WITH HOLD"), connection.stateLeft());
    assertEquals("1", run(connection, "FETCH c").value());
    assertTrue(connection.reset());
    assertEquals("0", run(connection, "SELECT count(*) FROM pg_cursors WHERE is_holdable").value());
  }

  @Test
  public void theNameThatItWasOpenedWithIsBackAfterAReset() throws ServerException {
    run(connection, "SET application_name = 'somebody'");
    assertTrue(connection.reset());
    assertEquals("fairlead main", run(connection, "SHOW application_name").value());
  }

  @Test
  public void sequenceValue() throws ServerException {
    run(connection, "CREATE SEQUENCE IF NOT EXISTS leak_seq");
    run(connection, "SELECT nextval('leak_seq')");
    assertTrue(connection.reset());
    assertThrows(ServerException.class, () -> run(connection, "SELECT lastval()"));
  }

  @Test
  public void loadedLibraryCostsTheConnection() throws ServerException {
    run(connection, "LOAD 'plpgsql'");
    assertFalse(connection.reset());
  }

  @Test
  public void whatThePoolAskedForSurvivesTheReset() throws ServerException {
    run(other, "CREATE SCHEMA IF NOT EXISTS \"My Schema\"");
    ServerConnection set =
        Drivers.postgresql()
            .open(
                Drivers.with(
                    Postgres.spec(), "SET work_mem = '5MB'", "serializable", "My Schema", true));
    for (int i = 0; i < 2; i++) {
      assertEquals("5MB", run(set, "SHOW work_mem").value());
      assertEquals("My Schema", run(set, "SELECT current_schema()").value());
      assertEquals("serializable", run(set, "SHOW transaction_isolation").value());
      assertEquals(
          "25006",
          assertThrows(ServerException.class, () -> run(set, "CREATE TABLE x(a int)")).sqlState());
      assertEquals(Optional.empty(), set.stateLeft());
      run(set, "SET work_mem = '6MB'; SET search_path = public");
      assertTrue(set.reset());
    }
    set.close();
  }
}

package io.fairlead.pool.jdbc;

import static io.fairlead.pool.jdbc.Drivers.run;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.fairlead.traffic.pool.spi.ResetMode;
import io.fairlead.traffic.pool.spi.ServerConnection;
import io.fairlead.traffic.pool.spi.ServerException;
import java.util.List;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;

/** A reset takes back what its mode says, and always what another session must not have. */
public class PostgresqlResetModeTest {

  private ServerConnection connection;

  @Before
  public void open() throws ServerException {
    connection = Drivers.postgresql().open(Postgres.spec());
  }

  @After
  public void close() {
    connection.close();
  }

  private static ResetMode mode(boolean variables, boolean tables, boolean prepared) {
    return new ResetMode(variables, tables, prepared, true, List.of(), /* whole= */ false);
  }

  private void leaveAll() throws ServerException {
    run(connection, "SET statement_timeout = 4711");
    run(connection, "CREATE TEMP TABLE mine(a int)");
    run(connection, "SELECT pg_advisory_lock(7)");
    run(connection, "PREPARE seven AS SELECT 7");
    run(connection, "LISTEN seven");
    run(connection, "SELECT 1");
    run(connection, "SELECT 1");
    run(connection, "SELECT 1");
    assertTrue(connection.statementCacheUse().entries() > 0);
  }

  private boolean timeoutIsKept() throws ServerException {
    return run(connection, "SHOW statement_timeout").value().equals("4711ms");
  }

  private boolean tableIsKept() {
    try {
      run(connection, "SELECT count(*) FROM mine");
      return true;
    } catch (ServerException e) {
      assertEquals("42P01", e.sqlState());
      return false;
    }
  }

  private void assertLockAndPreparedAreGone() throws ServerException {
    assertEquals(
        "0", run(connection, "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'").value());
    assertEquals(
        "0",
        run(connection, "SELECT count(*) FROM pg_prepared_statements WHERE name = 'seven'")
            .value());
    assertEquals("0", run(connection, "SELECT count(*) FROM pg_listening_channels()").value());
  }

  @Test
  public void settingsMayStay() throws ServerException {
    leaveAll();
    assertTrue(connection.reset(mode(false, true, false)));
    assertTrue(timeoutIsKept());
    assertFalse(tableIsKept());
    assertLockAndPreparedAreGone();
  }

  @Test
  public void temporaryTablesMayStay() throws ServerException {
    leaveAll();
    assertTrue(connection.reset(mode(true, false, false)));
    assertFalse(timeoutIsKept());
    assertTrue(tableIsKept());
    assertLockAndPreparedAreGone();
  }

  @Test
  public void thePoolsPreparedStatementsMayHaveToGo() throws ServerException {
    leaveAll();
    assertTrue(connection.reset(mode(true, true, true)));
    assertEquals(0, connection.statementCacheUse().entries());
    assertLockAndPreparedAreGone();
    assertEquals("1", run(connection, "SELECT 1").value());
  }

  @Test
  public void anOpenTransactionMayCostTheConnection() throws ServerException {
    run(connection, "BEGIN");
    assertFalse(
        connection.reset(new ResetMode(true, true, false, false, List.of(), /* whole= */ false)));
  }

  @Test
  public void ownQueriesRunAtTheEndAndWhereOneFailsTheConnectionIsOfNoUse() throws ServerException {
    run(connection, "SELECT 1");
    List<String> queries =
        List.of("SET work_mem = '4711kB'", "SELECT set_config('application_name', 'a, b', false)");
    assertTrue(connection.reset(new ResetMode(true, true, false, true, queries, false)));
    assertEquals("4711kB", run(connection, "SHOW work_mem").value());
    assertEquals("a, b", run(connection, "SHOW application_name").value());
    List<String> wrong = List.of("SELEC");
    assertFalse(connection.reset(new ResetMode(true, true, false, true, wrong, false)));
    List<String> open = List.of("BEGIN");
    assertFalse(connection.reset(new ResetMode(true, true, false, true, open, false)));
  }

  @Test
  public void aWholeOneLeavesNothingEvenWhereNothingCanBeLeft() throws ServerException {
    List<String> queries = List.of("SET work_mem = '4711kB'");
    assertTrue(connection.reset(new ResetMode(true, true, false, true, queries, false)));
    assertTrue("nothing was run", connection.reset());
    assertEquals("4711kB", run(connection, "SHOW work_mem").value());
    assertTrue(connection.reset(ResetMode.STANDARD.asWhole()));
    assertEquals("4MB", run(connection, "SHOW work_mem").value());
    assertThrows(ServerException.class, () -> run(connection, "SELEC"));
  }
}

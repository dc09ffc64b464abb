package io.fairlead.pool.jdbc;

import static io.fairlead.pool.jdbc.Drivers.run;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.fairlead.traffic.pool.spi.ServerConnection;
import io.fairlead.traffic.pool.spi.ServerException;
import java.util.Optional;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;

/** What one session did on a connection, the next one sees none of. */
public class MariadbLeavesNothingTest {

  private ServerConnection connection;
  private ServerConnection other;

  @Before
  public void open() throws ServerException {
    connection = Drivers.mariadb().open(Mariadb.spec());
    other = Drivers.mariadb().open(Mariadb.spec());
    run(other, "CREATE OR REPLACE TABLE leak(a INT AUTO_INCREMENT PRIMARY KEY)");
    assertTrue(other.reset());
  }

  @After
  public void close() {
    connection.close();
    other.close();
  }

  private void leaves(String what, String sql) throws ServerException {
    run(connection, sql);
    assertEquals(sql, Optional.of(what), connection.stateLeft());
    assertTrue(sql, connection.reset());
    assertEquals(sql, Optional.empty(), connection.stateLeft());
  }

  @Test
  public void textBegin() throws ServerException {
    for (String begin :
        new String[] {"BEGIN", "START TRANSACTION", "begin work", "/*!50000 BEGIN */"}) {
      run(connection, begin);
      assertTrue(begin, connection.transactionOpen());
      run(connection, "INSERT INTO leak VALUES (1)");
      assertTrue(connection.reset());
      assertFalse(connection.transactionOpen());
      assertEquals(begin, "0", run(connection, "SELECT count(*) FROM leak").value());
      assertEquals(begin, "0", run(other, "SELECT count(*) FROM leak").value());
    }
  }

  @Test
  public void autocommitOffIsATransactionFromTheFirstStatementOn() throws ServerException {
    run(connection, "SET autocommit = 0");
    assertEquals(Optional.of("SET"), connection.stateLeft());
    run(connection, "INSERT INTO leak VALUES (1)");
    assertTrue(connection.transactionOpen());
    assertTrue(connection.reset());
    run(connection, "INSERT INTO leak VALUES (2)");
    assertFalse(connection.transactionOpen());
    assertEquals("2", run(other, "SELECT a FROM leak").value());
  }

  @Test
  public void anImplicitCommitEndsTheTransaction() throws ServerException {
    connection.begin();
    assertTrue(connection.transactionOpen());
    run(connection, "CREATE OR REPLACE TABLE implicit(a INT)");
    assertFalse(connection.transactionOpen());
  }

  @Test
  public void set() throws ServerException {
    String before = run(connection, "SELECT @@session.wait_timeout").value();
    assertEquals(Optional.empty(), connection.stateLeft());
    leaves("SET", "SET wait_timeout = 4711");
    assertEquals(before, run(connection, "SELECT @@session.wait_timeout").value());
    leaves("SET", "SET SESSION TRANSACTION READ ONLY");
    run(connection, "INSERT INTO leak VALUES (7)");
    assertEquals("7", run(other, "SELECT a FROM leak").value());
  }

  @Test
  public void settingsOfOneStatementLeaveNothing() throws ServerException {
    run(connection, "SET STATEMENT max_statement_time = 7 FOR SELECT 1");
    assertEquals(Optional.empty(), connection.stateLeft());
  }

  @Test
  public void variables() throws ServerException {
    leaves("SET, variable", "SET @x = 4711");
    assertNull(run(connection, "SELECT @x").value());
    assertTrue(connection.reset());
    leaves("variable", "SELECT @x := 4711");
    assertNull(run(connection, "SELECT @x").value());
  }

  @Test
  public void temporaryTable() throws ServerException {
    leaves("temporary table", "CREATE TEMPORARY TABLE mine(a INT)");
    ServerException gone =
        assertThrows(ServerException.class, () -> run(connection, "SELECT * FROM mine"));
    assertEquals("42S02", gone.sqlState());
  }

  @Test
  public void advisoryLock() throws ServerException {
    for (String lock : new String[] {"SELECT GET_LOCK('l', 0)", "DO `get_lock`('l', 0)"}) {
      leaves("advisory lock", lock);
      assertEquals(lock, "1", run(other, "SELECT GET_LOCK('l', 0)").value());
      assertTrue(other.reset());
    }
  }

  @Test
  public void advisoryLockThatNoLexerSees() throws ServerException {
    run(connection, "EXECUTE IMMEDIATE CONCAT('SELECT GET_', 'LOCK(\"hidden\", 0)')");
    assertTrue(connection.reset());
    assertEquals("1", run(other, "SELECT GET_LOCK('hidden', 0)").value());
  }

  @Test
  public void tableLock() throws ServerException {
    leaves("table lock", "LOCK TABLES leak WRITE");
    run(other, "INSERT INTO leak VALUES (1)");
  }

  @Test
  public void handler() throws ServerException {
    leaves("handler", "HANDLER leak OPEN");
    assertThrows(ServerException.class, () -> run(connection, "HANDLER leak READ FIRST"));
  }

  @Test
  public void prepare() throws ServerException {
    leaves("PREPARE", "PREPARE p FROM 'SELECT 1'");
    assertThrows(ServerException.class, () -> run(connection, "EXECUTE p"));
  }

  @Test
  public void usedDatabase() throws ServerException {
    leaves("SET", "USE mysql");
    assertEquals("fairlead", run(connection, "SELECT DATABASE()").value());
  }

  @Test
  public void aUsedDatabaseWhereThereWasNoneCostsTheConnection() throws ServerException {
    ServerConnection without = Drivers.mariadb().open(Drivers.spec(Mariadb.url(""), "root", ""));
    run(without, "USE mysql");
    assertFalse(without.reset());
    without.close();
  }

  @Test
  public void insertedId() throws ServerException {
    run(connection, "INSERT INTO leak VALUES ()");
    assertTrue(connection.reset());
    assertEquals("0", run(connection, "SELECT LAST_INSERT_ID()").value());
  }

  @Test
  public void whatThePoolAskedForSurvivesTheReset() throws ServerException {
    run(other, "CREATE DATABASE IF NOT EXISTS `My ``Schema`");
    ServerConnection set =
        Drivers.mariadb()
            .open(
                Drivers.with(
                    Mariadb.spec(), "SET wait_timeout = 4712", "serializable", "My `Schema", true));
    for (int i = 0; i < 2; i++) {
      assertEquals("4712", run(set, "SELECT @@session.wait_timeout").value());
      assertEquals("My `Schema", run(set, "SELECT DATABASE()").value());
      assertEquals("SERIALIZABLE", run(set, "SELECT @@transaction_isolation").value());
      assertEquals(
          "25006",
          assertThrows(
                  ServerException.class, () -> run(set, "INSERT INTO fairlead.leak VALUES (1)"))
              .sqlState());
      run(set, "SET wait_timeout = 4713; USE mysql");
      assertTrue(set.reset());
    }
    set.close();
  }
}

package io.fairlead.pool.jdbc;

import static io.fairlead.pool.jdbc.Drivers.run;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.fairlead.traffic.pool.spi.ServerConnection;
import io.fairlead.traffic.pool.spi.ServerException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.Optional;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;

/** A database that nothing is known of; H2 stands for it. */
public class UnknownDatabaseTest {

  private static final String URL = "jdbc:h2:mem:unknown";

  private ServerConnection connection;
  private ServerConnection other;

  @Before
  public void open() throws Exception {
    connection = unknown();
    other = unknown();
    run(connection, "CREATE TABLE t(a INT)");
    connection.close();
    connection = unknown();
  }

  private static ServerConnection unknown() throws Exception {
    Connection jdbc = DriverManager.getConnection(URL, "sa", "");
    Dialect dialect = new UnknownDialect(jdbc, Drivers.spec(URL, "sa", ""));
    dialect.setUp();
    return new JdbcServerConnection(
        jdbc, dialect, new StatementCache(0, 0), Optional.empty(), "Unknown 1");
  }

  @After
  public void close() {
    connection.close();
    other.close();
  }

  @Test
  public void plainDmlKeepsTheConnection() throws ServerException {
    run(connection, "INSERT INTO t VALUES (1)");
    run(connection, "SELECT count(*) FROM t");
    assertTrue(connection.reset());
  }

  @Test
  public void anythingElseCostsIt() throws ServerException {
    run(connection, "CREATE TABLE u(a INT)");
    assertFalse(connection.reset());
    run(other, "SET LOCK_TIMEOUT 5");
    assertEquals(Optional.of("SET"), other.stateLeft());
    assertFalse(other.reset());
  }

  @Test
  public void transactionsAreByRequestOnly() throws ServerException {
    assertEquals(
        "0A000", assertThrows(ServerException.class, () -> run(connection, "BEGIN")).sqlState());
    connection.begin();
    assertTrue(connection.transactionOpen());
    run(connection, "INSERT INTO t VALUES (1)");
    assertEquals(
        "0A000", assertThrows(ServerException.class, () -> run(connection, "COMMIT")).sqlState());
    assertTrue(connection.reset());
    assertFalse(connection.transactionOpen());
    assertEquals("0", run(other, "SELECT count(*) FROM t").value());
    connection.begin();
    run(connection, "INSERT INTO t VALUES (1)");
    connection.commit();
    assertEquals("1", run(other, "SELECT count(*) FROM t").value());
  }
}

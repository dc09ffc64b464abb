package io.fairlead.pool.datasource;

import static io.fairlead.pool.datasource.Lending.assertState;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.fairlead.pool.jdbc.Databases;
import java.sql.Array;
import java.sql.Blob;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.Test;

/** The handle on PostgreSQL. */
public class PostgresqlHandleTest extends HandleContract {

  public PostgresqlHandleTest() {
    super(Databases.POSTGRESQL);
  }

  @Override
  String endless() {
    return "SELECT pg_sleep(3600)";
  }

  @Override
  String fewRows() {
    return "SELECT g, pg_sleep(CASE WHEN g > 1 THEN 3600 ELSE 0 END) FROM generate_series(1, 5) g";
  }

  /** What the driver fetches next is more than one row. */
  @Override
  int rowsAtOnce() {
    return 1;
  }

  @Override
  Class<?> driverType() {
    return org.postgresql.PGConnection.class;
  }

  @Override
  void setOtherSchema(Connection connection) throws SQLException {
    connection.setSchema("public");
  }

  @Test
  public void theWholeSearchPathIsSetBack() throws SQLException {
    String before;
    try (Connection c = borrow()) {
      before = one(c, "SHOW search_path");
      c.setSchema("pg_catalog");
      assertEquals("pg_catalog", c.getSchema());
    }
    try (Connection c = borrow()) {
      assertEquals(before, one(c, "SHOW search_path"));
    }
    assertEquals(1, lending.pool.stats().totalCreated());
  }

  @Test
  public void whatTextsLeaveIsTakenBack() throws SQLException {
    String pid;
    try (Connection c = borrow();
        Statement s = c.createStatement()) {
      pid = one(c, "SELECT pg_backend_pid()");
      s.execute("SET work_mem = '7MB'");
      s.execute("CREATE TEMPORARY TABLE t (x int)");
      s.execute("SELECT pg_advisory_lock(7)");
      c.setClientInfo("ApplicationName", "somebody's own");
    }
    try (Connection c = borrow()) {
      assertEquals(pid, one(c, "SELECT pg_backend_pid()"));
      assertNotEquals("7MB", one(c, "SHOW work_mem"));
      assertEquals("0", one(c, "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'"));
      assertEquals("f", one(c, "SELECT to_regclass('pg_temp.t') IS NOT NULL"));
      assertEquals("fairlead shop", one(c, "SHOW application_name"));
      assertEquals("fairlead shop", c.getClientInfo("ApplicationName"));
    }
  }

  @Test
  public void aTransactionThatATextBeganIsRolledBack() throws SQLException {
    try (Connection c = borrow();
        Statement s = c.createStatement()) {
      s.execute("BEGIN");
      s.execute("INSERT INTO item VALUES (9, 'nine')");
    }
    try (Connection c = borrow()) {
      assertEquals("3", one(c, "SELECT count(*) FROM item"));
    }
    assertEquals(1, lending.pool.stats().totalCreated());
  }

  @Test
  public void aFailedTransactionIsEndedAndNotHandedOn() throws SQLException {
    try (Connection c = borrow();
        Statement s = c.createStatement()) {
      c.setAutoCommit(false);
      assertThrows(SQLException.class, () -> s.execute("SELECT nothing"));
      assertState("25P02", () -> s.execute("SELECT 1"));
    }
    try (Connection c = borrow()) {
      assertEquals("3", one(c, "SELECT count(*) FROM item"));
    }
  }

  @Test
  public void aConnectionThatTheServerEndedIsNotLentOn() throws SQLException {
    try (Connection c = borrow();
        Statement s = c.createStatement()) {
      SQLException e =
          assertThrows(
              SQLException.class, () -> s.execute("SELECT pg_terminate_backend(pg_backend_pid())"));
      assertTrue(e.getSQLState(), e.getSQLState().matches("57P01|08006"));
      assertFalse(c.isValid(1));
    }
    try (Connection c = borrow()) {
      assertEquals("3", one(c, "SELECT count(*) FROM item"));
    }
    assertEquals(2, lending.pool.stats().totalCreated());
  }

  @Test
  public void arraysAndLargeObjectsGoWithTheConnection() throws SQLException {
    Connection c = borrow();
    c.setAutoCommit(false);
    Array array = c.createArrayOf("int4", new Object[] {1, 2});
    Array read;
    try (PreparedStatement p = c.prepareStatement("SELECT ?::int4[]")) {
      p.setArray(1, array);
      ResultSet r = p.executeQuery();
      assertTrue(r.next());
      read = r.getArray(1);
      assertEquals(2, ((Object[]) read.getArray()).length);
      ResultSet rows = read.getResultSet();
      assertTrue(rows.next());
    }
    long oid = Long.parseLong(one(c, "SELECT lo_from_bytea(0, 'abc')"));
    ResultSet r = c.createStatement().executeQuery("SELECT " + oid + "::oid");
    assertTrue(r.next());
    Blob blob = r.getBlob(1);
    assertEquals(3, blob.length());
    c.close();
    assertState("08003", blob::length);
    assertState("08003", () -> blob.getBytes(1, 3));
    assertState("08003", read::getArray);
  }

  @Test
  public void rowsComeInBlocksInsideATransaction() throws SQLException {
    try (Connection c = borrow();
        Statement s = c.createStatement()) {
      c.setAutoCommit(false);
      s.setFetchSize(10);
      try (ResultSet r = s.executeQuery("SELECT * FROM generate_series(1, 1000)")) {
        int last = 0;
        while (r.next()) {
          last = r.getInt(1);
        }
        assertEquals(1000, last);
      }
    }
  }

  @Test
  public void isolationHoldsForOneLoan() throws SQLException {
    try (Connection c = borrow()) {
      c.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      assertEquals("repeatable read", one(c, "SHOW transaction_isolation"));
    }
    try (Connection c = borrow()) {
      assertEquals("read committed", one(c, "SHOW transaction_isolation"));
    }
  }

  @Test
  public void aPreparedStatementIsKept() throws SQLException {
    String sql = "SELECT name FROM item WHERE id = ?";
    for (int i = 1; i <= 2; i++) {
      try (Connection c = borrow();
          PreparedStatement p = c.prepareStatement(sql)) {
        assertEquals(0, p.getQueryTimeout());
        p.setInt(1, i);
        assertTrue(p.executeQuery().next());
      }
    }
    assertEquals(1, lending.pool.stats().statementCache().hits());
    try (Connection c = borrow();
        PreparedStatement p = c.prepareStatement(sql)) {
      assertEquals(0, p.getQueryTimeout());
      assertEquals(2, lending.pool.stats().statementCache().hits());
    }
  }
}

package io.fairlead.pool.datasource;

import static io.fairlead.pool.datasource.Lending.assertState;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.fairlead.pool.jdbc.Databases;
import java.io.IOException;
import java.io.Reader;
import java.sql.CallableStatement;
import java.sql.Clob;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.Test;

/** The handle on H2. */
public class H2HandleTest extends HandleContract {

  public H2HandleTest() {
    super(Databases.H2);
  }

  @Override
  String endless() {
    return "SELECT count(*) FROM SYSTEM_RANGE(1, 1000000000000) a WHERE MOD(X, 7) = 8";
  }

  @Override
  String fewRows() {
    return "SELECT X FROM SYSTEM_RANGE(1, 1000000000000) WHERE X < 3 OR MOD(X, 7) = 8";
  }

  @Override
  Class<?> driverType() {
    return org.h2.jdbc.JdbcConnection.class;
  }

  @Override
  void setOtherSchema(Connection connection) throws SQLException {
    connection.setSchema("INFORMATION_SCHEMA");
    assertEquals("INFORMATION_SCHEMA", connection.getSchema());
    connection.setSchema("PUBLIC");
    connection.setSchema("INFORMATION_SCHEMA");
    connection.createStatement().execute("SELECT 1 FROM PUBLIC.item");
    connection.setSchema("PUBLIC");
  }

  @Test
  public void aSchemaIsSetBack() throws SQLException {
    try (Connection c = borrow()) {
      c.setSchema("INFORMATION_SCHEMA");
    }
    try (Connection c = borrow()) {
      assertEquals("PUBLIC", c.getSchema());
    }
    assertEquals(1, lending.pool.stats().totalCreated());
  }

  @Test
  public void largeObjectsAndTheirStreamsGoWithTheConnection() throws Exception {
    Connection c = borrow();
    Clob made = c.createClob();
    made.setString(1, "written by us ".repeat(1000));
    c.createStatement().execute("CREATE TABLE IF NOT EXISTS doc (id INT, text CLOB)");
    PreparedStatement insert = c.prepareStatement("INSERT INTO doc VALUES (1, ?)");
    insert.setClob(1, made);
    assertEquals(1, insert.executeUpdate());
    ResultSet result = c.createStatement().executeQuery("SELECT text FROM doc");
    assertTrue(result.next());
    Clob clob = result.getClob(1);
    assertEquals(14_000, clob.length());
    Reader reader = clob.getCharacterStream();
    assertEquals('w', reader.read());
    assertTrue(result.getObject(1) instanceof Clob);
    c.close();
    assertState("08003", clob::length);
    assertThrows(IOException.class, reader::read);
    assertThrows(IOException.class, () -> reader.read(new char[10], 0, 10));
    reader.close();
    clob.free();
  }

  @Test
  public void aResultIsChangedThroughIt() throws SQLException {
    try (Connection c = borrow();
        Statement s =
            c.createStatement(ResultSet.TYPE_SCROLL_INSENSITIVE, ResultSet.CONCUR_UPDATABLE);
        ResultSet r = s.executeQuery("SELECT id, name FROM item ORDER BY id")) {
      assertTrue(r.last());
      assertEquals(3, r.getRow());
      r.updateString("name", "drei");
      r.updateRow();
      assertTrue(r.first());
      assertEquals("drei", one(c, "SELECT name FROM item WHERE id = 3"));
    }
  }

  @Test
  public void aProcedureIsCalledAndAClosedCallRefuses() throws Exception {
    Connection c = borrow();
    CallableStatement call = c.prepareCall("{? = call ABS(?)}");
    call.registerOutParameter(1, java.sql.Types.INTEGER);
    call.setInt(2, -5);
    call.execute();
    assertEquals(5, call.getInt(1));
    c.close();
    assertEquals(List.of(), EveryMethod.notRefused(CallableStatement.class, call));
  }

  @Test
  public void whatATextLeavesCostsTheConnection() throws SQLException {
    try (Connection c = borrow();
        Statement s = c.createStatement()) {
      s.execute("SET @secret = 42");
    }
    try (Connection c = borrow()) {
      assertEquals(null, one(c, "SELECT @secret"));
      assertEquals(2, lending.pool.stats().totalCreated());
    }
  }

  @Test
  public void whatNoSharedConnectionMayRunIsRefused() throws SQLException {
    try (Connection c = borrow();
        Statement s = c.createStatement()) {
      assertState("0A000", () -> s.execute("SET PASSWORD 'x'"));
      assertState("0A000", () -> c.prepareStatement("EXECUTE IMMEDIATE 'SELECT 1'"));
      assertEquals("3", one(c, "SELECT count(*) FROM item"));
    }
    assertEquals(1, lending.pool.stats().totalCreated());
  }

  @Test
  public void aPlainPreparedStatementIsUsedAgain() throws SQLException {
    String sql = "SELECT name FROM item WHERE id = ?";
    for (int i = 1; i <= 3; i++) {
      try (Connection c = borrow();
          PreparedStatement p = c.prepareStatement(sql)) {
        p.setInt(1, i);
        try (ResultSet r = p.executeQuery()) {
          assertTrue(r.next());
        }
      }
    }
    assertEquals(2, lending.pool.stats().statementCache().hits());
    assertEquals(1, lending.pool.stats().statementCache().entries());
    try (Connection c = borrow();
        PreparedStatement p = c.prepareStatement(sql)) {
      assertThrows("its parameters went", SQLException.class, p::executeQuery);
      p.setMaxRows(1);
    }
    assertEquals(
        "one that was set otherwise is closed", 0, lending.pool.stats().statementCache().entries());
  }

  @Test
  public void aPreparedStatementThatWasInOtherThreadsIsNotUsedAgain() throws Exception {
    try (Connection c = borrow();
        PreparedStatement p = c.prepareStatement("SELECT name FROM item WHERE id = ?")) {
      Thread other =
          new Thread(
              () -> {
                try {
                  p.setInt(1, 1);
                } catch (SQLException e) {
                  throw new IllegalStateException(e);
                }
              });
      other.start();
      other.join();
      p.executeQuery();
    }
    assertEquals(0, lending.pool.stats().statementCache().entries());
  }

  @Test
  public void whatIsReadInOneStatementIsOneStatement() throws SQLException {
    long before = lending.pool.connections().get(0).queriesExecuted();
    try (Connection c = borrow();
        Statement s = c.createStatement();
        ResultSet r = s.executeQuery("SELECT id FROM item")) {
      while (r.next()) {
        r.getInt(1);
      }
    }
    assertEquals(before + 1, lending.pool.connections().get(0).queriesExecuted());
  }
}

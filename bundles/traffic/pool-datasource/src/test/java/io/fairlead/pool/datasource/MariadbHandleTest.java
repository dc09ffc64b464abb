package io.fairlead.pool.datasource;

import static org.junit.Assert.assertEquals;

import io.fairlead.pool.jdbc.Databases;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.Test;

/** The handle on MariaDB. */
public class MariadbHandleTest extends HandleContract {

  public MariadbHandleTest() {
    super(Databases.MARIADB);
  }

  @Override
  String endless() {
    return "SELECT SLEEP(3600) FROM item";
  }

  @Override
  String fewRows() {
    return "SELECT id, SLEEP(IF(id > 2, 3600, 0)), REPEAT('x', 200000) FROM item ORDER BY id";
  }

  @Override
  String cancelledState() {
    return "70100";
  }

  @Override
  Class<?> driverType() {
    return org.mariadb.jdbc.Connection.class;
  }

  @Test
  public void theDatabaseIsSetBack() throws SQLException {
    try (Connection c = borrow()) {
      c.setCatalog("mysql");
      assertEquals("mysql", one(c, "SELECT DATABASE()"));
    }
    try (Connection c = borrow()) {
      assertEquals("fairlead", one(c, "SELECT DATABASE()"));
      assertEquals("fairlead", c.getCatalog());
    }
  }

  @Test
  public void whatTextsLeaveIsTakenBack() throws SQLException {
    try (Connection c = borrow();
        Statement s = c.createStatement()) {
      s.execute("SET @secret = 42");
      s.execute("SET autocommit = 0");
    }
    try (Connection c = borrow()) {
      assertEquals(null, one(c, "SELECT @secret"));
      assertEquals("1", one(c, "SELECT @@autocommit"));
    }
    assertEquals(1, lending.pool.stats().totalCreated());
  }
}

package io.fairlead.pool.jdbc.sql;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import org.junit.Test;

public class SqlScanTest {

  private final SqlScan postgresql = SqlScan.forPostgresql();
  private final SqlScan h2 = SqlScan.forH2();
  private final SqlScan mariadb = SqlScan.forMariadb();
  private final SqlScan unknown = SqlScan.forUnknown();

  private static SqlScan read(SqlScan scan, String sql) {
    scan.read(sql);
    return scan;
  }

  private String left(String sql) {
    return Left.describe(read(postgresql, sql).left());
  }

  @Test
  public void countsStatements() {
    assertEquals(0, read(postgresql, " ; -- a;b\n /* ; /* ; */ ; */ ;").statements());
    assertEquals(
        1, read(postgresql, "SELECT ';', \";\", $$;$$, $a$;$b$;$a$, E'\\';' -- ;").statements());
    assertEquals(3, read(postgresql, "a;b;;c").statements());
    assertEquals(2, read(h2, "SELECT 'a\\'; SELECT 'b'").statements());
    assertEquals(2, read(h2, "SELECT 1 // ;\n; SELECT 2").statements());
  }

  @Test
  public void countsStatementsOfMariadb() {
    assertEquals(
        1,
        read(mariadb, "SELECT 'a\\';', `;`, \";\", 1 # ;\n, 2 -- ;\n /* ; /* ; */").statements());
    assertEquals(2, read(mariadb, "SELECT 1--1; SELECT 2").statements());
    assertEquals(2, read(mariadb, "/*!50000 SELECT 1; */ SELECT 2").statements());
    assertEquals(1, read(mariadb, "SELECT 'a''b\\\\' # ;").statements());
  }

  @Test
  public void whatMariadbKeeps() {
    String[][] texts = {
      {"SET", "SET NAMES latin1"},
      {"SET", "/*!40101 SET NAMES utf8 */"},
      {"SET", "/*M!100100 SET x = 1 */"},
      {"SET", "USE other"},
      {"SET", "SET @@session.sql_mode = 'ANSI_QUOTES'"},
      {"SET, variable", "SET @a = 1"},
      {"variable", "SELECT 1 INTO @a"},
      {"variable", "SELECT @`a b` := 1"},
      {"advisory lock", "SELECT get_lock('a', 1)"},
      {"temporary table", "CREATE OR REPLACE TEMPORARY TABLE a(b INT)"},
      {"table lock", "LOCK TABLES a READ"},
      {"handler", "HANDLER a OPEN"},
      {"PREPARE", "PREPARE p FROM 'SELECT 1'"},
      {"", "SELECT @@version, @@session.autocommit"},
      {"", "SET STATEMENT max_statement_time = 1 FOR SELECT 1"},
      {"", "SET GLOBAL max_connections = 100"},
      {"", "GRANT SELECT ON a.* TO 'b'@'localhost', `c`@localhost"},
      {"", "DROP TEMPORARY TABLE a"},
      {"", "SELECT 'SET @a = 1' -- GET_LOCK('x', 1)"}
    };
    for (String[] text : texts) {
      assertEquals(text[1], text[0], Left.describe(read(mariadb, text[1]).left()));
    }
  }

  @Test
  public void whatIsCleanOnMariadb() {
    for (String sql :
        new String[] {
          "SELECT `a` FROM `t` WHERE b = 'x' # rest",
          "UPDATE t SET a = 1",
          "DELETE FROM t",
          "BEGIN",
          "SELECT @@version"
        }) {
      assertTrue(sql, read(mariadb, sql).clean());
    }
    for (String sql :
        new String[] {
          "INSERT INTO t VALUES (1)",
          "REPLACE INTO t VALUES (1)",
          "SELECT LAST_INSERT_ID()",
          "SELECT `GET_LOCK`('a', 1)",
          "SELECT \"a\"",
          "SELECT 'a\\'",
          "SELECT /*! f( */ 1 /*! ) */",
          "CALL p()",
          "EXECUTE IMMEDIATE 'SET @a = 1'",
          "SELECT 1; SELECT 2",
          "SET GLOBAL a = 1"
        }) {
      assertFalse(sql, read(mariadb, sql).clean());
    }
  }

  @Test
  public void singleQueries() {
    for (String sql :
        new String[] {
          "select 1",
          "((SELECT 1))",
          "VALUES (1)",
          "TABLE t;",
          "/* x */ WITH a AS (SELECT 1) SELECT 2"
        }) {
      assertTrue(sql, read(postgresql, sql).query());
    }
    for (String sql :
        new String[] {
          "SELECT 1; SELECT 2",
          "VACUUM",
          "INSERT INTO t VALUES (1) RETURNING a",
          "EXPLAIN SELECT 1",
          "\"select\" 1",
          ""
        }) {
      assertFalse(sql, read(postgresql, sql).query());
    }
  }

  @Test
  public void whatPostgresqlKeeps() {
    assertEquals("SET", left("set search_path = x"));
    assertEquals("SET", left("SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY"));
    assertEquals(
        "", left("SET LOCAL a = 1; SET TRANSACTION READ ONLY; SET CONSTRAINTS ALL DEFERRED"));
    assertEquals("SET", left("SELECT pg_catalog.set_config('a', 'b', false)"));
    assertEquals("", left("SELECT set_config('a', 'b', true)"));
    assertEquals("SET", left("SELECT set_config('a', 'b', true), set_config('c', 'd', false)"));
    assertEquals("SET", left("SELECT set_config('a', 'b', false), (true)"));
    assertEquals("SET", left("UPDATE pg_settings SET setting = 'x' WHERE name = 'y'"));
    assertEquals("temporary table", left("CREATE LOCAL TEMP TABLE a(b int)"));
    assertEquals("temporary table", left("CREATE OR REPLACE TEMPORARY VIEW a AS SELECT 1"));
    assertEquals("temporary table", left("CREATE TABLE pg_temp.a(b int)"));
    assertEquals("", left("CREATE TEMP TABLE a(b int) ON COMMIT DROP"));
    assertEquals("temporary table", left("SELECT 1 INTO TEMPORARY TABLE x"));
    assertEquals(
        "advisory lock",
        left("WITH x AS (SELECT pg_try_advisory_lock_shared(1, 2)) SELECT * FROM x"));
    assertEquals("advisory lock", left("EXPLAIN ANALYZE SELECT Pg_Advisory_Lock(1)"));
    assertEquals(
        "",
        left(
            "SELECT pg_advisory_xact_lock(1), pg_advisory_unlock(1), 'pg_advisory_lock(1)', $$pg_advisory_lock(1)$$"));
    assertEquals("LISTEN", left("LISTEN a"));
    assertEquals("PREPARE", left("PREPARE a AS SELECT 1"));
    assertEquals("", left("PREPARE TRANSACTION 'x'"));
    assertEquals("cursor WITH HOLD", left("DECLARE c CURSOR WITH HOLD FOR SELECT 1"));
    assertEquals("", left("DECLARE c CURSOR WITHOUT HOLD FOR SELECT 1"));
    assertEquals(
        "SET, temporary table, LISTEN", left("LISTEN a; SET b = 1; CREATE TEMP TABLE c(d int)"));
  }

  @Test
  public void whatIsCleanOnPostgresql() {
    for (String sql :
        new String[] {
          "SELECT a FROM t WHERE b = 'x' AND c IN (1, 2)",
          "INSERT INTO s.t (a, b) VALUES (1, lower('X')) ON CONFLICT (a) DO UPDATE SET b = 'y'",
          "SELECT count(*), coalesce(max(a), 0) FROM t",
          "BEGIN",
          "commit;",
          "START TRANSACTION",
          "SAVEPOINT a",
          "INSERT INTO \"T\"(a) SELECT 1",
          "SELECT $1",
          "SELECT a::numeric(10, 2) FROM t ORDER BY (a)",
          "DELETE FROM t USING (SELECT 1) x",
          "SET LOCAL a = 1"
        }) {
      assertTrue(sql, read(postgresql, sql).clean());
    }
    for (String sql :
        new String[] {
          "SELECT f(1)",
          "SELECT \"lower\"('x')",
          "SELECT my.lower('x')",
          "SELECT nextval('s')",
          "SELECT 1; SELECT 2",
          "DO $$ BEGIN END $$",
          "SELECT 'a\\'",
          "SELECT U&'\\0041'",
          "SELECT 'open",
          "SELECT $$open",
          "/* open",
          "CALL p()",
          "DISCARD ALL",
          "LOAD 'x'",
          "SELECT 1 INTO t",
          "CREATE TABLE t(a int)",
          "NONSENSE",
          "EXECUTE p",
          "SELECT f /* x */ (1)",
          "SELECT f\n(1)",
          "COPY t FROM STDIN",
          "SELECT\u00a01"
        }) {
      assertFalse(sql, read(postgresql, sql).clean());
    }
    assertTrue(read(postgresql, "LOAD 'x'").lasting());
  }

  @Test
  public void whatIsNotCleanOnH2() {
    for (String sql :
        new String[] {
          "SELECT [set](1)",
          "SELECT `a`",
          "SELECT f(1)",
          "CREATE TABLE a AS SELECT f(1)",
          "RUNSCRIPT FROM 'x'",
          "SHUTDOWN",
          "CALL f()",
          "CREATE TABLE a(b INT) AS SELECT f(1)",
          "\u017fET x",
          "SELECT CSVWRITE('a', 'b')"
        }) {
      assertFalse(sql, read(h2, sql).clean());
    }
  }

  @Test
  public void functionsOfH2LeaveNothing() {
    for (String sql :
        new String[] {
          "SELECT RAND()",
          "SELECT RAND ( )",
          "SELECT SOUNDEX('abc'), HASH('SHA-256', 'x', 1)",
          "CALL GCD(4, 6)"
        }) {
      assertTrue(sql, read(h2, sql).clean());
      assertFalse(sql, read(postgresql, sql).clean());
    }
    assertFalse(read(h2, "SELECT RAND(7)").clean());
    assertFalse(read(h2, "SELECT my.HASH(7)").clean());
  }

  @Test
  public void whatWouldHitOtherClientsOfH2IsRefused() {
    for (String sql :
        new String[] {
          "DROP SCHEMA app CASCADE",
          "drop schema if exists app",
          "ALTER SCHEMA app RENAME TO gone",
          "SELECT 1; DROP SCHEMA app",
          "CREATE TEMPORARY TABLE t(a INT)",
          "CREATE TEMP TABLE t(a INT)",
          "CREATE CACHED TEMP TABLE t(a INT)"
        }) {
      assertTrue(sql, read(h2, sql).refusal() != null);
    }
    for (String sql :
        new String[] {
          "CREATE LOCAL TEMPORARY TABLE t(a INT)",
          "CREATE GLOBAL TEMPORARY TABLE t(a INT)",
          "CREATE TABLE t(temp INT)",
          "DROP TABLE schema"
        }) {
      assertTrue(sql, read(h2, sql).refusal() == null);
    }
  }

  @Test
  public void transactionsAsTextAreRefusedWhereNobodyCanTell() {
    for (String sql : new String[] {"BEGIN", "start transaction", "SELECT 1; COMMIT", "ROLLBACK"}) {
      assertTrue(sql, read(unknown, sql).refusal() != null);
    }
    assertTrue(read(unknown, "SELECT 1").refusal() == null);
    assertTrue(read(unknown, "SELECT 1 FROM t").clean());
    assertFalse(read(unknown, "SELECT `1`").clean());
    assertFalse(read(unknown, "SELECT 1 # x").clean());
  }
}

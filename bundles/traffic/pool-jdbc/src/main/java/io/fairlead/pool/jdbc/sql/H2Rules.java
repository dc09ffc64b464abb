package io.fairlead.pool.jdbc.sql;

/**
 * H2. It has no command that makes a session as new, so what is not clean costs the connection; DDL
 * is clean here, as only variables, settings and local temporary tables are the session's own. A
 * global temporary table is everybody's, and so is one that says neither: it is refused, as nobody
 * expects that.
 *
 * <p>Refused is what changes the login and the schema that all clients of a pool share, and EXECUTE
 * IMMEDIATE, as nobody can see what it runs.
 */
final class H2Rules implements Rules {

  @Override
  public Syntax syntax() {
    return Syntax.H2;
  }

  @Override
  public void judge(StatementFacts statement, SqlScan scan) {
    refusals(statement, scan);
    switch (statement.verb()) {
      case "SET", "USE" -> scan.leaves(Left.SET);
      case "PREPARE" -> scan.leaves(Left.PREPARE);
      default -> {}
    }
    if (statement.temporary && statement.local) {
      scan.leaves(Left.TEMPORARY);
    }
    if (statement.variable) {
      scan.leaves(Left.VARIABLE);
    }
    boolean known =
        switch (statement.verb()) {
          case "SELECT",
              "VALUES",
              "TABLE",
              "WITH",
              "INSERT",
              "UPDATE",
              "DELETE",
              "MERGE",
              "CALL",
              "EXPLAIN" ->
              !statement.unknownCallInH2;
          case "BEGIN",
              "COMMIT",
              "ROLLBACK",
              "SAVEPOINT",
              "RELEASE",
              "SHOW",
              "HELP",
              "SCRIPT",
              "ANALYZE",
              "CHECKPOINT" ->
              true;
          case "CREATE", "ALTER" -> !(statement.selects && statement.unknownCallInH2);
          case "DROP", "TRUNCATE", "COMMENT", "GRANT", "REVOKE" -> true;
          default -> false;
        };
    if (!known) {
      scan.notClean();
    }
  }

  private static void refusals(StatementFacts statement, SqlScan scan) {
    switch (statement.verb()) {
      case "EXECUTE" ->
          scan.refuse(
              "EXECUTE IMMEDIATE is refused: what it runs cannot be seen, and other clients use this connection");
      case "SET" -> {
        if (statement.secondIs("PASSWORD") || statement.secondIs("SALT")) {
          scan.refuse(
              "SET PASSWORD is refused: all clients of this pool share one login; it is changed in the pool's settings");
        }
      }
      case "ALTER" -> {
        if (statement.secondIs("USER")) {
          scan.refuse(
              "ALTER USER is refused: all clients of this pool share one login; it is changed in the pool's settings");
        } else if (statement.secondIs("SCHEMA")) {
          refuseSchema(scan, "ALTER SCHEMA");
        }
      }
      case "DROP" -> {
        if (statement.secondIs("SCHEMA")) {
          refuseSchema(scan, "DROP SCHEMA");
        }
      }
      case "CREATE" -> {
        if (statement.plainTemporaryTable) {
          scan.refuse(
              "CREATE TEMPORARY TABLE is refused: in H2 every client would see it; write CREATE LOCAL TEMPORARY TABLE, or GLOBAL if all are meant to");
        }
      }
      default -> {}
    }
  }

  private static void refuseSchema(SqlScan scan, String what) {
    scan.refuse(
        what
            + " is refused: the connections of other clients begin in it; drop or rename what is in it");
  }
}

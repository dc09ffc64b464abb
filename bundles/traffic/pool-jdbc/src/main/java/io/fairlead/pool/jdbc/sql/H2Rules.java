package io.fairlead.pool.jdbc.sql;

/**
 * H2. It has no command that makes a session as new, so what is not clean costs the connection; DDL
 * is clean here, as only variables, settings and local temporary tables are the session's own. A
 * global temporary table is everybody's.
 *
 * <p>Refused is what changes the login that all clients of a pool share, and EXECUTE IMMEDIATE, as
 * nobody can see what it runs.
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
              !statement.unknownCall;
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
          case "CREATE", "ALTER" -> !(statement.selects && statement.unknownCall);
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
        }
      }
      default -> {}
    }
  }
}

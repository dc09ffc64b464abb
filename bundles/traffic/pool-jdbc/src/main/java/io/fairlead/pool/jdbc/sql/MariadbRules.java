package io.fairlead.pool.jdbc.sql;

/**
 * MariaDB and MySQL. Clean is one SELECT, UPDATE or DELETE, or transaction control, that calls
 * nothing but known pure functions and names no variable. INSERT and REPLACE are not, as the
 * session keeps what {@code LAST_INSERT_ID()} answers: a reset costs one round trip.
 */
final class MariadbRules implements Rules {

  @Override
  public Syntax syntax() {
    return Syntax.MARIADB;
  }

  @Override
  public void judge(StatementFacts statement, SqlScan scan) {
    leftovers(statement, scan);
    boolean known =
        switch (statement.verb()) {
          case "SELECT", "VALUES", "TABLE", "WITH" -> !statement.into;
          case "UPDATE", "DELETE" -> true;
          case "BEGIN",
              "START",
              "COMMIT",
              "ROLLBACK",
              "SAVEPOINT",
              "RELEASE",
              "SHOW",
              "DESC",
              "DESCRIBE",
              "EXPLAIN" ->
              true;
          default -> false;
        };
    if (!known || statement.unknownCall || scan.statements() > 1) {
      scan.notClean();
    }
  }

  private static void leftovers(StatementFacts statement, SqlScan scan) {
    switch (statement.verb()) {
      case "SET" -> {
        // SET STATEMENT … FOR … holds for one statement
        if (!statement.secondIs("GLOBAL") && !statement.secondIs("STATEMENT")) {
          scan.leaves(Left.SET);
        }
      }
      case "USE" -> scan.leaves(Left.SET);
      case "PREPARE" -> scan.leaves(Left.PREPARE);
      case "LOCK" -> scan.leaves(Left.TABLE_LOCK);
      case "HANDLER" -> scan.leaves(Left.HANDLER);
      case "CREATE" -> {
        if (statement.temporary) {
          scan.leaves(Left.TEMPORARY);
        }
      }
      default -> {}
    }
    if (statement.getLock) {
      scan.leaves(Left.ADVISORY_LOCK);
    }
    if (statement.variable) {
      scan.leaves(Left.VARIABLE);
    }
  }
}

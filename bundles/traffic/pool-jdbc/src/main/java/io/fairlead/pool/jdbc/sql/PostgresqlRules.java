package io.fairlead.pool.jdbc.sql;

/**
 * PostgreSQL. Clean is one statement of DML, SELECT or transaction control that calls nothing but
 * known pure functions. What ends with the transaction (SET LOCAL, temporary tables ON COMMIT DROP,
 * {@code set_config(…, true)}) leaves nothing.
 */
final class PostgresqlRules implements Rules {

  @Override
  public Syntax syntax() {
    return Syntax.POSTGRESQL;
  }

  @Override
  public void judge(StatementFacts statement, SqlScan scan) {
    leftovers(statement, scan);
    boolean known =
        switch (statement.verb()) {
          case "SELECT", "VALUES", "TABLE", "WITH" -> !statement.into;
          case "INSERT", "UPDATE", "DELETE", "MERGE" -> true;
          case "BEGIN",
              "START",
              "COMMIT",
              "END",
              "ROLLBACK",
              "ABORT",
              "SAVEPOINT",
              "RELEASE",
              "SHOW" ->
              true;
          case "SET" -> endsWithTransaction(statement);
          default -> false;
        };
    if (!known || statement.unknownCall || scan.statements() > 1) {
      scan.notClean();
    }
  }

  static void leftovers(StatementFacts statement, SqlScan scan) {
    switch (statement.verb()) {
      case "SET" -> {
        if (!endsWithTransaction(statement)) {
          scan.leaves(Left.SET);
        }
      }
      case "RESET" -> scan.leaves(Left.SET);
      case "LISTEN" -> scan.leaves(Left.LISTEN);
      case "PREPARE" -> {
        if (!statement.secondIs("TRANSACTION")) {
          scan.leaves(Left.PREPARE);
        }
      }
      case "DECLARE" -> {
        if (statement.withHold) {
          scan.leaves(Left.CURSOR);
        }
      }
      case "CREATE" -> {
        if ((statement.temporary || statement.temporarySchema) && !statement.dropsOnCommit) {
          scan.leaves(Left.TEMPORARY);
        }
      }
      case "LOAD" -> scan.lasts();
      default -> {}
    }
    if (statement.intoTemporary
        || statement.into && statement.temporarySchema && statement.verb().equals("SELECT")) {
      scan.leaves(Left.TEMPORARY);
    }
    if (statement.advisoryLock) {
      scan.leaves(Left.ADVISORY_LOCK);
    }
    if (statement.setConfigs > statement.localSetConfigs
        || statement.settingsView && statement.updates) {
      scan.leaves(Left.SET);
    }
  }

  private static boolean endsWithTransaction(StatementFacts statement) {
    return statement.secondIs("LOCAL")
        || statement.secondIs("TRANSACTION")
        || statement.secondIs("CONSTRAINTS");
  }
}

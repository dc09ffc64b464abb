package io.fairlead.pool.jdbc.sql;

/**
 * A database that we do not know. Clean is a single SELECT, INSERT, UPDATE or DELETE without calls.
 * Transactions go through the driver alone, since it cannot say whether a text opened one: as text
 * they are refused.
 */
final class UnknownRules implements Rules {

  @Override
  public Syntax syntax() {
    return Syntax.UNKNOWN;
  }

  @Override
  public void judge(StatementFacts statement, SqlScan scan) {
    PostgresqlRules.leftovers(statement, scan);
    if (statement.variable) {
      scan.leaves(Left.VARIABLE);
    }
    boolean known =
        switch (statement.verb()) {
          case "SELECT" -> !statement.into;
          case "INSERT", "UPDATE", "DELETE" -> true;
          case "BEGIN", "START", "COMMIT", "ROLLBACK", "ABORT", "END" -> {
            scan.refuse(
                statement.verb()
                    + " as text is refused: this driver cannot say whether a transaction is open; begin, commit and roll back by request");
            yield false;
          }
          default -> false;
        };
    if (!known || statement.unknownCall || scan.statements() > 1) {
      scan.notClean();
    }
  }
}

package io.fairlead.pool.jdbc.sql;

import org.jspecify.annotations.Nullable;

/**
 * Reads one text after the other and says of each what a pool has to know. Belongs to one
 * connection; allocates nothing.
 */
public final class SqlScan {

  private final Rules rules;
  private final SqlLexer lexer;
  private final StatementFacts facts = new StatementFacts();

  private int statements;
  private int start;
  private boolean query;
  private boolean commit;
  private boolean preparable;
  private boolean clean;
  private boolean lasting;
  private int left;
  private @Nullable String refusal;

  private SqlScan(Rules rules) {
    this.rules = rules;
    lexer = new SqlLexer(rules.syntax());
  }

  public static SqlScan forPostgresql() {
    return new SqlScan(new PostgresqlRules());
  }

  public static SqlScan forH2() {
    return new SqlScan(new H2Rules());
  }

  public static SqlScan forMariadb() {
    return new SqlScan(new MariadbRules());
  }

  /** For a database that we do not know. */
  public static SqlScan forUnknown() {
    return new SqlScan(new UnknownRules());
  }

  /** Reads a text; the getters speak of it until the next. */
  public void read(String sql) {
    statements = 0;
    start = 0;
    query = false;
    commit = false;
    preparable = true;
    clean = true;
    lasting = false;
    left = 0;
    refusal = null;
    facts.clear();
    lexer.start(sql);
    Token token;
    do {
      token = lexer.next();
      if (token == Token.SEMICOLON || token == Token.END) {
        statementEnded();
      } else {
        if (statements == 0 && facts.isEmpty()) {
          start = lexer.from();
        }
        // a parameter to JDBC, and an escape, whatever they are to the database
        preparable &= token != Token.SYMBOL || lexer.symbol() != '?' && lexer.symbol() != '{';
        facts.add(token, sql, lexer);
      }
    } while (token != Token.END);
    clean &= !lexer.doubtful();
    query &= statements == 1;
    commit &= statements == 1;
    preparable &= statements == 1 && !lexer.doubtful();
  }

  private void statementEnded() {
    if (facts.isEmpty()) {
      return;
    }
    statements++;
    if (statements == 1) {
      query =
          switch (facts.verb()) {
            case "SELECT", "VALUES", "TABLE", "WITH" -> true;
            default -> false;
          };
      preparable &=
          query
              || switch (facts.verb()) {
                case "INSERT", "UPDATE", "DELETE", "MERGE" -> true;
                default -> false;
              };
      commit = facts.verb().equals("COMMIT") || facts.verb().equals("END");
    }
    rules.judge(facts, this);
    facts.clear();
  }

  /** How many statements the text has; empty ones are not counted. */
  public int statements() {
    return statements;
  }

  /** Where the first statement begins. */
  public int start() {
    return start;
  }

  /** Whether it is a single SELECT, VALUES, TABLE or WITH. */
  public boolean query() {
    return query;
  }

  /** Whether it is a single COMMIT or END. */
  public boolean commit() {
    return commit;
  }

  /**
   * Whether it is one query or change of rows without parameters, so that it means the same when it
   * is prepared.
   */
  public boolean preparable() {
    return preparable;
  }

  /** Whether it is known to leave nothing in the session but its transaction. */
  public boolean clean() {
    return clean;
  }

  /** Whether it does what no reset takes back. */
  public boolean lasting() {
    return lasting;
  }

  /** What it leaves that its sender needs again: a set of {@link Left}. */
  public int left() {
    return left;
  }

  /** Why it must not run on a shared connection; null when it may. */
  public @Nullable String refusal() {
    return refusal;
  }

  void leaves(Left what) {
    left |= what.bit();
    clean = false;
  }

  void notClean() {
    clean = false;
  }

  void lasts() {
    lasting = true;
    clean = false;
  }

  void refuse(String why) {
    if (refusal == null) {
      refusal = why;
    }
  }
}

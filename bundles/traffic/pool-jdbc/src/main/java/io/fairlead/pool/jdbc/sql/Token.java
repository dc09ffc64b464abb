package io.fairlead.pool.jdbc.sql;

/** What the lexer sees. */
public enum Token {
  /** A keyword or a name without quotes. */
  WORD,
  /** A name in double quotes; its text is without them. */
  QUOTED,
  /** A text in quotes of any kind. */
  STRING,
  NUMBER,
  /** One character that is none of the others. */
  SYMBOL,
  /** Between two statements. */
  SEMICOLON,
  /** Nothing follows. */
  END
}

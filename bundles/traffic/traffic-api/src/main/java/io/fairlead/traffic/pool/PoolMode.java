package io.fairlead.traffic.pool;

import java.util.Locale;

/** For how long a session keeps the connection that it borrowed. */
public enum PoolMode {
  /** For a statement, or from a transaction's begin to its end. */
  TRANSACTION,
  /** From its first statement to its own end. */
  SESSION,
  /** For a statement; a transaction that would outlive it is refused. */
  STATEMENT;

  /** As settings and surfaces write it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The mode of this word, as {@link #word} writes it. */
  public static PoolMode of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }
}

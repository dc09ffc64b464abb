package io.fairlead.pool.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Locale;

/** A pool's isolation setting. */
final class Isolation {

  private Isolation() {}

  /** As JDBC's constant. */
  static int level(String setting) throws SQLException {
    return switch (setting) {
      case "read_uncommitted" -> Connection.TRANSACTION_READ_UNCOMMITTED;
      case "read_committed" -> Connection.TRANSACTION_READ_COMMITTED;
      case "repeatable_read" -> Connection.TRANSACTION_REPEATABLE_READ;
      case "serializable" -> Connection.TRANSACTION_SERIALIZABLE;
      default ->
          throw new SQLException(
              "isolation: "
                  + setting
                  + " (expected: read_uncommitted, read_committed, repeatable_read or serializable)",
              "22023");
    };
  }

  /** As SQL words: {@code READ COMMITTED}. */
  static String words(String setting) throws SQLException {
    level(setting);
    return setting.replace('_', ' ').toUpperCase(Locale.ROOT);
  }
}

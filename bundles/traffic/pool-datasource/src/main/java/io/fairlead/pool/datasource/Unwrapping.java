package io.fairlead.pool.datasource;

import io.fairlead.traffic.pool.spi.JdbcAccess;
import java.sql.SQLException;
import java.sql.Wrapper;

/** Hands out the driver's own objects to whoever asks for them by their type. */
final class Unwrapping {

  private Unwrapping() {}

  /**
   * The driver's object is the borrower's from now on, and nobody can tell what is done with it:
   * its connection is replaced when it comes home.
   */
  static <T> T of(Borrowed handle, Object own, Wrapper raw, Class<T> type) throws SQLException {
    if (type.isInstance(own)) {
      return type.cast(own);
    }
    return handle.tell(jdbc -> raw(jdbc, raw, type));
  }

  static <T> T raw(JdbcAccess jdbc, Wrapper raw, Class<T> type) throws SQLException {
    T found = type.isInstance(raw) ? type.cast(raw) : raw.unwrap(type);
    jdbc.escaped();
    return found;
  }

  static boolean possible(Object own, Wrapper raw, Class<?> type) throws SQLException {
    return type.isInstance(own) || type.isInstance(raw) || raw.isWrapperFor(type);
  }
}

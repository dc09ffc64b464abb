package io.fairlead.pool.jdbc;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/**
 * What PostgreSQL's driver offers beyond JDBC, found through the driver's own class loader, as the
 * driver is a bundle that comes and goes: the transaction status that the server sends with each
 * answer, and a cancel that also reaches a fetch.
 */
final class PostgresqlDriver {

  private final Class<?> connectionType;
  private final MethodHandle transactionState;
  private final MethodHandle cancelQuery;
  private final MethodHandle getNotifications;
  private final Object idle;
  private final Object failed;

  private PostgresqlDriver(
      Class<?> connectionType,
      MethodHandle transactionState,
      MethodHandle cancelQuery,
      MethodHandle getNotifications,
      Object idle,
      Object failed) {
    this.connectionType = connectionType;
    this.transactionState = transactionState;
    this.cancelQuery = cancelQuery;
    this.getNotifications = getNotifications;
    this.idle = idle;
    this.failed = failed;
  }

  /** Empty when the connection's driver is not PostgreSQL's, or one that offers none of it. */
  static Optional<PostgresqlDriver> of(Connection connection) {
    try {
      ClassLoader loader = connection.getClass().getClassLoader();
      Class<?> type = Class.forName("org.postgresql.core.BaseConnection", false, loader);
      Class<?> state = Class.forName("org.postgresql.core.TransactionState", true, loader);
      if (!type.isInstance(connection)) {
        return Optional.empty();
      }
      MethodHandles.Lookup lookup = MethodHandles.publicLookup();
      return Optional.of(
          new PostgresqlDriver(
              type,
              lookup
                  .findVirtual(type, "getTransactionState", MethodType.methodType(state))
                  .asType(MethodType.methodType(Object.class, Connection.class)),
              lookup
                  .findVirtual(type, "cancelQuery", MethodType.methodType(void.class))
                  .asType(MethodType.methodType(void.class, Connection.class)),
              lookup
                  .unreflect(type.getMethod("getNotifications"))
                  .asType(MethodType.methodType(Object.class, Connection.class)),
              state.getField("IDLE").get(null),
              state.getField("FAILED").get(null)));
    } catch (ReflectiveOperationException e) {
      return Optional.empty();
    }
  }

  /** Whether the handles fit this connection: the driver may have been swapped. */
  boolean fits(Connection connection) {
    return connectionType.isInstance(connection);
  }

  /**
   * Whether the server says that a transaction is open, a failed one included. From memory: it
   * comes with each answer.
   */
  boolean inTransaction(Connection connection) throws SQLException {
    return state(connection) != idle;
  }

  /** Whether a transaction is open in which nothing runs any more but its end. */
  boolean inFailedTransaction(Connection connection) throws SQLException {
    return state(connection) == failed;
  }

  private Object state(Connection connection) throws SQLException {
    try {
      return (Object) transactionState.invokeExact(connection);
    } catch (Throwable e) {
      throw passed(e);
    }
  }

  /** Asks the server, on a connection of its own, to cancel what runs on this one. */
  void cancel(Connection connection) throws SQLException {
    try {
      cancelQuery.invokeExact(connection);
    } catch (Throwable e) {
      throw passed(e);
    }
  }

  /** Takes what LISTEN brought from the driver, which else keeps it for ever. */
  void dropNotifications(Connection connection) throws SQLException {
    try {
      Object unused = (Object) getNotifications.invokeExact(connection);
    } catch (Throwable e) {
      throw passed(e);
    }
  }

  private static SQLException passed(Throwable e) {
    if (e instanceof Error error) {
      throw error;
    }
    return e instanceof SQLException sql ? sql : new SQLException(e.toString(), "XX000", e);
  }
}

package io.fairlead.pool.jdbc;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/**
 * What MariaDB's driver offers beyond JDBC, found through the driver's own class loader, as the
 * driver is a bundle that comes and goes: the status flags that the server sends with each answer,
 * a reset of the session, and a cancel that reaches whatever runs.
 */
final class MariadbDriver {

  /** SERVER_STATUS_IN_TRANS of the client/server protocol's OK packet. */
  private static final int IN_TRANSACTION = 1;

  private final Class<?> connectionType;
  private final MethodHandle context;
  private final MethodHandle serverStatus;
  private final MethodHandle reset;
  private final MethodHandle cancelQuery;

  private MariadbDriver(
      Class<?> connectionType,
      MethodHandle context,
      MethodHandle serverStatus,
      MethodHandle reset,
      MethodHandle cancelQuery) {
    this.connectionType = connectionType;
    this.context = context;
    this.serverStatus = serverStatus;
    this.reset = reset;
    this.cancelQuery = cancelQuery;
  }

  /** Empty when the connection's driver is not MariaDB's, or one that offers none of it. */
  static Optional<MariadbDriver> of(Connection connection) {
    try {
      ClassLoader loader = connection.getClass().getClassLoader();
      Class<?> type = Class.forName("org.mariadb.jdbc.Connection", false, loader);
      Class<?> context = Class.forName("org.mariadb.jdbc.client.Context", false, loader);
      if (!type.isInstance(connection)) {
        return Optional.empty();
      }
      MethodHandles.Lookup lookup = MethodHandles.publicLookup();
      MethodType nothing = MethodType.methodType(void.class);
      MethodType onConnection = MethodType.methodType(void.class, Connection.class);
      return Optional.of(
          new MariadbDriver(
              type,
              lookup
                  .findVirtual(type, "getContext", MethodType.methodType(context))
                  .asType(MethodType.methodType(Object.class, Connection.class)),
              lookup
                  .findVirtual(context, "getServerStatus", MethodType.methodType(int.class))
                  .asType(MethodType.methodType(int.class, Object.class)),
              lookup.findVirtual(type, "reset", nothing).asType(onConnection),
              lookup.findVirtual(type, "cancelCurrentQuery", nothing).asType(onConnection)));
    } catch (ReflectiveOperationException e) {
      return Optional.empty();
    }
  }

  /** Whether the handles fit this connection: the driver may have been swapped. */
  boolean fits(Connection connection) {
    return connectionType.isInstance(connection);
  }

  /** Whether the server says that a transaction is open. From memory: it comes with each answer. */
  boolean inTransaction(Connection connection) throws SQLException {
    try {
      Object answers = (Object) context.invokeExact(connection);
      return ((int) serverStatus.invokeExact(answers) & IN_TRANSACTION) != 0;
    } catch (Throwable e) {
      throw passed(e);
    }
  }

  /** COM_RESET_CONNECTION, as the connection was opened with {@code useResetConnection}. */
  void reset(Connection connection) throws SQLException {
    try {
      reset.invokeExact(connection);
    } catch (Throwable e) {
      throw passed(e);
    }
  }

  /** KILL QUERY, on a connection of its own. */
  void cancel(Connection connection) throws SQLException {
    try {
      cancelQuery.invokeExact(connection);
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

package io.fairlead.graphql.traffic;

import io.fairlead.graphql.spi.FragmentBuilder;
import io.fairlead.traffic.pool.ConnectionView;
import io.fairlead.traffic.pool.PoolStats;
import io.fairlead.traffic.pool.PoolView;
import io.fairlead.traffic.session.SessionView;
import java.util.Map;

/**
 * Where GraphQL's name is not REST's in camelCase. Everything that is not here follows from the
 * records and settings that REST shows too.
 */
final class NamingExceptions {

  /** Of {@link PoolView}'s components. */
  static final Map<String, String> POOL =
      Map.of(
          "connectionTimeoutSecs", "connectionTimeoutSeconds",
          "waitingRequests", "waitQueueLength");

  /** Of {@link PoolStats}' components. */
  static final Map<String, String> POOL_STATS =
      Map.of(
          "waitingRequests", "waitQueueLength",
          "totalCreated", "connectionsCreated",
          "totalDestroyed", "connectionsDestroyed",
          "totalAcquired", "connectionsAcquired",
          "totalReleased", "connectionsReleased");

  /** Of {@link ConnectionView}'s and {@link SessionView}'s components. */
  static final Map<String, String> HOLDER = Map.of("username", "user");

  /** Of a pool's settings, by REST's names. */
  static final Map<String, String> POOL_CONFIG =
      Map.of("connection_timeout_secs", "connectionTimeout", "idle_timeout_secs", "idleTimeout");

  /** Of the protocol's settings, by REST's names. */
  static final Map<String, String> PROTOCOL_CONFIG =
      Map.of("keep_alive_interval_secs", "keepAliveInterval", "timeout_secs", "timeout");

  private NamingExceptions() {}

  static void pools(FragmentBuilder fragment) {
    fragment.type(PoolView.class, "ConnectionPool", POOL);
    fragment.type(PoolStats.class, "PoolStats", POOL_STATS);
  }

  static void connections(FragmentBuilder fragment) {
    fragment.type(ConnectionView.class, "Connection", HOLDER);
  }

  static void sessions(FragmentBuilder fragment) {
    fragment.type(SessionView.class, "Session", HOLDER);
  }
}

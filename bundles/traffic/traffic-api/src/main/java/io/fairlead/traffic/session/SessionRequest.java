package io.fairlead.traffic.session;

import io.fairlead.traffic.pool.Priority;
import java.util.Map;
import java.util.Optional;

/**
 * @param user whose session it is
 * @param database the database's name as the listener says it
 * @param pool the pool that its statements run on
 * @param clientAddress {@code address:port}
 * @param listener the name of the listener it came through
 * @param protocol the protocol's name
 * @param owner told when the session is ended by somebody else
 * @param priority of its loans, as the listener's identity says; empty for the partition's
 * @param attributes what else the identity says, by which a partition is found: application,
 *     service, tenant, resource_group, and the database; one map for all sessions of a listener
 */
public record SessionRequest(
    String user,
    String database,
    String pool,
    String clientAddress,
    String listener,
    String protocol,
    SessionOwner owner,
    Optional<Priority> priority,
    Map<String, String> attributes) {

  public SessionRequest {
    attributes = Map.copyOf(attributes);
  }

  /** One whose identity says nothing about partitions and priorities. */
  public SessionRequest(
      String user,
      String database,
      String pool,
      String clientAddress,
      String listener,
      String protocol,
      SessionOwner owner) {
    this(
        user, database, pool, clientAddress, listener, protocol, owner, Optional.empty(), Map.of());
  }
}

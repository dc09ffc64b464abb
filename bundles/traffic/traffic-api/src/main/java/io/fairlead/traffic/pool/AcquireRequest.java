package io.fairlead.traffic.pool;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Who wants a connection and how long it can wait. Immutable: a session makes one and uses it for
 * every loan.
 *
 * @param sessionId the session that will hold the connection; empty for a caller that is none
 * @param user the session's user, or the caller's name; shown as the holder
 * @param clientAddress where the client is, {@code address:port}; empty when it is no client's
 * @param timeout how long to wait at most; empty for the pool's {@code connection_timeout_secs}
 * @param priority how urgent it is; empty for the partition's
 * @param partition the partition by name, where the caller knows it; empty to have it routed
 * @param label an idle connection that was lent with the same label last is preferred
 * @param attributes what a partition is found by: application, service, tenant, resource_group, and
 *     whatever a {@link io.fairlead.traffic.pool.spi.PartitionRouter} knows; the user is {@code
 *     user} unless it says otherwise
 * @param owner whom what is lent belongs to, for finding deadlocks: compared with {@code equals}.
 *     Null for the session, and for a caller that is none and waits with its thread, the thread
 */
public record AcquireRequest(
    OptionalLong sessionId,
    String user,
    Optional<String> clientAddress,
    Optional<Duration> timeout,
    Optional<Priority> priority,
    Optional<String> partition,
    Optional<String> label,
    Map<String, String> attributes,
    @Nullable Object owner) {

  public AcquireRequest {
    attributes = Map.copyOf(attributes);
    owner = owner == null && sessionId.isPresent() ? sessionId : owner;
  }

  /** One without a priority, a partition or a label of its own. */
  public AcquireRequest(
      OptionalLong sessionId,
      String user,
      Optional<String> clientAddress,
      Optional<Duration> timeout) {
    this(
        sessionId,
        user,
        clientAddress,
        timeout,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Map.of(),
        null);
  }

  /** For a caller that is no session. */
  public static AcquireRequest of(String caller) {
    return new AcquireRequest(OptionalLong.empty(), caller, Optional.empty(), Optional.empty());
  }

  /** The value that a partition is found by; null when nobody said one. */
  public @Nullable String attribute(String name) {
    String given = attributes.get(name);
    return given == null && name.equals("user") ? user : given;
  }

  public AcquireRequest within(Duration atMost) {
    return new AcquireRequest(
        sessionId,
        user,
        clientAddress,
        Optional.of(atMost),
        priority,
        partition,
        label,
        attributes,
        owner);
  }

  public AcquireRequest with(Priority urgency) {
    return new AcquireRequest(
        sessionId,
        user,
        clientAddress,
        timeout,
        Optional.of(urgency),
        partition,
        label,
        attributes,
        owner);
  }

  public AcquireRequest inPartition(String name) {
    return new AcquireRequest(
        sessionId,
        user,
        clientAddress,
        timeout,
        priority,
        Optional.of(name),
        label,
        attributes,
        owner);
  }

  public AcquireRequest labelled(String text) {
    return new AcquireRequest(
        sessionId,
        user,
        clientAddress,
        timeout,
        priority,
        partition,
        Optional.of(text),
        attributes,
        owner);
  }

  public AcquireRequest with(String attribute, String value) {
    Map<String, String> more = new HashMap<>(attributes);
    more.put(attribute, value);
    return new AcquireRequest(
        sessionId, user, clientAddress, timeout, priority, partition, label, more, owner);
  }

  public AcquireRequest ownedBy(Object whom) {
    return new AcquireRequest(
        sessionId, user, clientAddress, timeout, priority, partition, label, attributes, whom);
  }
}

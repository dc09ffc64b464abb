package io.fairlead.traffic.pool;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Who wants a connection and how long it can wait. Immutable: a session makes one and uses it for
 * every loan.
 *
 * @param sessionId the session that will hold the connection; empty for a caller that is none
 * @param user the session's user, or the caller's name; shown as the holder
 * @param clientAddress where the client is; empty when it is no client's
 * @param timeout how long to wait at most; empty for the pool's {@code connection_timeout_secs}
 */
public record AcquireRequest(
    OptionalLong sessionId,
    String user,
    Optional<String> clientAddress,
    Optional<Duration> timeout) {

  /** For a caller that is no session. */
  public static AcquireRequest of(String caller) {
    return new AcquireRequest(OptionalLong.empty(), caller, Optional.empty(), Optional.empty());
  }
}

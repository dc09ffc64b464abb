package io.fairlead.traffic.pool;

import java.util.Optional;

/** Which connections; empty parts let everything through. */
public record ConnectionFilter(
    Optional<String> pool,
    Optional<String> state,
    Optional<String> user,
    Optional<Long> minIdleSecs) {

  public static final ConnectionFilter ALL =
      new ConnectionFilter(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
}

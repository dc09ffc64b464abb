package io.fairlead.traffic.session;

import java.util.Optional;

/** Which sessions; empty parts let everything through. */
public record SessionFilter(
    Optional<String> state, Optional<String> user, Optional<String> database) {

  public static final SessionFilter ALL =
      new SessionFilter(Optional.empty(), Optional.empty(), Optional.empty());
}

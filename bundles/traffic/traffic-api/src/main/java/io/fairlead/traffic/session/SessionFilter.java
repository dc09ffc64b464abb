package io.fairlead.traffic.session;

import io.fairlead.kernel.error.Invalid;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which sessions; empty parts let everything through. */
public record SessionFilter(
    Optional<String> state, Optional<String> user, Optional<String> database) {

  public static final SessionFilter ALL =
      new SessionFilter(Optional.empty(), Optional.empty(), Optional.empty());

  /** The states that a session can be in. */
  public static final List<String> STATES =
      List.of("active", "waiting", "idle_in_transaction", "idle");

  /**
   * Takes what a caller gave, null where nothing was given.
   *
   * @throws Invalid when the state is none of {@link #STATES}
   */
  public static SessionFilter of(
      @Nullable String state, @Nullable String user, @Nullable String database) {
    if (state != null && !STATES.contains(state)) {
      throw new Invalid("state", state, "one of " + String.join(", ", STATES));
    }
    return new SessionFilter(
        Optional.ofNullable(state), Optional.ofNullable(user), Optional.ofNullable(database));
  }
}

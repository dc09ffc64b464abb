package io.fairlead.traffic.pool;

import io.fairlead.kernel.error.Fault;
import io.fairlead.kernel.error.Invalid;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which connections; empty parts let everything through. */
public record ConnectionFilter(
    Optional<String> pool,
    Optional<String> state,
    Optional<String> user,
    Optional<Long> minIdleSecs) {

  public static final ConnectionFilter ALL =
      new ConnectionFilter(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

  /** The states that a connection can be in. */
  public static final List<String> STATES =
      List.of("idle", "active", "validating", "resetting", "cancelling", "stuck", "closing");

  /**
   * Takes what a caller gave, null where nothing was given.
   *
   * @throws Invalid naming every wrong part, in REST's names
   */
  public static ConnectionFilter of(
      @Nullable String pool,
      @Nullable String state,
      @Nullable String user,
      @Nullable Long minIdleSecs) {
    List<Fault> faults = new ArrayList<>();
    if (state != null && !STATES.contains(state)) {
      faults.add(new Fault("state", state, "one of " + String.join(", ", STATES)));
    }
    if (minIdleSecs != null && minIdleSecs < 0) {
      faults.add(new Fault("min_idle_secs", minIdleSecs.toString(), ">= 0"));
    }
    if (!faults.isEmpty()) {
      throw new Invalid(faults);
    }
    return new ConnectionFilter(
        Optional.ofNullable(pool),
        Optional.ofNullable(state),
        Optional.ofNullable(user),
        Optional.ofNullable(minIdleSecs));
  }
}

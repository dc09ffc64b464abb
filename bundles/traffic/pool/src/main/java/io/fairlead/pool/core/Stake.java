package io.fairlead.pool.core;

import java.util.Optional;

/**
 * A pool's part in a budget of connections that several pools share.
 *
 * @param budget its name; empty for none
 * @param weight of its claim to what no minimum takes
 */
public record Stake(Optional<String> budget, int weight) {

  /** As many connections as its own maximum allows. */
  public static final Stake NONE = new Stake(Optional.empty(), 1);

  public Stake {
    if (weight < 1) {
      throw new IllegalArgumentException("weight " + weight + " (expected: at least 1)");
    }
  }
}

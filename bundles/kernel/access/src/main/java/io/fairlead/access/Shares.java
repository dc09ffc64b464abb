package io.fairlead.access;

import java.util.HashMap;
import java.util.Map;

/** So many places in all, and so many for one, so that no one takes them all. */
final class Shares {

  private final int most;
  private final int mostOfOne;
  private final Map<String, Integer> taken = new HashMap<>();
  private int all;

  Shares(int most, int mostOfOne) {
    this.most = most;
    this.mostOfOne = mostOfOne;
  }

  /** Whether there was a place; whoever got one gives it back. */
  synchronized boolean take(String who) {
    if (all >= most || taken.getOrDefault(who, 0) >= mostOfOne) {
      return false;
    }
    all++;
    taken.merge(who, 1, Integer::sum);
    return true;
  }

  synchronized void giveBack(String who) {
    all--;
    taken.computeIfPresent(who, (name, count) -> count == 1 ? null : count - 1);
  }

  @Override
  public String toString() {
    return most + " in all, " + mostOfOne + " of one";
  }
}

package io.fairlead.pool.core;

import java.util.List;

/**
 * A budget at one moment.
 *
 * @param taken connections and attempts to open one, of all its pools
 */
public record BudgetNumbers(int max, int taken, List<Member> members) {

  /**
   * A pool in it.
   *
   * @param share how many it may have now, if it wants that many
   * @param taken how many it has, or opens
   * @param wanted how many it would open at once, and may not
   */
  public record Member(String pool, int min, int weight, int share, int taken, int wanted) {}
}

package io.fairlead.pool.core;

import io.fairlead.kernel.error.Fault;
import io.fairlead.kernel.error.Invalid;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The minima of a budget's pools fit into it: each is guaranteed, all at once. */
public final class BudgetRules {

  private BudgetRules() {}

  /** What is kept free for a pool. */
  public record Reserve(String pool, int min) {}

  /** Why a budget cannot have this maximum. */
  public static Optional<Fault> maximumFault(int max, List<Reserve> reserves) {
    long sum = sum(reserves);
    return max >= sum
        ? Optional.empty()
        : Optional.of(
            new Fault(
                "max_connections",
                String.valueOf(max),
                ">= %d, the sum of min_connections of its pools: %s"
                    .formatted(sum, names(reserves))));
  }

  /**
   * Why a pool cannot have this minimum.
   *
   * @param others the reserves of the other pools
   */
  public static Optional<Fault> minimumFault(
      String budget, int max, int min, List<Reserve> others) {
    long left = max - sum(others);
    return min <= left
        ? Optional.empty()
        : Optional.of(
            new Fault(
                "min_connections",
                String.valueOf(min),
                "<= %d, which is what budget %s with its max_connections of %d has left%s"
                    .formatted(
                        Math.max(0, left),
                        budget,
                        max,
                        others.isEmpty() ? "" : " beside the minima of " + names(others))));
  }

  static void checkMaximum(int max, List<Reserve> reserves) {
    maximumFault(max, reserves).ifPresent(BudgetRules::refuse);
  }

  static void checkMinimum(String budget, int max, int min, List<Reserve> others) {
    minimumFault(budget, max, min, others).ifPresent(BudgetRules::refuse);
  }

  private static void refuse(Fault fault) {
    throw new Invalid(List.of(fault));
  }

  private static long sum(List<Reserve> reserves) {
    return reserves.stream().mapToLong(Reserve::min).sum();
  }

  private static String names(List<Reserve> reserves) {
    return reserves.stream().map(r -> r.pool() + " " + r.min()).collect(Collectors.joining(", "));
  }
}

package io.fairlead.pool;

import io.fairlead.kernel.health.HealthCheck;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * The word for pools that could not be made, and so have none of their own: who comes to a listener
 * that names one is sent away.
 */
final class RefusedPoolsHealth implements HealthCheck {

  private final Supplier<Map<String, String>> refusals;
  private final Predicate<String> made;
  private final Function<String, List<String>> listenersOfPool;

  /**
   * @param refusals the names of those whose settings were refused, with the reason
   * @param made whether there is a pool of this name all the same, with other settings
   */
  RefusedPoolsHealth(
      Supplier<Map<String, String>> refusals,
      Predicate<String> made,
      Function<String, List<String>> listenersOfPool) {
    this.refusals = refusals;
    this.made = made;
    this.listenersOfPool = listenersOfPool;
  }

  @Override
  public String part() {
    return "pools";
  }

  @Override
  public Health health() {
    return new TreeMap<>(refusals.get())
        .entrySet().stream()
            .filter(e -> !made.test(e.getKey()) && !listenersOfPool.apply(e.getKey()).isEmpty())
            .findFirst()
            .map(e -> Health.notReady("pool " + e.getKey() + " is refused: " + e.getValue()))
            .orElse(Health.READY);
  }
}

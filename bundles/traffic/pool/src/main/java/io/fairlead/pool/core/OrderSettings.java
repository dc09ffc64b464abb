package io.fairlead.pool.core;

import java.time.Duration;

/**
 * Who is next.
 *
 * @param bounded whether a newcomer may take a free connection while the first who waits has not
 *     waited for the window yet
 * @param fair by arrival alone, whatever the priorities
 * @param starvationAfter after each such time a waiter counts one level higher
 * @param refuseDeadlocked whether the youngest of a deadlock is refused, or all is only reported
 */
public record OrderSettings(
    boolean bounded,
    Duration bargeWindow,
    boolean fair,
    Duration starvationAfter,
    boolean refuseDeadlocked) {

  /** As it is when nothing is set. */
  public static final OrderSettings STANDARD =
      new OrderSettings(false, Duration.ofMillis(1), true, Duration.ofSeconds(10), false);

  public OrderSettings {
    if (starvationAfter.isNegative() || starvationAfter.isZero() || bargeWindow.isNegative()) {
      throw new IllegalArgumentException(
          "starvation after " + starvationAfter + ", barge window " + bargeWindow);
    }
  }

  /** 0 when newcomers never overtake. */
  long bargeNanos() {
    return bounded ? bargeWindow.toNanos() : 0;
  }
}

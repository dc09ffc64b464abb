package io.fairlead.kernel.health;

import java.util.function.BooleanSupplier;
import org.osgi.framework.BundleContext;

/**
 * The health of a part that takes up what others offer, a moment after they offer it: not ready
 * until all that the start brought is taken up, ready ever after. Changes while running are no
 * reason to send clients away.
 */
public final class SettledAfterBoot {

  private final Boot boot;
  private final BooleanSupplier settled;
  private volatile boolean ready;

  /**
   * @param settled whether all that is offered now has been taken up
   */
  public SettledAfterBoot(BundleContext context, BooleanSupplier settled) {
    this.boot = new Boot(context);
    this.settled = settled;
  }

  /** How it is now. */
  public HealthCheck.Health health() {
    if (!ready) {
      ready = boot.finished() && settled.getAsBoolean();
    }
    return ready
        ? HealthCheck.Health.READY
        : HealthCheck.Health.notReady("it is taking up what the start brings");
  }
}

package io.fairlead.kernel.health;

import java.util.function.BooleanSupplier;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;

/**
 * The health of a part that takes up what others offer, a moment after they offer it: not ready
 * until all that the start brought is taken up, ready ever after. Changes while running are no
 * reason to send clients away.
 */
public final class SettledAfterBoot {

  /** Registered by Karaf when all bundles of the start have been started. */
  private static final String BOOT_FINISHED = "org.apache.karaf.features.BootFinished";

  private final BundleContext context;
  private final BooleanSupplier settled;
  private volatile boolean ready;

  /**
   * @param settled whether all that is offered now has been taken up
   */
  public SettledAfterBoot(BundleContext context, BooleanSupplier settled) {
    this.context = context;
    this.settled = settled;
  }

  /** How it is now. */
  public HealthCheck.Health health() {
    if (!ready) {
      ready = booted() && settled.getAsBoolean();
    }
    return ready
        ? HealthCheck.Health.READY
        : HealthCheck.Health.notReady("it is taking up what the start brings");
  }

  /**
   * Whether all bundles of the start have been started, and so have offered what they offer. At the
   * first start Karaf installs them when the framework is active already; at later ones they are
   * there, and started on the way to it.
   */
  private boolean booted() {
    return context.getBundle(Constants.SYSTEM_BUNDLE_ID).getState() == Bundle.ACTIVE
        && context.getServiceReference(BOOT_FINISHED) != null;
  }
}

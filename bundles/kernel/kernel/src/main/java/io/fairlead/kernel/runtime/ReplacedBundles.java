package io.fairlead.kernel.runtime;

import io.fairlead.kernel.runtime.DeployMemory.Origin;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.startlevel.BundleStartLevel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings back what the distribution shipped, once the file that replaced it has gone. */
final class ReplacedBundles {

  private static final Logger LOG = LoggerFactory.getLogger(ReplacedBundles.class);

  private final BundleContext context;

  ReplacedBundles(BundleContext context) {
    this.context = context;
  }

  /**
   * @param isLeft whether nobody will uninstall what the file was
   * @return whether that is done with; else it is to be tried again with the next look
   */
  boolean giveBack(String name, Origin origin, boolean isLeft) {
    Bundle present = context.getBundle(origin.location());
    if (present != null && !isLeft) {
      return false;
    }
    try {
      if (present != null) {
        present.update();
      } else {
        present = context.installBundle(origin.location());
        present.adapt(BundleStartLevel.class).setStartLevel(origin.startLevel());
        present.start();
      }
      LOG.info("deploy/{} has gone: {} is back as it was shipped", name, present.getSymbolicName());
    } catch (BundleException | RuntimeException e) {
      LOG.error("deploy/{} has gone, and {} could not be brought back", name, origin.location(), e);
    }
    return true;
  }
}

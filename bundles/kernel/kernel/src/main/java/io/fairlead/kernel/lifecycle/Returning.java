package io.fairlead.kernel.lifecycle;

import java.util.function.Consumer;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.BundleListener;

/**
 * Tells the symbolic names of bundles that are on their way: installed, updated, resolved. What
 * they offer follows when they have started.
 */
public final class Returning implements BundleListener, AutoCloseable {

  private final BundleContext context;
  private final Consumer<String> told;

  /**
   * @param told on the framework's thread for events; must be quick
   */
  public Returning(BundleContext context, Consumer<String> told) {
    this.context = context;
    this.told = told;
    context.addBundleListener(this);
  }

  @Override
  public void bundleChanged(BundleEvent event) {
    switch (event.getType()) {
      case BundleEvent.INSTALLED, BundleEvent.UPDATED, BundleEvent.RESOLVED ->
          told.accept(String.valueOf(event.getBundle().getSymbolicName()));
      default -> {}
    }
  }

  @Override
  public void close() {
    context.removeBundleListener(this);
  }
}

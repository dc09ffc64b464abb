package io.fairlead.kernel.lifecycle;

import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.BundleListener;
import org.osgi.framework.startlevel.BundleStartLevel;

/**
 * Tells the symbolic names of bundles that are on their way: installed, updated, resolved. What
 * they offer follows when they have started. And of those that do not come back.
 */
public final class Returning implements BundleListener, AutoCloseable {

  /** Told on the framework's thread for events; must be quick. */
  public interface Listener {

    /** A bundle of this name is on its way. */
    void returns(String bundle);

    /** A bundle of this name was uninstalled. */
    void ends(String bundle);
  }

  private final BundleContext context;
  private final Listener listener;

  public Returning(BundleContext context, Listener listener) {
    this.context = context;
    this.listener = listener;
    context.addBundleListener(this);
  }

  /**
   * Whether a bundle that goes is to start again: it is stopped without being switched off, as by
   * an update. Whoever stops it for good, or uninstalls it, switches it off first.
   *
   * @param bundle whose services go; null when it has gone before
   */
  public static boolean isExpected(@Nullable Bundle bundle) {
    return bundle != null
        && bundle.getState() == Bundle.STOPPING
        && bundle.adapt(BundleStartLevel.class).isPersistentlyStarted();
  }

  @Override
  public void bundleChanged(BundleEvent event) {
    String bundle = String.valueOf(event.getBundle().getSymbolicName());
    switch (event.getType()) {
      case BundleEvent.INSTALLED, BundleEvent.UPDATED, BundleEvent.RESOLVED ->
          listener.returns(bundle);
      case BundleEvent.UNINSTALLED -> listener.ends(bundle);
      default -> {}
    }
  }

  @Override
  public void close() {
    context.removeBundleListener(this);
  }
}

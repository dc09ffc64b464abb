package io.fairlead.kernel.health;

import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.startlevel.FrameworkStartLevel;

/**
 * Whether the start is over: every bundle that belongs to it has been installed and started.
 *
 * <p>Two things are asked, as either is true too early in one kind of start. At the first start
 * Karaf installs the features when the start level has long been reached; it says so by a service.
 * At later starts that service is there at once, while the bundles are still being started. The
 * framework's state tells neither: Karaf starts the framework at level 1, so it is active before
 * all but a few, and raises the level afterwards. Felix shows the aim as its start level only when
 * the last bundle has been started.
 */
public final class Boot {

  /** Registered by Karaf when the boot features are installed. */
  private static final String BOOT_FINISHED = "org.apache.karaf.features.BootFinished";

  private final BundleContext context;
  private final int lastLevel;

  public Boot(BundleContext context) {
    this(context, lastLevelOf(context));
  }

  Boot(BundleContext context, int lastLevel) {
    this.context = context;
    this.lastLevel = lastLevel;
  }

  /** True from the moment that the start is over. */
  public boolean finished() {
    FrameworkStartLevel level =
        context.getBundle(Constants.SYSTEM_BUNDLE_ID).adapt(FrameworkStartLevel.class);
    return level.getStartLevel() >= lastLevel
        && (context.getProperty("karaf.home") == null
            || context.getServiceReference(BOOT_FINISHED) != null);
  }

  /** Karaf keeps its aim as a system property and gives the framework another by the same name. */
  private static int lastLevelOf(BundleContext context) {
    String aim = System.getProperty(Constants.FRAMEWORK_BEGINNING_STARTLEVEL);
    String own = aim == null ? context.getProperty(Constants.FRAMEWORK_BEGINNING_STARTLEVEL) : aim;
    return own == null ? 1 : Integer.parseInt(own);
  }
}

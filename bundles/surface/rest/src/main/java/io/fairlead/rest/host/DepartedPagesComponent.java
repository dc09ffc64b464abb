package io.fairlead.rest.host;

import io.fairlead.kernel.lifecycle.Leaving;
import io.fairlead.kernel.lifecycle.Returning;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.servlet.whiteboard.HttpWhiteboardConstants;
import org.osgi.util.tracker.ServiceTracker;
import org.osgi.util.tracker.ServiceTrackerCustomizer;

/** Watches other bundles' servlets come and go. */
@Component(service = DepartedPagesComponent.class)
public final class DepartedPagesComponent
    implements ServiceTrackerCustomizer<Object, DepartedPagesComponent.Page> {

  /** What is known of a servlet; asked when it has gone. */
  record Page(String bundle, List<String> patterns) {}

  private static final String PATTERN = HttpWhiteboardConstants.HTTP_WHITEBOARD_SERVLET_PATTERN;

  private final DepartedPages departed;
  private final Returning returning;
  private final ServiceTracker<Object, Page> tracker;

  @Activate
  public DepartedPagesComponent(BundleContext context, @Reference HostSettings settings)
      throws InvalidSyntaxException {
    this.departed =
        new DepartedPages(
            new Leaving<>(
                () -> TimeUnit.MILLISECONDS.toNanos(settings.values().number("linger_ms")),
                System::nanoTime));
    this.returning = new Returning(context, departed);
    String ownBundle = Long.toString(context.getBundle().getBundleId());
    this.tracker =
        new ServiceTracker<>(
            context,
            context.createFilter("(&(" + PATTERN + "=*)(!(service.bundleid=" + ownBundle + ")))"),
            this);
    tracker.open();
  }

  /** Whether somebody may answer this path again soon. */
  boolean awaits(String path) {
    return departed.awaits(path);
  }

  @Override
  public Page addingService(ServiceReference<Object> reference) {
    Object patterns = reference.getProperty(PATTERN);
    return new Page(
        String.valueOf(reference.getBundle().getSymbolicName()),
        patterns instanceof String[] several
            ? List.of(several)
            : List.of(String.valueOf(patterns)));
  }

  @Override
  public void modifiedService(ServiceReference<Object> reference, Page page) {
    // A servlet's patterns are fixed when it is registered.
  }

  @Override
  public void removedService(ServiceReference<Object> reference, Page page) {
    departed.left(page.bundle(), page.patterns());
    if (Returning.isExpected(reference.getBundle())) {
      departed.returns(page.bundle());
    }
  }

  @Deactivate
  void close() {
    returning.close();
    tracker.close();
  }
}

package io.fairlead.rest.host;

import io.fairlead.kernel.lifecycle.Leaving;
import io.fairlead.kernel.lifecycle.Returning;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceEvent;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;
import org.osgi.framework.hooks.service.EventListenerHook;
import org.osgi.framework.hooks.service.ListenerHook.ListenerInfo;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.servlet.whiteboard.HttpWhiteboardConstants;

/**
 * Notes which of other bundles' servlets go. As a hook it is told before any listener is, so before
 * the HTTP service takes the servlet away: a request never meets with a page that has gone and is
 * not noted yet.
 */
@Component(service = DepartedPagesComponent.class)
public final class DepartedPagesComponent implements EventListenerHook {

  private static final String PATTERN = HttpWhiteboardConstants.HTTP_WHITEBOARD_SERVLET_PATTERN;

  private final Bundle own;
  private final DepartedPages departed;
  private final Returning returning;
  private final ServiceRegistration<EventListenerHook> hook;

  @Activate
  public DepartedPagesComponent(BundleContext context, @Reference HostSettings settings) {
    this.own = context.getBundle();
    this.departed =
        new DepartedPages(
            new Leaving<>(
                () -> TimeUnit.MILLISECONDS.toNanos(settings.values().number("linger_ms")),
                System::nanoTime));
    this.returning = new Returning(context, departed);
    this.hook = context.registerService(EventListenerHook.class, this, null);
  }

  /** Whether somebody may answer this path again soon. */
  boolean awaits(String path) {
    return departed.awaits(path);
  }

  @Override
  public void event(ServiceEvent event, Map<BundleContext, Collection<ListenerInfo>> listeners) {
    ServiceReference<?> reference = event.getServiceReference();
    Bundle bundle = reference.getBundle();
    if (event.getType() != ServiceEvent.UNREGISTERING || bundle == null || bundle.equals(own)) {
      return;
    }
    Object patterns = reference.getProperty(PATTERN);
    if (patterns == null) {
      return;
    }
    String name = String.valueOf(bundle.getSymbolicName());
    departed.left(
        name,
        patterns instanceof String[] several
            ? List.of(several)
            : List.of(String.valueOf(patterns)));
    if (Returning.isExpected(bundle)) {
      departed.returns(name);
    }
  }

  @Deactivate
  void close() {
    hook.unregister();
    returning.close();
  }
}

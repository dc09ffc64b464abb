package io.fairlead.kernel.runtime;

import io.fairlead.kernel.event.EventBus;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.typedevent.TypedEventBus;
import org.osgi.service.typedevent.TypedEventHandler;
import org.osgi.util.tracker.ServiceTracker;
import org.osgi.util.tracker.ServiceTrackerCustomizer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Typed Event behind {@link EventBus}. It keeps the set of event types that somebody listens to, so
 * that an event nobody wants is never made. Untyped handlers do not count: they get nothing from a
 * record.
 */
@Component(service = EventBus.class)
public final class EventBusComponent
    implements EventBus, ServiceTrackerCustomizer<TypedEventHandler<?>, String> {

  private static final Logger LOG = LoggerFactory.getLogger(EventBusComponent.class);

  /** Stands for a handler whose event type cannot be told: it may want any. */
  private static final String ANY = "*";

  private final BundleContext context;
  private final ServiceTracker<TypedEventHandler<?>, String> tracker;
  private final Map<ServiceReference<?>, String> handlers = new ConcurrentHashMap<>();
  private volatile Set<String> wanted = Set.of();

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  private volatile @Nullable TypedEventBus bus;

  @Activate
  @SuppressWarnings({"unchecked", "rawtypes"})
  public EventBusComponent(BundleContext context) {
    this.context = context;
    this.tracker =
        new ServiceTracker<>(
            context, (Class<TypedEventHandler<?>>) (Class) TypedEventHandler.class, this);
    tracker.open();
  }

  @Override
  public boolean heard(Class<? extends Record> type) {
    Set<String> present = wanted;
    return !present.isEmpty() && (present.contains(type.getName()) || present.contains(ANY));
  }

  @Override
  public void publish(Record event) {
    TypedEventBus present = bus;
    if (present == null || !heard(event.getClass())) {
      return;
    }
    try {
      present.deliver(event);
    } catch (RuntimeException e) {
      LOG.warn("{} was not delivered", event.getClass().getName(), e);
    }
  }

  @Override
  public String addingService(ServiceReference<TypedEventHandler<?>> reference) {
    String type = typeOf(reference);
    handlers.put(reference, type);
    update();
    return type;
  }

  @Override
  public void modifiedService(ServiceReference<TypedEventHandler<?>> reference, String type) {
    // The event type of a handler cannot change.
  }

  @Override
  public void removedService(ServiceReference<TypedEventHandler<?>> reference, String type) {
    handlers.remove(reference);
    context.ungetService(reference);
    update();
  }

  @Deactivate
  void close() {
    tracker.close();
  }

  private synchronized void update() {
    wanted = Set.copyOf(new HashSet<>(handlers.values()));
  }

  private String typeOf(ServiceReference<TypedEventHandler<?>> reference) {
    if (reference.getProperty("event.type") instanceof String type) {
      return type;
    }
    // Held as long as it is tracked: fetched and given back, a delayed component would be made
    // twice.
    TypedEventHandler<?> handler = context.getService(reference);
    Class<?> event = handler == null ? null : EventTypes.of(handler.getClass());
    return event == null ? ANY : event.getName();
  }
}

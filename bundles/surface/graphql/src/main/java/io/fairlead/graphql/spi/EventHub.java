package io.fairlead.graphql.spi;

import io.fairlead.kernel.error.Unavailable;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.typedevent.TypedEventConstants;
import org.osgi.service.typedevent.TypedEventHandler;

/**
 * Hands the events of one type on the bus to those who listen now. While nobody does, no handler is
 * registered, and the event is not even made.
 */
public final class EventHub<E extends Record> {

  private final BundleContext context;
  private final Class<E> type;
  private final List<Consumer<? super E>> listeners = new CopyOnWriteArrayList<>();
  private @Nullable ServiceRegistration<?> registration;

  /**
   * @param context of the bundle that can load the event's class
   */
  public EventHub(BundleContext context, Class<E> type) {
    this.context = context;
    this.type = type;
  }

  /** Calls the listener, on the bus's thread, for each event from now on. */
  public Cancellable listen(Consumer<? super E> listener) {
    // An own object for each: the same listener may be given twice.
    Consumer<E> own = listener::accept;
    listeners.add(own);
    update();
    return () -> {
      if (listeners.remove(own)) {
        update();
      }
    };
  }

  private void deliver(E event) {
    listeners.forEach(listener -> listener.accept(event));
  }

  private synchronized void update() {
    if (listeners.isEmpty() == (registration == null)) {
      return;
    }
    if (registration == null) {
      Dictionary<String, Object> properties = new Hashtable<>();
      properties.put(TypedEventConstants.TYPED_EVENT_TYPE, type.getName());
      TypedEventHandler<E> handler = (topic, event) -> deliver(event);
      try {
        registration = context.registerService(TypedEventHandler.class, handler, properties);
      } catch (IllegalStateException e) {
        // The bundle has stopped: its fragment serves on for a moment, but hears nothing any more.
        listeners.clear();
        throw new Unavailable("the part of the server that gives these values has gone");
      }
      return;
    }
    try {
      registration.unregister();
    } catch (IllegalStateException e) {
      // The bundle stops: the framework has unregistered it.
    }
    registration = null;
  }
}

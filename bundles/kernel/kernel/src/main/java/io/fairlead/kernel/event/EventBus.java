package io.fairlead.kernel.event;

import org.osgi.annotation.versioning.ProviderType;

/**
 * Where the parts of the server say what happened. Events are records; listeners are OSGi services
 * of type {@code org.osgi.service.typedevent.TypedEventHandler<E>}, called on a thread of the bus,
 * each in order of publication.
 *
 * <p>Nobody listening costs one volatile read: ask {@link #heard} before an event is made.
 */
@ProviderType
public interface EventBus {

  /** Whether anybody listens to events of this type now. */
  boolean heard(Class<? extends Record> type);

  /**
   * Delivers the event to everybody who listens; returns at once and never throws for a listener's
   * sake.
   */
  void publish(Record event);
}

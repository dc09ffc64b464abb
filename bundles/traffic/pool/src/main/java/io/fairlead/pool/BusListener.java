package io.fairlead.pool;

import io.fairlead.kernel.event.EventBus;
import io.fairlead.pool.core.PoolListener;
import io.fairlead.traffic.event.ConnectionEvent;
import io.fairlead.traffic.event.PoolChanged;
import java.time.InstantSource;

/** Says on the event bus what happens in the pools; nobody listening costs a look. */
final class BusListener implements PoolListener {

  private final EventBus bus;
  private final InstantSource clock;

  BusListener(EventBus bus, InstantSource clock) {
    this.bus = bus;
    this.clock = clock;
  }

  @Override
  public boolean hearsConnections() {
    return bus.heard(ConnectionEvent.class);
  }

  @Override
  public void connection(What what, String pool, long connectionId) {
    if (bus.heard(ConnectionEvent.class)) {
      bus.publish(new ConnectionEvent(what.word(), connectionId, pool, clock.instant()));
    }
  }

  @Override
  public void turned(String pool, String state) {
    changed(pool, state);
  }

  void changed(String pool, String what) {
    if (bus.heard(PoolChanged.class)) {
      bus.publish(new PoolChanged(pool, what, clock.instant()));
    }
  }
}

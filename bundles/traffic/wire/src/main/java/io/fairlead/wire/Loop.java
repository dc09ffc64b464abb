package io.fairlead.wire;

import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The clients of one event loop, looked over twice a second for whatever has a deadline: cheaper
 * than a timer for each, needs no memory, and a changed timeout holds at once. No clients, no
 * looking.
 */
final class Loop {

  private static final long SWEEP_MILLIS = 500;

  private final EventLoop eventLoop;
  private final Wire wire;
  private final List<Client> clients = new ArrayList<>();
  private @Nullable Future<?> sweeping;

  Loop(EventLoop eventLoop, Wire wire) {
    this.eventLoop = eventLoop;
    this.wire = wire;
  }

  /** On the loop. */
  void add(Client client) {
    client.slot = clients.size();
    clients.add(client);
    if (sweeping == null) {
      sweeping =
          eventLoop.scheduleWithFixedDelay(
              this::sweep, SWEEP_MILLIS, SWEEP_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  /** On the loop. */
  void remove(Client client) {
    int slot = client.slot;
    if (slot < 0) {
      return;
    }
    client.slot = -1;
    Client last = clients.remove(clients.size() - 1);
    if (last != client) {
      clients.set(slot, last);
      last.slot = slot;
    }
  }

  /** On the loop. */
  int size() {
    return clients.size();
  }

  private static void sweep(Client client, long now) {
    try {
      client.ending().sweep(now);
    } catch (RuntimeException e) {
      client.inbox().failed(e);
    }
  }

  private void sweep() {
    if (clients.isEmpty()) {
      if (sweeping != null) {
        sweeping.cancel(false);
        sweeping = null;
      }
      return;
    }
    long now = wire.nanoTime();
    // Backwards: whoever leaves is replaced by one that was seen already.
    for (int i = clients.size() - 1; i >= 0; i--) {
      if (i < clients.size()) {
        sweep(clients.get(i), now);
      }
    }
  }
}

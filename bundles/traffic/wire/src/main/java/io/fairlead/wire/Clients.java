package io.fairlead.wire;

import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The clients that were let in, and the caps that decide it. */
final class Clients {

  private final ConcurrentHashMap<Long, Client> open = new ConcurrentHashMap<>();
  private final AtomicInteger count = new AtomicInteger();
  private final Counters counters;
  private final int most;
  private volatile boolean stopping;

  /**
   * @param most more than that many the process cannot have
   */
  Clients(Counters counters, int most) {
    this.counters = counters;
    this.most = most;
  }

  /** Lets a client in, or says why not. */
  @Nullable String admit(Listener listener) {
    String refusal = stopping ? "the server is stopping" : listener.admit();
    if (refusal != null) {
      counters.rejected.increment();
      return refusal;
    }
    if (count.incrementAndGet() > most) {
      count.decrementAndGet();
      listener.left();
      counters.rejected.increment();
      return "too many connections: the server's file descriptors allow " + most;
    }
    counters.accepted.increment();
    return null;
  }

  /** Shows a client that was let in and has its id. */
  void add(Client client) {
    open.put(client.id(), client);
  }

  /** A client that was let in has gone. */
  void gone(Client client) {
    open.remove(client.id());
    client.listener().left();
    if (count.decrementAndGet() == 0) {
      synchronized (count) {
        count.notifyAll();
      }
    }
  }

  /** Lets nobody in any more. */
  void stop() {
    stopping = true;
  }

  /** Waits until the last one has gone, at most so long; true when it has. */
  boolean awaitNone(Duration atMost) {
    long deadline = System.nanoTime() + atMost.toNanos();
    synchronized (count) {
      while (count.get() > 0) {
        long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
        if (left <= 0) {
          return false;
        }
        try {
          count.wait(left);
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          return false;
        }
      }
    }
    return true;
  }

  int size() {
    return count.get();
  }

  @Nullable Client find(long id) {
    return open.get(id);
  }

  Collection<Client> all() {
    return open.values();
  }
}

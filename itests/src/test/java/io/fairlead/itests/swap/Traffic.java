package io.fairlead.itests.swap;

import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * One kind of load, with what its clients have seen. It may meet with a part that is gone only
 * while that is allowed ({@link #may}); whatever else goes wrong is lost.
 */
public final class Traffic {

  private static final long PAUSE_MS = 10;
  private static final int MOST_LOST = 1_000;
  private static final int LONGEST = 300;

  private final String name;
  private final Set<String> bundles;
  private final int clients;
  private final boolean slow;
  private final Client.Factory factory;
  private final AtomicLong answered = new AtomicLong();
  private final AtomicLong gone = new AtomicLong();
  private final AtomicLong worst = new AtomicLong();
  private final Queue<String> lost = new ConcurrentLinkedQueue<>();
  private volatile Set<GoneException.Kind> allowed = Set.of();

  /**
   * @param bundles the symbolic names of those that it needs and that are swapped
   * @param slow whether one request takes long by itself, so that its time says nothing
   */
  public Traffic(
      String name, Set<String> bundles, int clients, boolean slow, Client.Factory factory) {
    this.name = name;
    this.bundles = Set.copyOf(bundles);
    this.clients = clients;
    this.slow = slow;
    this.factory = factory;
  }

  public String name() {
    return name;
  }

  /** Whether it is to be expected that its clients see something when this bundle is swapped. */
  public boolean needs(String bundle) {
    return bundles.contains(bundle);
  }

  public boolean slow() {
    return slow;
  }

  int clients() {
    return clients;
  }

  public long answered() {
    return answered.get();
  }

  public List<String> lost() {
    return List.copyOf(lost);
  }

  /** From now on its clients may meet with this, and with nothing else. */
  public void may(GoneException.Kind... kinds) {
    allowed = Set.of(kinds);
  }

  /** The longest that an answer took since it was asked last, in nanoseconds. */
  public long takeWorst() {
    return worst.getAndSet(0);
  }

  /** Whether it is answered now, with a client of its own. */
  public boolean isAnswered() throws Exception {
    try (Client client = factory.open()) {
      client.once();
      return true;
    } catch (GoneException e) {
      return false;
    }
  }

  /** Goes on until it is told to stop. */
  void run(CountDownLatch stop) {
    @Nullable Client client = null;
    try {
      do {
        client = once(client);
      } while (!stop.await(PAUSE_MS, TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      lose("interrupted");
    } finally {
      close(client);
    }
  }

  private @Nullable Client once(@Nullable Client present) {
    Set<GoneException.Kind> before = allowed;
    @Nullable Client client = present;
    long began = System.nanoTime();
    try {
      if (client == null) {
        client = factory.open();
      }
      client.once();
      answered.incrementAndGet();
      worst.accumulateAndGet(System.nanoTime() - began, Math::max);
      return client;
    } catch (GoneException e) {
      if (before.contains(e.kind()) || allowed.contains(e.kind())) {
        gone.incrementAndGet();
      } else {
        lose("gone while it should be there: " + e.getMessage());
      }
      return e.kind() == GoneException.Kind.REFUSED ? client : close(client);
    } catch (Exception | AssertionError e) {
      lose(e + (e.getCause() == null ? "" : " (" + e.getCause() + ")"));
      return close(client);
    }
  }

  private void lose(String what) {
    if (lost.size() < MOST_LOST) {
      lost.add(name + ": " + (what.length() > LONGEST ? what.substring(0, LONGEST) : what));
    }
  }

  private static @Nullable Client close(@Nullable Client client) {
    try {
      if (client != null) {
        client.close();
      }
    } catch (Exception e) {
      // it was over before
    }
    return null;
  }
}

package io.fairlead.itests.swap;

import io.fairlead.itests.Await;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Clients of all kinds at once, a thread each. */
public final class Load implements AutoCloseable {

  private static final Duration SOON = Duration.ofSeconds(30);

  private final List<Traffic> traffic;
  private final List<Thread> threads = new ArrayList<>();
  private final CountDownLatch stop = new CountDownLatch(1);

  /** Begins. */
  public Load(List<Traffic> traffic) {
    this.traffic = List.copyOf(traffic);
    for (Traffic each : traffic) {
      for (int i = 0; i < each.clients(); i++) {
        Thread thread = new Thread(() -> each.run(stop), "load-" + each.name() + "-" + i);
        thread.setDaemon(true);
        threads.add(thread);
        thread.start();
      }
    }
  }

  /** What has been lost so far. */
  public List<String> lost() {
    return traffic.stream().flatMap(t -> t.lost().stream()).toList();
  }

  /** Waits until each client of these kinds is likely to have been answered again. */
  public static void goesOn(List<Traffic> kinds) {
    List<Long> before = kinds.stream().map(Traffic::answered).toList();
    for (int i = 0; i < kinds.size(); i++) {
      Traffic each = kinds.get(i);
      long enough = before.get(i) + each.clients();
      Await.until(
          each.name() + " goes on",
          SOON,
          each::answered,
          now -> now >= enough || !each.lost().isEmpty());
    }
  }

  /** Ends; every client finishes what it is about. */
  @Override
  public void close() {
    stop.countDown();
    long deadline = System.nanoTime() + SOON.toNanos();
    for (Thread thread : threads) {
      try {
        TimeUnit.NANOSECONDS.timedJoin(thread, Math.max(1, deadline - System.nanoTime()));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      if (thread.isAlive()) {
        throw new AssertionError(thread.getName() + " does not end: it hangs");
      }
    }
  }
}

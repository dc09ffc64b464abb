package io.fairlead.kernel.runtime;

import io.fairlead.kernel.lifecycle.Drainable;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets the parts of a server finish, one after the other, within one deadline. */
final class Drain {

  private static final Logger LOG = LoggerFactory.getLogger(Drain.class);

  private final LongSupplier nanoTime;

  Drain(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /**
   * Drains each in turn, with what is left of the time; when nothing is left the rest are still
   * told, with a duration of zero. One that does not come back in time, or throws, keeps nobody
   * from going on.
   */
  void run(List<Drainable> inOrder, Duration atMost) {
    long deadline = nanoTime.getAsLong() + atMost.toNanos();
    ExecutorService threads = Executors.newCachedThreadPool(NamedThreads.of("drain"));
    for (Drainable part : inOrder) {
      Duration left = Duration.ofNanos(Math.max(0, deadline - nanoTime.getAsLong()));
      Future<?> done = threads.submit(() -> part.drain(left));
      String name = part.getClass().getName();
      try {
        // A part that keeps to its time needs a moment beyond it to come back.
        done.get(left.plusSeconds(1).toNanos(), TimeUnit.NANOSECONDS);
      } catch (TimeoutException e) {
        LOG.warn("{}: still draining after {} s, cut off", name, atMost.toSeconds());
      } catch (ExecutionException e) {
        LOG.warn("{}: failed to drain", name, e.getCause());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        break;
      }
    }
    // Not shutdownNow: what still runs may be inside a database, where an interrupt does harm.
    threads.shutdown();
  }
}

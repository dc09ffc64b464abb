package io.fairlead.rest.traffic;

import io.fairlead.kernel.error.Exhausted;
import io.fairlead.kernel.error.Unavailable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * Runs what asks a database, on threads of its own and few at a time, so that a dead one stops no
 * other request. A trial that takes too long is left alone, not interrupted: interrupting JDBC
 * harms other connections.
 */
final class Trials {

  private static final int MOST = 8;
  private static final long ANSWER_SECS = 10;

  private final AtomicInteger threads = new AtomicInteger();
  private final ThreadPoolExecutor executor =
      new ThreadPoolExecutor(
          0,
          MOST,
          10,
          TimeUnit.SECONDS,
          new SynchronousQueue<>(),
          task -> {
            Thread thread =
                new Thread(task, "fairlead-rest-traffic-trial-" + threads.incrementAndGet());
            thread.setDaemon(true);
            return thread;
          });

  /**
   * @throws Exhausted when too many are under way
   * @throws Unavailable when there is no answer in time
   */
  <T> T run(Supplier<T> trial) {
    CompletableFuture<T> answer;
    try {
      answer = CompletableFuture.supplyAsync(trial, executor);
    } catch (RejectedExecutionException e) {
      throw new Exhausted("dry_run: " + MOST + " are under way (expected: fewer)");
    }
    try {
      return answer.get(ANSWER_SECS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new Unavailable("dry_run: no answer after " + ANSWER_SECS + " s");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Unavailable("dry_run: stopped");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  void close() {
    executor.shutdown();
  }
}

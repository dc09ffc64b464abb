package io.fairlead.pool;

import io.fairlead.kernel.error.Unavailable;
import io.fairlead.pool.core.Crew;
import io.fairlead.pool.core.PoolSettings;
import io.fairlead.traffic.pool.spi.ConnectionSpec;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Another login, URL or driver is proven before a pool that works takes it: a connection is opened
 * with it and closed. Until that has gone well the pool goes on as it was.
 */
final class Proofs {

  /** So long the change itself waits for its proof; a longer one is heard of later. */
  private static final Duration AT_ONCE = Duration.ofMillis(600);

  /** So long a failed one is not repeated, that a database is not asked again and again. */
  static final Duration AGAIN = Duration.ofSeconds(15);

  private final Crew crew;
  private final Consumer<PoolSettings> trial;
  private final Runnable later;
  private final Runnable ended;
  private final LongSupplier nanos;
  private final Map<String, Attempt> attempts = new ConcurrentHashMap<>();

  private record Attempt(ConnectionSpec spec, CompletableFuture<Long> result) {}

  /**
   * @param trial opens a connection with these and closes it; throws when that does not work
   * @param ended called when one has ended that nobody waits for
   * @param later called once for each that has failed; what is refused then is to be offered again
   *     after {@link #AGAIN}
   */
  Proofs(
      Crew crew, Consumer<PoolSettings> trial, Runnable ended, Runnable later, LongSupplier nanos) {
    this.crew = crew;
    this.trial = trial;
    this.ended = ended;
    this.later = later;
    this.nanos = nanos;
  }

  /**
   * Returns when a pool may take these.
   *
   * @throws Unavailable while that is not proven, saying why
   */
  void require(String pool, PoolSettings wanted) {
    Attempt attempt = attempts.compute(pool, (name, before) -> attempt(wanted, before));
    try {
      attempt.result.get(AT_ONCE.toNanos(), TimeUnit.NANOSECONDS);
      attempts.remove(pool, attempt);
    } catch (TimeoutException e) {
      attempt.result.whenComplete((at, failure) -> ended.run());
      throw new Unavailable(
          "what is new is being tried out; what was before stays in force until then", e);
    } catch (ExecutionException e) {
      throw new Unavailable(
          "what was before stays in force: " + String.valueOf(reason(e).getMessage()), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Unavailable("interrupted while what is new was tried out", e);
    }
  }

  private static Throwable reason(ExecutionException e) {
    Failed failed = (Failed) e.getCause();
    return failed.getCause();
  }

  /** The pool has gone, or takes whatever there is. */
  void forget(String pool) {
    attempts.remove(pool);
  }

  private Attempt attempt(PoolSettings wanted, @Nullable Attempt before) {
    return before != null && before.spec.equals(wanted.spec()) && !isStale(before)
        ? before
        : begin(wanted);
  }

  private boolean isStale(Attempt attempt) {
    CompletableFuture<Long> result = attempt.result;
    if (!result.isDone()) {
      return false;
    }
    long at;
    try {
      at = result.join();
    } catch (CompletionException e) {
      at = ((Failed) e.getCause()).at;
    }
    return nanos.getAsLong() - at >= AGAIN.toNanos();
  }

  private Attempt begin(PoolSettings wanted) {
    CompletableFuture<Long> result = new CompletableFuture<>();
    crew.execute(
        () -> {
          try {
            trial.accept(wanted);
            result.complete(nanos.getAsLong());
          } catch (RuntimeException | LinkageError e) {
            result.completeExceptionally(new Failed(nanos.getAsLong(), e));
            later.run();
          }
        });
    return new Attempt(wanted.spec(), result);
  }

  /** When, and why. */
  private static final class Failed extends Exception {
    private static final long serialVersionUID = 1L;
    private final long at;

    Failed(long at, Throwable why) {
      super(why);
      this.at = at;
    }
  }
}

package io.fairlead.pool;

import io.fairlead.kernel.error.Exhausted;
import io.fairlead.kernel.error.Unavailable;
import io.fairlead.pool.core.Budget;
import io.fairlead.pool.core.Crew;
import io.fairlead.pool.core.PoolSettings;
import io.fairlead.traffic.pool.Pools.Trial;
import io.fairlead.traffic.pool.spi.ConnectionSource;
import io.fairlead.traffic.pool.spi.ConnectionSpec;
import io.fairlead.traffic.pool.spi.ServerConnection;
import io.fairlead.traffic.pool.spi.ServerException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;

/** Opens a connection just to see whether that works: a few at a time, on threads of their own. */
final class Trials {

  static final int AT_ONCE = 8;
  private static final Duration LONGEST = Duration.ofSeconds(9);
  private static final double NANOS_PER_MILLI = 1_000_000;

  private final Crew crew;
  private final LongSupplier nanos;
  private final Semaphore free = new Semaphore(AT_ONCE);

  Trials(Crew crew, LongSupplier nanos) {
    this.crew = crew;
    this.nanos = nanos;
  }

  /**
   * @param budget where its place is taken, if any
   * @param driver its source, or nothing when there is none: waited for within the time that a
   *     connection may take
   */
  Trial tryOut(
      PoolSettings settings, Optional<Budget> budget, Future<Optional<ConnectionSource>> driver) {
    ConnectionSpec spec = settings.spec();
    Duration atMost =
        settings.creationTimeout().compareTo(LONGEST) < 0 ? settings.creationTimeout() : LONGEST;
    if (!free.tryAcquire()) {
      throw new Exhausted(AT_ONCE + " connections are being tried out already");
    }
    long begun = nanos.getAsLong();
    Optional<ConnectionSource> source = await(driver, atMost);
    if (source.isEmpty()) {
      free.release();
      throw new Unavailable("driver " + spec.driver() + " is not there");
    }
    if (budget.isPresent() && !budget.get().takeAside()) {
      free.release();
      throw new Exhausted(budget.get().text());
    }
    CompletableFuture<Trial> result = new CompletableFuture<>();
    crew.execute(
        () -> {
          try {
            result.complete(open(source.get(), spec));
          } catch (ServerException | RuntimeException | LinkageError e) {
            result.completeExceptionally(e);
          } finally {
            free.release();
            budget.ifPresent(Budget::giveBackAside);
          }
        });
    return await(result, atMost, nanos.getAsLong() - begun);
  }

  private static Optional<ConnectionSource> await(
      Future<Optional<ConnectionSource>> driver, Duration atMost) {
    try {
      return driver.get(atMost.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  private Trial open(ConnectionSource source, ConnectionSpec spec) throws ServerException {
    long start = nanos.getAsLong();
    ServerConnection connection = source.open(spec);
    try {
      return new Trial(true, connection.product(), (nanos.getAsLong() - start) / NANOS_PER_MILLI);
    } finally {
      connection.close();
    }
  }

  private static Trial await(CompletableFuture<Trial> result, Duration atMost, long spent) {
    try {
      return result.get(atMost.toNanos() - spent, TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw new Unavailable("no connection from the driver within " + atMost.toSeconds() + " s");
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      String why = cause instanceof ServerException ? cause.getMessage() : String.valueOf(cause);
      throw new Unavailable("no connection: " + why, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Unavailable("interrupted while a connection was tried out", e);
    }
  }
}

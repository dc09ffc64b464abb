package io.fairlead.pool.core;

import io.fairlead.traffic.pool.spi.ConnectionSource;
import io.fairlead.traffic.pool.spi.ServerConnection;
import io.fairlead.traffic.pool.spi.ServerException;

/** One attempt to open a connection, on a thread that may block for as long as the driver likes. */
final class Opening extends Timeout implements Runnable {

  private final Filler filler;
  private final Timer timer;
  private final ConnectionSource source;
  final Generation generation;
  final long timeoutNanos;
  final int failuresBefore;

  /** Given up after its timeout, but the driver is not back yet. Under the pool's lock. */
  boolean abandoned;

  private long startedAt;

  Opening(
      Filler filler,
      Timer timer,
      ConnectionSource source,
      Generation generation,
      long timeoutNanos,
      int failuresBefore) {
    this.filler = filler;
    this.timer = timer;
    this.source = source;
    this.generation = generation;
    this.timeoutNanos = timeoutNanos;
    this.failuresBefore = failuresBefore;
  }

  @Override
  public void run() {
    startedAt = timer.nanos();
    timer.schedule(this, startedAt + timeoutNanos);
    ServerConnection connection;
    try {
      connection = source.open(generation.spec());
    } catch (ServerException e) {
      timer.cancel(this);
      filler.failed(this, e.getMessage());
      return;
    } catch (RuntimeException | LinkageError e) {
      timer.cancel(this);
      filler.failed(this, e.toString());
      return;
    }
    timer.cancel(this);
    filler.opened(this, connection, timer.nanos() - startedAt);
  }

  @Override
  void expire() {
    filler.overdue(this);
  }
}

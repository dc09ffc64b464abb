package io.fairlead.pool.core;

import io.fairlead.traffic.pool.spi.ResetMode;
import io.fairlead.traffic.pool.spi.ResultSink;
import io.fairlead.traffic.pool.spi.ServerConnection;
import io.fairlead.traffic.pool.spi.ServerException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** A connection that counts what is done to it. */
public class FakeConnection implements ServerConnection {

  private final FakeServer server;
  final AtomicInteger cancels = new AtomicInteger();
  final AtomicInteger resets = new AtomicInteger();
  final AtomicInteger validations = new AtomicInteger();
  final AtomicBoolean busy = new AtomicBoolean();
  volatile ResetMode lastMode = ResetMode.STANDARD;
  volatile Duration lastTimeout = Duration.ZERO;
  volatile Optional<String> lastQuery = Optional.empty();
  volatile boolean closed;
  volatile boolean aborted;
  volatile boolean transaction;
  volatile Runnable onCancel = () -> {};
  volatile Runnable onReset = () -> {};

  FakeConnection(FakeServer server) {
    this.server = server;
  }

  @Override
  public void execute(String sql, ResultSink sink) throws ServerException {
    if (closed || aborted) {
      throw new ServerException("closed", "08003", true, null);
    }
    sink.end(1);
  }

  @Override
  public void begin() {
    transaction = true;
  }

  @Override
  public void commit() {
    transaction = false;
  }

  @Override
  public void rollback() {
    transaction = false;
  }

  @Override
  public boolean transactionOpen() {
    return transaction;
  }

  @Override
  public Optional<String> stateLeft() {
    return Optional.empty();
  }

  @Override
  public boolean reset(ResetMode mode) {
    assertNobodyWorks("reset");
    resets.incrementAndGet();
    lastMode = mode;
    onReset.run();
    transaction = false;
    return server.resets;
  }

  @Override
  public boolean validate(Duration atMost, Optional<String> query) {
    assertNobodyWorks("validated");
    validations.incrementAndGet();
    lastTimeout = atMost;
    lastQuery = query;
    return server.answers;
  }

  @Override
  public void cancel() {
    cancels.incrementAndGet();
    onCancel.run();
  }

  @Override
  public boolean abort() {
    aborted = server.abortable;
    return server.abortable;
  }

  @Override
  public void close() {
    assertNobodyWorks("closed");
    closed = true;
  }

  private void assertNobodyWorks(String what) {
    if (busy.get()) {
      server.violations.add(what + " while somebody works on it");
    }
  }

  @Override
  public Optional<String> database() {
    return Optional.of("FAKE");
  }

  @Override
  public String product() {
    return "Fake 1.0";
  }
}

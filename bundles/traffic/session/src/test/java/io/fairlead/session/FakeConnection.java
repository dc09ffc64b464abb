package io.fairlead.session;

import io.fairlead.traffic.pool.spi.ResetMode;
import io.fairlead.traffic.pool.spi.ResultSink;
import io.fairlead.traffic.pool.spi.ServerConnection;
import io.fairlead.traffic.pool.spi.ServerException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A database that understands BEGIN, COMMIT, ROLLBACK, SET, FAIL and answers everything else with
 * one row: the text.
 */
final class FakeConnection implements ServerConnection {

  final List<String> seen = new ArrayList<>();
  boolean transaction;
  Optional<String> left = Optional.empty();

  /** Runs while a statement does, before its first row. */
  Runnable during = () -> {};

  @Override
  public void execute(String sql, ResultSink sink) throws ServerException {
    seen.add(sql);
    during.run();
    switch (sql) {
      case "BEGIN" -> transaction = true;
      case "COMMIT", "ROLLBACK" -> transaction = false;
      case "SET" -> left = Optional.of("SET");
      case "FAIL" -> throw new ServerException("no such table", "42P01", false, null);
      case "LOST" -> throw new ServerException("connection lost", "08006", true, null);
      default -> {
        sink.columns(new String[] {"text"});
        sink.row(new String[] {sql});
      }
    }
    sink.end(1);
  }

  @Override
  public void begin() {
    seen.add("begin()");
    transaction = true;
  }

  @Override
  public void commit() {
    seen.add("commit()");
    transaction = false;
  }

  @Override
  public void rollback() {
    seen.add("rollback()");
    transaction = false;
  }

  @Override
  public boolean transactionOpen() {
    return transaction;
  }

  @Override
  public Optional<String> stateLeft() {
    return left;
  }

  @Override
  public Optional<String> leaves(String sql) {
    return sql.equals("SET") ? Optional.of("SET") : Optional.empty();
  }

  @Override
  public boolean reset(ResetMode mode) {
    transaction = false;
    boolean clean = left.isEmpty();
    left = Optional.empty();
    return clean;
  }

  @Override
  public boolean validate(Duration atMost, Optional<String> query) {
    return true;
  }

  @Override
  public void cancel() {
    seen.add("cancel()");
  }

  @Override
  public boolean abort() {
    return true;
  }

  @Override
  public void close() {
    seen.add("close()");
  }

  @Override
  public Optional<String> database() {
    return Optional.of("fake");
  }

  @Override
  public String product() {
    return "Fake 1";
  }
}

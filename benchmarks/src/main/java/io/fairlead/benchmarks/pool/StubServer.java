package io.fairlead.benchmarks.pool;

import io.fairlead.traffic.pool.spi.ConnectionSource;
import io.fairlead.traffic.pool.spi.ConnectionSpec;
import io.fairlead.traffic.pool.spi.ResetMode;
import io.fairlead.traffic.pool.spi.ResultSink;
import io.fairlead.traffic.pool.spi.ServerConnection;
import java.sql.Connection;
import java.time.Duration;
import java.util.Optional;

/** The same stub driver, as Fairlead's pool wants a source of connections. */
final class StubServer implements ConnectionSource {

  @Override
  public ServerConnection open(ConnectionSpec spec) {
    return new Stub(new StubConnection());
  }

  private record Stub(Connection connection) implements ServerConnection {

    @Override
    public void execute(String sql, ResultSink sink) {
      sink.end(0);
    }

    @Override
    public void begin() {}

    @Override
    public void commit() {}

    @Override
    public void rollback() {}

    @Override
    public boolean transactionOpen() {
      return false;
    }

    @Override
    public Optional<String> stateLeft() {
      return Optional.empty();
    }

    @Override
    public boolean reset(ResetMode mode) {
      return true;
    }

    @Override
    public boolean validate(Duration atMost, Optional<String> query) {
      return true;
    }

    @Override
    public void cancel() {}

    @Override
    public boolean abort() {
      return true;
    }

    @Override
    public void close() {}

    @Override
    public Optional<String> database() {
      return Optional.empty();
    }

    @Override
    public String product() {
      return "stub";
    }
  }
}

package io.fairlead.pool.core;

import io.fairlead.traffic.pool.spi.ConnectionSource;
import io.fairlead.traffic.pool.spi.ConnectionSpec;
import io.fairlead.traffic.pool.spi.ServerConnection;
import io.fairlead.traffic.pool.spi.ServerException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** A database that does as it is told. */
public final class FakeServer implements ConnectionSource {

  public final List<FakeConnection> opened = new CopyOnWriteArrayList<>();
  final List<String> violations = new CopyOnWriteArrayList<>();
  final List<ConnectionSpec> specs = new CopyOnWriteArrayList<>();
  public volatile Optional<String> refusal = Optional.empty();
  volatile Runnable onOpen = () -> {};
  volatile boolean answers = true;
  volatile boolean resets = true;
  volatile boolean abortable = true;
  volatile int attempts;

  @Override
  public ServerConnection open(ConnectionSpec spec) throws ServerException {
    attempts++;
    specs.add(spec);
    onOpen.run();
    if (refusal.isPresent()) {
      throw new ServerException(refusal.get(), "08001", true, null);
    }
    FakeConnection connection = new FakeConnection(this);
    opened.add(connection);
    return connection;
  }

  /** How many connections are open. */
  public long open() {
    return opened.stream().filter(c -> !c.closed).count();
  }
}

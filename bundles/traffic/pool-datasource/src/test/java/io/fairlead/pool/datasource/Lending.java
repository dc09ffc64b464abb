package io.fairlead.pool.datasource;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.fairlead.pool.StoredSettings;
import io.fairlead.pool.core.CoarseClock;
import io.fairlead.pool.core.DeadlineTimer;
import io.fairlead.pool.core.Mode;
import io.fairlead.pool.core.Pool;
import io.fairlead.pool.core.PoolEnvironment;
import io.fairlead.pool.core.PoolListener;
import io.fairlead.pool.core.PoolSettings;
import io.fairlead.pool.core.Workers;
import io.fairlead.pool.jdbc.Databases;
import io.fairlead.traffic.pool.spi.ConnectionSource;
import io.fairlead.traffic.pool.spi.ConnectionSpec;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import javax.sql.DataSource;
import org.junit.function.ThrowingRunnable;

/** A pool over a real database, and a bundle's DataSource of it. */
final class Lending implements AutoCloseable {

  private static final Duration SOON = Duration.ofSeconds(20);

  private final DeadlineTimer timer = new DeadlineTimer("test-timer");
  private final CoarseClock clock = new CoarseClock("test-clock");
  private final Map<String, String> stored = new HashMap<>();
  private final ConnectionSource from;
  final Pool pool;
  final BundleDataSource source;

  Lending(Databases database, String name, Map<String, String> settings) {
    this(database.source(), database.spec(name), settings);
  }

  Lending(ConnectionSource from, ConnectionSpec spec, Map<String, String> settings) {
    this.from = from;
    stored.put("driver", spec.driver());
    stored.put("url", spec.url());
    stored.put("username", spec.username().orElse(""));
    stored.put("password", spec.password().orElse(""));
    stored.put("min_connections", "1");
    stored.put("max_connections", "1");
    stored.put("connection_timeout_secs", "20");
    stored.putAll(settings);
    stored.values().removeIf(String::isEmpty);
    AtomicLong ids = new AtomicLong();
    pool =
        new Pool(
            "shop",
            StoredSettings.read(stored),
            Mode.RUNNING,
            from,
            new PoolEnvironment(
                timer,
                clock,
                InstantSource.system(),
                ids::incrementAndGet,
                RandomGenerator.getDefault(),
                (role, most) -> new Workers("test-" + role, most, Duration.ofSeconds(1)),
                PoolListener.NOBODY));
    pool.start();
    source = new BundleDataSource(pool, "io.acme.shop", 7);
  }

  ConnectionSource from() {
    return from;
  }

  /** As they are, with these changed; an empty value is none. */
  PoolSettings settings(Map<String, String> changed) {
    Map<String, String> result = new HashMap<>(stored);
    result.putAll(changed);
    return StoredSettings.read(result);
  }

  DataSource source() {
    return source;
  }

  int out() {
    return (int)
        pool.connections().stream().filter(c -> !Objects.equals(c.state(), "idle")).count();
  }

  static void until(String promise, BooleanSupplier kept) {
    long deadline = System.nanoTime() + SOON.toNanos();
    while (!kept.getAsBoolean()) {
      assertTrue(promise + ": not within " + SOON, System.nanoTime() < deadline);
      Thread.onSpinWait();
    }
  }

  static void assertState(String state, ThrowingRunnable call) {
    SQLException e = assertThrows(SQLException.class, call);
    assertEquals(e.toString(), state, e.getSQLState());
  }

  @Override
  public void close() {
    pool.close(Duration.ZERO).join();
    clock.close();
    timer.close();
  }
}

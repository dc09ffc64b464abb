package io.fairlead.benchmarks.pool;

import io.fairlead.pool.core.CoarseClock;
import io.fairlead.pool.core.DeadlineTimer;
import io.fairlead.pool.core.ElasticSettings;
import io.fairlead.pool.core.LifeSettings;
import io.fairlead.pool.core.Mode;
import io.fairlead.pool.core.OrderSettings;
import io.fairlead.pool.core.PartitionSettings;
import io.fairlead.pool.core.Partitioning;
import io.fairlead.pool.core.Pool;
import io.fairlead.pool.core.PoolEnvironment;
import io.fairlead.pool.core.PoolListener;
import io.fairlead.pool.core.PoolSettings;
import io.fairlead.pool.core.Stake;
import io.fairlead.pool.core.WorkLimits;
import io.fairlead.pool.core.Workers;
import io.fairlead.pool.datasource.BundleDataSource;
import io.fairlead.traffic.pool.PoolMode;
import io.fairlead.traffic.pool.spi.ConnectionSpec;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;

/**
 * Fairlead's pool with a fixed size, as a bundle's DataSource: owner epoch, validation window and
 * counters on. Its handle is the {@code java.sql.Connection} that a bundle gets.
 */
final class FairleadDoor implements Door {

  private final DeadlineTimer timer = new DeadlineTimer("bench-timer");
  private final CoarseClock clock = new CoarseClock("bench-clock");
  final Pool pool;
  private final BundleDataSource source;

  /** As it comes: strict order, no partitions. */
  static FairleadDoor strict(int size) throws InterruptedException {
    return new FairleadDoor(size, order(false), Partitioning.OFF);
  }

  /** Newcomers may overtake for a millisecond. */
  static FairleadDoor bounded(int size) throws InterruptedException {
    return new FairleadDoor(size, order(true), Partitioning.OFF);
  }

  /** With a quota that each loan is taken from. */
  static FairleadDoor partitioned(int size) throws InterruptedException {
    PartitionSettings mine =
        new PartitionSettings(
            "mine",
            "user",
            "bench*",
            1,
            Optional.empty(),
            2,
            size,
            100_000,
            new WorkLimits(
                Long.MAX_VALUE,
                Long.MAX_VALUE,
                Long.MAX_VALUE,
                Long.MAX_VALUE,
                60_000_000_000L,
                false));
    return new FairleadDoor(
        size,
        order(false),
        new Partitioning(
            true,
            "user",
            "default",
            false,
            Partitioning.Balancing.ROUND_ROBIN,
            Partitioning.Affinity.NONE,
            Map.of(),
            List.of(mine)));
  }

  private static OrderSettings order(boolean bounded) {
    return new OrderSettings(bounded, Duration.ofMillis(1), true, Duration.ofSeconds(10), false);
  }

  private FairleadDoor(int size, OrderSettings order, Partitioning partitioning)
      throws InterruptedException {
    AtomicLong ids = new AtomicLong();
    pool =
        new Pool(
            "bench",
            settings(size, order, partitioning),
            Mode.RUNNING,
            new StubServer(),
            new PoolEnvironment(
                timer,
                clock,
                InstantSource.system(),
                ids::incrementAndGet,
                RandomGenerator.getDefault(),
                (role, most) -> new Workers("bench-" + role, most, Duration.ofSeconds(1)),
                PoolListener.NOBODY));
    pool.start();
    source = new BundleDataSource(pool, "benchmark", 0);
    while (pool.stats().idleConnections() < size) {
      Thread.sleep(10);
    }
  }

  private static PoolSettings settings(int size, OrderSettings order, Partitioning partitioning) {
    ConnectionSpec spec =
        new ConnectionSpec(
            "bench",
            "stub",
            "jdbc:stub:",
            Optional.empty(),
            Optional.empty(),
            Map.of(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            false,
            0,
            0);
    return new PoolSettings(
        spec,
        size,
        size,
        size,
        Duration.ofSeconds(60),
        Optional.empty(),
        Optional.of(Duration.ofHours(1)),
        Duration.ofSeconds(10),
        1000,
        1000,
        true,
        Duration.ofSeconds(5),
        Duration.ofMillis(500),
        100_000,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        order,
        partitioning,
        PoolMode.TRANSACTION,
        false,
        ElasticSettings.OFF,
        LifeSettings.STANDARD,
        Stake.NONE);
  }

  @Override
  public Object acquire() throws SQLException {
    return source.getConnection();
  }

  @Override
  public void release(Object handle) throws SQLException {
    ((Connection) handle).close();
  }

  @Override
  public void close() {
    pool.close(Duration.ZERO).join();
    clock.close();
    timer.close();
  }
}

package io.fairlead.graphql.traffic;

import io.fairlead.traffic.network.NetworkConnection;
import io.fairlead.traffic.network.NetworkStatus;
import io.fairlead.traffic.network.ProtocolConfig;
import io.fairlead.traffic.pool.ConnectionView;
import io.fairlead.traffic.pool.PoolStats;
import io.fairlead.traffic.pool.PoolStats.Percentiles;
import io.fairlead.traffic.pool.PoolView;
import io.fairlead.traffic.pool.SizingDecision;
import io.fairlead.traffic.pool.spi.StatementCacheUse;
import io.fairlead.traffic.session.SessionView;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** One of each record that is shown. */
final class Samples {

  static final Instant AT = Instant.parse("2030-01-02T03:04:05Z");
  static final Percentiles NONE = new Percentiles(0, 0, 0, 0);

  private Samples() {}

  static PoolView pool(String name, int min) {
    return new PoolView(
        name,
        name,
        "org.h2.Driver",
        "jdbc:h2:mem:" + name,
        "app",
        Map.of("a_b", "c"),
        null,
        null,
        null,
        false,
        "transaction",
        "pin",
        new PoolView.StatementCache(100, 1 << 20),
        min,
        100,
        5,
        30,
        600L,
        3600L,
        10,
        new PoolView.CreationThrottle(10, 10),
        new PoolView.Elastic(true, 5, 1, 300),
        "db1",
        3,
        true,
        false,
        null,
        5,
        500,
        null,
        null,
        null,
        "time",
        10_000,
        0.1,
        20,
        "fast",
        true,
        true,
        false,
        true,
        List.of(),
        new PoolView.Leak(300, "report", "owner"),
        1000,
        "strict",
        1,
        true,
        10,
        new PoolView.DeadlockPolicy("report"),
        new PoolView.Partitioning(
            false, "user", "default", "default", "round_robin", "none", Map.of()),
        300L,
        60L,
        null,
        "running",
        "closed",
        1,
        4,
        5,
        2,
        new PoolView.LastError(AT, "refused"),
        null,
        List.of(new PoolView.GenerationView(1, AT, List.of(), 1, 4, 0)),
        "fairlead/" + name,
        "r" + min,
        true,
        null);
  }

  static PoolStats stats(String pool, long acquired) {
    return new PoolStats(
        pool,
        1,
        4,
        0,
        5,
        2,
        50,
        10,
        acquired,
        acquired,
        acquired,
        0,
        0,
        0,
        1,
        0,
        0,
        0,
        0,
        0,
        0,
        0,
        0.5,
        NONE,
        NONE,
        NONE,
        PoolStats.StatementCacheStats.of(StatementCacheUse.NONE),
        List.of(new SizingDecision(AT, 4, 5, "1 waiting, p95 wait 3 ms")));
  }

  static ConnectionView connection(long id, String pool) {
    return new ConnectionView(
        id,
        pool,
        9L,
        "app",
        "DB",
        "127.0.0.1:5",
        AT,
        AT,
        3,
        "active",
        0,
        "SELECT 1",
        null,
        false,
        60,
        2,
        1,
        false);
  }

  static SessionView session(long id, String state) {
    return new SessionView(
        id,
        "app",
        "main",
        "main",
        "127.0.0.1:5",
        "native",
        "native",
        AT,
        AT,
        state,
        null,
        null,
        null,
        1,
        0,
        null,
        null);
  }

  static NetworkStatus status(long connections, long uptime) {
    return new NetworkStatus("healthy", List.of(), 1, connections, 5, 6, 0, uptime, 0);
  }

  static NetworkConnection socket(String id) {
    return new NetworkConnection(
        id,
        "127.0.0.1:5",
        "127.0.0.1:7432",
        "native",
        "established",
        9L,
        AT,
        1,
        2,
        AT,
        "native",
        false);
  }

  static ProtocolConfig protocol(int timeout) {
    return new ProtocolConfig(
        "1.0",
        1 << 20,
        false,
        false,
        30,
        timeout,
        30,
        1_000_000,
        1L << 32,
        1 << 20,
        "r" + timeout,
        true,
        null);
  }
}

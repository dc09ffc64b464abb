package io.fairlead.tracing;

import io.fairlead.traffic.pool.PoolView;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * Which database is behind a pool. A look at a pool counts all of its connections, so what was seen
 * holds for a while.
 */
final class Databases implements Function<String, Database> {

  private static final long HOLDS_NANOS = TimeUnit.SECONDS.toNanos(10);

  /** Pools are what an administrator names; this is against what should not happen. */
  private static final int MOST = 10_000;

  private final Function<String, Optional<PoolView>> pools;
  private final LongSupplier ticker;
  private final Map<String, Seen> seen = new ConcurrentHashMap<>();

  private record Seen(Database database, long at) {}

  /**
   * @param ticker nanoseconds
   */
  Databases(Function<String, Optional<PoolView>> pools, LongSupplier ticker) {
    this.pools = pools;
    this.ticker = ticker;
  }

  @Override
  public Database apply(String pool) {
    long now = ticker.getAsLong();
    Seen last = seen.get(pool);
    if (last != null && now - last.at() < HOLDS_NANOS) {
      return last.database();
    }
    Database database =
        pools.apply(pool).map(view -> Database.of(view.url())).orElse(Database.UNKNOWN);
    if (seen.size() >= MOST) {
      seen.clear();
    }
    seen.put(pool, new Seen(database, now));
    return database;
  }
}

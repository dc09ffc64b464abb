package io.fairlead.pool.core;

import io.fairlead.traffic.pool.AcquireRequest;
import io.fairlead.traffic.pool.spi.PartitionRouter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A pool's partitions at work. Readers take the snapshot; it is changed under the pool's lock.
 * While the pool is not partitioned, {@link #routing} is null, all wait in {@link #sole}, and no
 * quota is asked for.
 */
final class Shares {

  private final Pool pool;
  private final Function<String, @Nullable PartitionRouter> routers;

  /** The pool's places that are reserved for nobody and lent to nobody. */
  private final AtomicInteger free = new AtomicInteger();

  final Share sole;
  private final Map<String, Share> leaving = new TreeMap<>();
  private volatile Map<String, Share> present = Map.of();
  private volatile @Nullable Routing routing;
  private Partitioning settings = Partitioning.OFF;
  private int max;

  Shares(Pool pool, Function<String, @Nullable PartitionRouter> routers) {
    this.pool = pool;
    this.routers = routers;
    this.sole = share(PartitionSettings.unlimited("default"));
  }

  /** Null while the pool is not partitioned. */
  @Nullable Routing routing() {
    return routing;
  }

  int free() {
    return free.get();
  }

  /** By name. */
  Collection<Share> present() {
    return present.values();
  }

  /** Those that were removed and still have loans. */
  List<Share> leaving() {
    pool.lock.lock();
    try {
      leaving.values().removeIf(s -> s.lent() == 0);
      return new ArrayList<>(leaving.values());
    } finally {
      pool.lock.unlock();
    }
  }

  /** Goes on with other settings. Under the lock; who waits is to be brought home afterwards. */
  void settings(Partitioning next, int poolMax) {
    free.addAndGet(poolMax - max);
    max = poolMax;
    if (next.equals(settings) && !present.isEmpty()) {
      return;
    }
    settings = next;
    Map<String, Share> shares = new TreeMap<>();
    for (PartitionSettings partition : next.partitions()) {
      shares.put(partition.name(), kept(partition));
    }
    String name = next.defaultPartition();
    Share standard = shares.computeIfAbsent(name, n -> kept(PartitionSettings.unlimited(name)));
    present.forEach(
        (gone, share) -> {
          if (!shares.containsKey(gone)) {
            share.settings(PartitionSettings.unlimited(gone));
            leaving.put(gone, share);
          }
        });
    present = shares;
    routing = next.enabled() ? routing(standard) : null;
  }

  /** What routers answer may be another. Under the lock. */
  void rerouted() {
    Routing now = routing;
    if (now != null) {
      routing = routing(now.standard());
    }
  }

  private Routing routing(Share standard) {
    return new Routing(pool.name(), settings, List.copyOf(present.values()), standard, routers);
  }

  private Share kept(PartitionSettings partition) {
    Share share = present.get(partition.name());
    if (share == null) {
      share = leaving.remove(partition.name());
    }
    if (share == null) {
      share = share(partition);
    }
    share.settings(partition);
    return share;
  }

  private Share share(PartitionSettings partition) {
    Work work = new Work(pool.timer, partition.limits(), () -> pool.exchange.dispatch());
    return new Share(partition, free, work);
  }

  /** Where somebody who waits already belongs now. */
  Share home(AcquireRequest request) {
    Routing now = routing;
    if (now == null) {
      return sole;
    }
    Share share = now.find(request);
    return share == null ? now.standard() : share;
  }
}

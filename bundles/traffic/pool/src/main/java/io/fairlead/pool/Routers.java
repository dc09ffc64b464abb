package io.fairlead.pool;

import io.fairlead.traffic.pool.spi.PartitionRouter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The routers of partitions that bundles offer: of several of one name the highest ranked. */
final class Routers {

  private final List<Entry> entries = new ArrayList<>();
  private volatile Map<String, PartitionRouter> present = Map.of();

  @Nullable PartitionRouter find(String name) {
    return present.get(name);
  }

  synchronized void add(PartitionRouter router, String name, int ranking, long serviceId) {
    entries.add(new Entry(router, name, ranking, serviceId));
    snapshot();
  }

  synchronized void remove(long serviceId) {
    entries.removeIf(entry -> entry.serviceId == serviceId);
    snapshot();
  }

  private void snapshot() {
    Map<String, Entry> best = new TreeMap<>();
    for (Entry entry : entries) {
      best.merge(
          entry.name,
          entry,
          (one, other) ->
              one.ranking != other.ranking
                  ? one.ranking > other.ranking ? one : other
                  : one.serviceId < other.serviceId ? one : other);
    }
    Map<String, PartitionRouter> next = new TreeMap<>();
    best.forEach((name, entry) -> next.put(name, entry.router));
    present = next;
  }

  private record Entry(PartitionRouter router, String name, int ranking, long serviceId) {}
}

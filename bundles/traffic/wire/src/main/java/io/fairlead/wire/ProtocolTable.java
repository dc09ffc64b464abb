package io.fairlead.wire;

import io.fairlead.traffic.protocol.Protocol;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The protocols that are there: one immutable map behind one volatile. Two of one name: the one
 * that came first serves, until it goes. One that has just gone may be being updated: for a moment
 * it is awaited.
 */
final class ProtocolTable {

  /** A protocol with its name. */
  record Entry(String name, Protocol protocol) {}

  /** How long one that has gone is awaited. */
  static final long AWAITED_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final LongSupplier nanos;
  private final Map<String, List<Protocol>> registered = new HashMap<>();
  private volatile Map<String, Long> goneAt = Map.of();
  private volatile Map<String, Entry> byName = Map.of();

  /**
   * @param nanos the clock of timeouts
   */
  ProtocolTable(LongSupplier nanos) {
    this.nanos = nanos;
  }

  synchronized void add(String name, Protocol protocol) {
    registered.computeIfAbsent(name, n -> new ArrayList<>()).add(protocol);
    rebuild();
  }

  synchronized void remove(String name, Protocol protocol) {
    List<Protocol> same = registered.getOrDefault(name, List.of());
    same.removeIf(p -> p == protocol);
    if (same.isEmpty()) {
      registered.remove(name);
      Map<String, Long> gone = new HashMap<>(goneAt);
      gone.put(name, nanos.getAsLong());
      goneAt = Map.copyOf(gone);
    }
    rebuild();
  }

  /** Until when one of these that is not there is awaited, in nanoseconds from now; 0 for none. */
  long awaited(List<String> names) {
    Map<String, Long> gone = goneAt;
    long longest = 0;
    for (String name : names) {
      Long at = gone.get(name);
      if (at != null && !byName.containsKey(name)) {
        longest = Math.max(longest, at + AWAITED_NANOS - nanos.getAsLong());
      }
    }
    return longest;
  }

  private void rebuild() {
    Map<String, Entry> before = byName;
    Map<String, Entry> next = new HashMap<>();
    registered.forEach(
        (name, protocols) -> {
          Entry old = before.get(name);
          next.put(
              name,
              old != null && old.protocol() == protocols.get(0)
                  ? old
                  : new Entry(name, protocols.get(0)));
        });
    byName = Map.copyOf(next);
  }

  Optional<Protocol> named(String name) {
    return Optional.ofNullable(byName.get(name)).map(Entry::protocol);
  }

  /** Which of these, in order, such a first byte belongs to; null for none. */
  @Nullable Entry startingWith(int firstByte, List<String> names) {
    Map<String, Entry> present = byName;
    for (String name : names) {
      Entry entry = present.get(name);
      if (entry != null && entry.protocol().startsWith(firstByte)) {
        return entry;
      }
    }
    return null;
  }

  /** What a client is told whose protocol is not known; nothing when none of these is there. */
  byte[] refusal(String reason, List<String> names) {
    Map<String, Entry> present = byName;
    for (String name : names) {
      Entry entry = present.get(name);
      if (entry != null) {
        return entry.protocol().refusal(reason);
      }
    }
    return new byte[0];
  }
}

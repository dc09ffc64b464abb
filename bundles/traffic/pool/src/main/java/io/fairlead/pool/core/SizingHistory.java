package io.fairlead.pool.core;

import io.fairlead.traffic.pool.SizingDecision;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * The last decisions about a pool's size. Those of one kind within a second are one: a hundred
 * connections for a crowd are not a hundred lines.
 */
final class SizingHistory {

  /** Why a size changes. */
  enum Kind {
    FLOOR,
    WAITING,
    CROWDED,
    UNNEEDED,
    IDLE,
    REFUSED,
    YIELDED
  }

  private static final int KEPT = 200;
  private static final Duration ONE = Duration.ofSeconds(1);

  private record Entry(Kind kind, SizingDecision decision) {

    boolean goesOnWith(Kind next, Instant at, int from) {
      return kind == next
          && decision.to() == from
          && Duration.between(decision.at(), at).compareTo(ONE) < 0;
    }
  }

  private final Deque<Entry> entries = new ArrayDeque<>();

  synchronized void add(Kind kind, Instant at, int from, int to, String reason) {
    SizingDecision next = new SizingDecision(at, from, to, reason);
    Entry last = entries.peekLast();
    if (last != null && last.goesOnWith(kind, at, from)) {
      entries.removeLast();
      next = new SizingDecision(last.decision().at(), last.decision().from(), to, reason);
    } else if (last != null
        && last.kind() == kind
        && last.decision().from() == from
        && last.decision().to() == to) {
      entries.removeLast(); // it failed, and is tried again
    } else if (entries.size() == KEPT) {
      entries.removeFirst();
    }
    entries.addLast(new Entry(kind, next));
  }

  /** The oldest first. */
  synchronized List<SizingDecision> all() {
    return entries.stream().map(Entry::decision).toList();
  }

  /**
   * The last of them, the oldest first.
   *
   * @param most how many
   */
  synchronized List<SizingDecision> last(int most) {
    return entries.stream().skip(Math.max(0, entries.size() - most)).map(Entry::decision).toList();
  }
}

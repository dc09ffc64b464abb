package io.fairlead.pool.core;

import io.fairlead.traffic.pool.LeaksView;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds loans that are out for too long, by a look over all connections once a second: a loan
 * itself does nothing for it. What was found is remembered, within bounds.
 */
final class Leaks {

  private static final Logger LOG = LoggerFactory.getLogger(Leaks.class);

  /** So many that are home again are remembered, and so many that are out. */
  private static final int MOST_RECORDS = 500;

  private final Pool pool;
  private volatile LeakSettings settings;

  /** By their loans; the oldest first. */
  private final Map<Lease, Leak> out = new LinkedHashMap<>();

  private final ArrayDeque<Leak> over = new ArrayDeque<>();

  /** When loans that were reported and forgotten are reported again. */
  private final Map<Lease, Long> forgiven = new HashMap<>();

  private long total;

  Leaks(Pool pool, LeakSettings settings) {
    this.pool = pool;
    this.settings = settings;
  }

  void settings(LeakSettings next) {
    settings = next;
  }

  boolean on() {
    return !settings.threshold().isZero();
  }

  /** Where the caller is, where that is kept for each loan; null otherwise. */
  @Nullable Throwable trace() {
    LeakSettings now = settings;
    return now.stacks() && !now.threshold().isZero() ? new Throwable("borrowed here") : null;
  }

  synchronized long total() {
    return total;
  }

  /** How many are out. */
  synchronized int suspects() {
    int count = 0;
    for (Leak leak : out.values()) {
      count += leak.stands() ? 1 : 0;
    }
    return count;
  }

  /** Once a second, on the timer's thread: what takes long is done on another. */
  void look(long now) {
    List<Leak> ended;
    List<Lease> found;
    synchronized (this) {
      ended = comeHome(now);
      found = find(now, settings.threshold().toNanos());
    }
    if (!ended.isEmpty() || !found.isEmpty()) {
      pool.care.execute(
          () -> {
            tell(ended);
            found.forEach(this::report);
          });
    }
  }

  /** Under this one's lock. */
  private List<Lease> find(long now, long threshold) {
    if (threshold == 0) {
      return List.of();
    }
    List<Lease> found = new ArrayList<>();
    for (Slot slot : pool.slots.all()) {
      Lease lease = slot.owner();
      if (lease == null || lease.suspect) {
        continue;
      }
      long since = slot.lentTick;
      if (lease.stands() && now - since >= threshold && now - notBefore(lease, since) >= 0) {
        record(lease, since, now);
        found.add(lease);
      }
    }
    return found;
  }

  private @Nullable Leak record(Lease lease, long since, long now) {
    lease.suspect = true;
    forgiven.remove(lease);
    total++;
    if (out.size() == MOST_RECORDS) {
      return null;
    }
    Leak leak = new Leak(lease, since, now);
    out.put(lease, leak);
    return leak;
  }

  /**
   * A loan whose holder is gone and has left it behind: it is a leak whatever the threshold is, and
   * is about to be taken back. On a thread that may wait.
   */
  void leftBehind(Lease lease) {
    Leak leak;
    synchronized (this) {
      leak =
          lease.suspect ? out.get(lease) : record(lease, lease.slot.lentTick, pool.timer.nanos());
    }
    if (leak != null) {
      leak.sample(lease);
    }
  }

  private long notBefore(Lease lease, long since) {
    Long until = forgiven.get(lease);
    return until == null ? since : until;
  }

  /** On a thread of the pool's: says who has it, and takes it back where that is wanted. */
  private void report(Lease lease) {
    Leak leak;
    synchronized (this) {
      leak = out.get(lease);
    }
    if (leak != null) {
      leak.sample(lease);
    }
    String who = QueueShowing.who(lease.request, lease.holder);
    String threshold = Messages.duration(settings.threshold().toNanos());
    LOG.warn(
        "pool {}: connection {}: lent to {} for {} and more: a leak?{}",
        pool.name(),
        lease.slot.id,
        who,
        threshold,
        leak == null ? "" : leak.where());
    if (settings.reclaim() && lease.stands()) {
      lease.revoke(
          "connection %d: was taken back as a leak after %s (SQLState 08003)"
              .formatted(lease.slot.id, threshold));
      pool.canceller.cancel(lease);
      LOG.warn(
          "pool {}: connection {}: taken back from {}, it is replaced",
          pool.name(),
          lease.slot.id,
          who);
    }
  }

  private void tell(List<Leak> ended) {
    for (Leak leak : ended) {
      LOG.info("pool {}: {}", pool.name(), leak);
    }
  }

  /** Those that are no longer out are over, and to be told without the lock that is held here. */
  private List<Leak> comeHome(long now) {
    List<Leak> ended = new ArrayList<>();
    forgiven.keySet().removeIf(lease -> !lease.stands());
    var each = out.values().iterator();
    while (each.hasNext()) {
      Leak leak = each.next();
      if (!leak.stands()) {
        each.remove();
        leak.ended(now);
        over.addFirst(leak);
        if (over.size() > MOST_RECORDS) {
          over.removeLast();
        }
        ended.add(leak);
      }
    }
    return ended;
  }

  LeaksView view() {
    long now = pool.timer.nanos();
    List<Leak> ended;
    List<LeaksView.LeakView> views = new ArrayList<>();
    LeaksView result;
    synchronized (this) {
      ended = comeHome(now);
      for (Leak leak : out.values()) {
        views.add(0, leak.view(pool, now));
      }
      for (Leak leak : over) {
        views.add(leak.view(pool, now));
      }
      result = new LeaksView(views, total);
    }
    tell(ended);
    return result;
  }

  int clear() {
    List<Leak> ended;
    int cleared;
    synchronized (this) {
      long now = pool.timer.nanos();
      ended = comeHome(now);
      cleared = forget(now);
    }
    tell(ended);
    return cleared;
  }

  private int forget(long now) {
    int cleared = out.size() + over.size();
    for (Slot slot : pool.slots.all()) {
      Lease lease = slot.owner();
      if (lease != null && lease.suspect) {
        forgiven.put(lease, now + settings.threshold().toNanos());
        lease.suspect = false;
      }
    }
    out.clear();
    over.clear();
    return cleared;
  }
}

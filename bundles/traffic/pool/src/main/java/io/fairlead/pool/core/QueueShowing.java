package io.fairlead.pool.core;

import io.fairlead.kernel.error.Invalid;
import io.fairlead.kernel.page.Page;
import io.fairlead.kernel.page.PageRequest;
import io.fairlead.traffic.pool.AcquireRequest;
import io.fairlead.traffic.pool.ClearRequest;
import io.fairlead.traffic.pool.Priority;
import io.fairlead.traffic.pool.WaitQueueView;
import io.fairlead.traffic.pool.WaiterView;
import io.fairlead.traffic.pool.WaiterView.WaitsFor;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Those who wait as the surfaces show them, and why they wait. */
final class QueueShowing {

  private static final int MOST_BLOCKERS = 16;
  private static final double NANOS_PER_MILLI = 1e6;

  private QueueShowing() {}

  static WaitQueueView page(Pool pool, PageRequest page) {
    long now = pool.timer.nanos();
    Instant wall = pool.wall.instant();
    long starvation = pool.queue.starvationNanos();
    List<Waiter> waiting = ordered(pool, now);
    Page<Waiter> shown = page.of(waiting);
    List<WaiterView> views = new ArrayList<>();
    int position = (int) Math.min((page.page() - 1L) * page.pageSize(), waiting.size());
    for (Waiter waiter : shown.data()) {
      position++;
      AcquireRequest request = waiter.request;
      long waited = Math.max(0, now - waiter.since);
      views.add(
          new WaiterView(
              waiter.number,
              who(waiter),
              session(request),
              wall.minusNanos(waited),
              waiter.level(starvation, now).word(),
              waiter.raised(starvation, now),
              position,
              partition(pool, waiter),
              wall.plusNanos(waiter.timeoutNanos - waited),
              pool.places.heldUpBy().orElse(null),
              HeldUp.by(pool, waiter),
              waitsFor(pool, waiter)));
    }
    return WaitQueueView.of(
        pool.settings().maxWaitQueue(),
        new Page<>(
            views,
            shown.page(),
            shown.pageSize(),
            shown.totalPages(),
            shown.totalCount(),
            shown.hasNext(),
            shown.hasPrev()));
  }

  private static List<Waiter> ordered(Pool pool, long now) {
    List<Waiter> waiting;
    boolean fair;
    long starvation;
    pool.lock.lock();
    try {
      waiting = pool.queue.all();
      fair = pool.queue.fair();
      starvation = pool.queue.starvationNanos();
    } finally {
      pool.lock.unlock();
    }
    Comparator<Waiter> arrival = Comparator.comparingLong(w -> w.number);
    waiting.sort(
        fair
            ? arrival
            : Comparator.<Waiter, Priority>comparing(w -> w.level(starvation, now))
                .reversed()
                .thenComparing(arrival));
    return waiting;
  }

  private static @Nullable String partition(Pool pool, Waiter waiter) {
    Share share = waiter.share;
    return share == null || share == pool.shares.sole ? null : share.name;
  }

  private static List<WaitsFor> waitsFor(Pool pool, Waiter waiter) {
    Share share = waiter.share;
    Blockers blockers;
    pool.lock.lock();
    try {
      blockers = share == null ? null : Blockers.of(pool, share);
    } finally {
      pool.lock.unlock();
    }
    if (blockers == null) {
      return List.of();
    }
    long now = pool.coarse.getAsLong();
    return blockers.loans().stream()
        .sorted(Comparator.comparingLong(lease -> lease.slot.lentTick - now))
        .limit(MOST_BLOCKERS)
        .map(lease -> waitsFor(lease, now))
        .toList();
  }

  private static WaitsFor waitsFor(Lease lease, long now) {
    return new WaitsFor(
        lease.slot.id,
        session(lease.request),
        who(lease.request, lease.holder),
        Math.max(0, now - lease.slot.lentTick) / NANOS_PER_MILLI,
        lease.statement(),
        lease.pinnedBecause(),
        lease.suspect);
  }

  private static @Nullable Long session(AcquireRequest request) {
    return request.sessionId().isPresent() ? request.sessionId().getAsLong() : null;
  }

  /** Who waits, in a word or two. */
  static String who(Waiter waiter) {
    return who(waiter.request, waiter.owner);
  }

  static String who(AcquireRequest request, @Nullable Object holder) {
    if (request.sessionId().isPresent()) {
      return "session " + request.sessionId().getAsLong();
    }
    return holder instanceof Thread thread
        ? request.user() + " (thread " + thread.getName() + ")"
        : request.user();
  }

  /**
   * @throws Invalid when there is no such partition
   */
  static int clear(Pool pool, ClearRequest request) {
    request.partition().ifPresent(name -> check(pool, name));
    long now = pool.timer.nanos();
    int cleared =
        pool.admission.clear(
            waiter ->
                request
                        .priority()
                        .map(p -> p == waiter.level(pool.queue.starvationNanos(), now))
                        .orElse(true)
                    && request
                        .partition()
                        .map(name -> name.equals(partition(pool, waiter)))
                        .orElse(true),
            gone -> Messages.cleared(pool));
    pool.queueMeter.cleared(cleared);
    return cleared;
  }

  private static void check(Pool pool, String partition) {
    if (pool.shares.routing() == null) {
      throw new Invalid("partition", partition, "none, the pool is not partitioned");
    }
    List<String> names = pool.shares.present().stream().map(share -> share.name).toList();
    if (!names.contains(partition)) {
      throw new Invalid("partition", partition, "one of " + String.join(", ", names));
    }
  }
}

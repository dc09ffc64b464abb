package io.fairlead.pool.core;

import io.fairlead.pool.core.WaitGraph.Knot;
import io.fairlead.pool.core.WaitGraph.Member;
import io.fairlead.traffic.pool.WaitQueueStats.Deadlock;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees to it that deadlocks are looked for: soon after somebody who may hold something began to
 * wait, and once a second while anybody waits. On a thread of the pool's; looks that take long make
 * the soon ones rarer.
 */
final class Deadlocks {

  private static final Logger LOG = LoggerFactory.getLogger(Deadlocks.class);
  private static final long SECOND = 1_000_000_000L;
  private static final long SOON = 20_000_000L;
  private static final int SHARE_OF_TIME = 50;
  private static final int MOST_SHOWN = 64;

  private final Pool pool;
  private final WaitGraph graph;
  private final Look soon = new Look(false);
  private final Look regular = new Look(true);
  private volatile long tookNanos;

  Deadlocks(Pool pool, WaitGraph graph) {
    this.pool = pool;
    this.graph = graph;
    graph.add(pool);
  }

  /** Somebody has begun to wait. */
  void waits(Waiter waiter) {
    regular.in(SECOND);
    if (waiter.owner != null) {
      soon.in(Math.max(SOON, SHARE_OF_TIME * tookNanos));
    }
  }

  void close() {
    graph.remove(pool);
    pool.timer.cancel(soon);
    pool.timer.cancel(regular);
  }

  private void look() {
    long began = pool.timer.nanos();
    graph.look();
    tookNanos = pool.timer.nanos() - began;
  }

  /**
   * Reports a knot that is new, and refuses the youngest where that is wanted; true when one was
   * refused and there may be another.
   */
  static boolean found(Knot knot, boolean isNew) {
    Member youngest = null;
    List<String> members = new ArrayList<>();
    Set<Pool> pools = new LinkedHashSet<>();
    for (Member member : knot.members()) {
      pools.add(member.pool());
      if (members.size() < MOST_SHOWN) {
        members.add(describe(member));
      }
      if (member.pool().settings().order().refuseDeadlocked()
          && (youngest == null || member.waiter().since - youngest.waiter().since > 0)) {
        youngest = member;
      }
    }
    boolean refused = youngest != null && refuse(youngest, knot.members().size());
    String who = refused && youngest != null ? QueueShowing.who(youngest.waiter()) : null;
    if (!isNew && who == null) {
      return false;
    }
    for (Pool pool : pools) {
      Deadlock shown = new Deadlock(pool.wall.instant(), List.copyOf(members), who);
      pool.queueMeter.deadlock(shown, isNew);
      LOG.warn(
          "pool {}: deadlock: {}{}",
          pool.name(),
          String.join("; ", members),
          who == null ? "" : "; refused: " + who);
    }
    return refused;
  }

  private static boolean refuse(Member member, int members) {
    Waiter waiter = member.waiter();
    Pool pool = member.pool();
    return pool.admission.clear(
            other -> other == waiter,
            gone -> Messages.deadlock(pool, QueueShowing.who(gone), members))
        == 1;
  }

  private static String describe(Member member) {
    StringBuilder text = new StringBuilder(QueueShowing.who(member.waiter()));
    text.append(" waits for pool ").append(member.pool().name()).append(", holds");
    for (Lease lease : member.holds()) {
      text.append(" connection ").append(lease.slot.id);
    }
    return text.toString();
  }

  /** A look to come. */
  private final class Look extends Timeout {

    private final boolean again;
    private final AtomicBoolean pending = new AtomicBoolean();

    Look(boolean again) {
      this.again = again;
    }

    void in(long nanos) {
      if (!pending.get() && pending.compareAndSet(false, true)) {
        pool.timer.schedule(this, pool.timer.nanos() + nanos);
      }
    }

    @Override
    void expire() {
      pending.set(false);
      if (pool.queue.size() > 0) {
        pool.care.execute(Deadlocks.this::look);
        if (again) {
          in(SECOND);
        }
      }
    }
  }
}

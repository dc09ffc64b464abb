package io.fairlead.pool.core;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * Who waits for whom, over all pools. A deadlock is a knot: waiters for which nothing is free,
 * nothing may be created, and each holder of what would help them waits among them. One holder who
 * works, or of whom nobody knows what he does, unties it.
 *
 * <p>The pools are looked at one after the other, each under its own lock, so what was seen may be
 * over. In a knot nobody moves: only what is seen twice, with the same waits and the same loans, is
 * one.
 */
public final class WaitGraph {

  private final List<Pool> pools = new CopyOnWriteArrayList<>();
  private Set<Waiter> reported = identities();

  void add(Pool pool) {
    pools.add(pool);
  }

  void remove(Pool pool) {
    pools.remove(pool);
  }

  /** Looks for knots and has them reported, or the youngest refused, until there are none new. */
  synchronized void look() {
    for (; ; ) {
      Knot knot = confirmed();
      if (knot == null) {
        reported = identities();
        return;
      }
      Set<Waiter> now = identities();
      knot.members.forEach(m -> now.add(m.waiter));
      boolean known = reported.containsAll(now);
      reported = now;
      if (known || !Deadlocks.found(knot)) {
        return;
      }
    }
  }

  private @Nullable Knot confirmed() {
    Knot first = find();
    if (first == null) {
      return null;
    }
    Knot second = find();
    if (second == null) {
      return null;
    }
    Set<Object> before = identities();
    first.members.forEach(
        m -> {
          before.add(m.waiter);
          before.addAll(m.holds);
        });
    for (Member member : second.members) {
      if (!before.contains(member.waiter) || !before.containsAll(member.holds)) {
        return null; // something moved: the next look will tell
      }
    }
    return second;
  }

  private @Nullable Knot find() {
    List<Group> groups = new ArrayList<>();
    for (Pool pool : pools) {
      if (pool.queue.size() == 0) {
        continue;
      }
      pool.lock.lock();
      try {
        for (Share share : pool.queue.backlogged()) {
          Blockers blockers = Blockers.of(pool, share);
          if (!blockers.moment() && !blockers.loans().isEmpty()) {
            groups.add(new Group(pool, pool.queue.of(share), blockers.loans()));
          }
        }
      } finally {
        pool.lock.unlock();
      }
    }
    boolean untied = true;
    Set<Object> waiting = new HashSet<>();
    while (untied && !groups.isEmpty()) {
      waiting.clear();
      for (Group group : groups) {
        for (Waiter waiter : group.waiters) {
          if (waiter.owner != null) {
            waiting.add(waiter.owner);
          }
        }
      }
      untied = groups.removeIf(group -> group.movable(waiting));
    }
    return groups.isEmpty() ? null : knot(groups);
  }

  /** Those who hold what the others need; who only waits behind them is no member. */
  private static @Nullable Knot knot(List<Group> groups) {
    List<Member> members = new ArrayList<>();
    for (Group group : groups) {
      for (Waiter waiter : group.waiters) {
        List<Lease> holds = new ArrayList<>();
        for (Group other : groups) {
          for (Lease lease : other.loans) {
            Object holder = lease.holder;
            if (holder != null && holder.equals(waiter.owner) && !holds.contains(lease)) {
              holds.add(lease);
            }
          }
        }
        if (!holds.isEmpty()) {
          members.add(new Member(group.pool, waiter, holds));
        }
      }
    }
    return members.isEmpty() ? null : new Knot(members);
  }

  private static <T> Set<T> identities() {
    return Collections.newSetFromMap(new IdentityHashMap<>());
  }

  /** Those who wait for the same, and the loans of which one has to end for that. */
  private record Group(Pool pool, List<Waiter> waiters, List<Lease> loans) {

    boolean movable(Set<Object> waiting) {
      for (Lease lease : loans) {
        Object holder = lease.holder;
        if (holder == null || !waiting.contains(holder)) {
          return true;
        }
      }
      return false;
    }
  }

  /** Somebody in a knot. */
  record Member(Pool pool, Waiter waiter, List<Lease> holds) {}

  /** Waiters that wait for each other and for nobody else. */
  record Knot(List<Member> members) {}
}

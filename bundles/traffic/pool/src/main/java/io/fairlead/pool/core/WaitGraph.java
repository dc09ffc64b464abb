package io.fairlead.pool.core;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

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

  /**
   * Looks for knots, has the new ones reported, and the youngest of each refused where that is
   * wanted, until there are none in which one is to be refused.
   */
  synchronized void look() {
    boolean refused = true;
    while (refused) {
      refused = false;
      Set<Waiter> now = identities();
      for (Knot knot : confirmed()) {
        List<Waiter> waiters = knot.members.stream().map(Member::waiter).toList();
        now.addAll(waiters);
        refused |= Deadlocks.found(knot, !reported.containsAll(waiters));
      }
      reported = now;
    }
  }

  /** Those that are seen twice. Where something moved, the next look will tell. */
  private List<Knot> confirmed() {
    List<Knot> first = find();
    if (first.isEmpty()) {
      return first;
    }
    Set<Object> before = identities();
    first.stream()
        .flatMap(knot -> knot.members.stream())
        .forEach(
            m -> {
              before.add(m.waiter);
              before.addAll(m.holds);
            });
    return find().stream()
        .filter(
            knot ->
                knot.members.stream()
                    .allMatch(m -> before.contains(m.waiter) && before.containsAll(m.holds)))
        .toList();
  }

  private List<Knot> find() {
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
    return knots(members(groups));
  }

  /** Those who hold what the others need; who only waits behind them is no member. */
  private static List<Member> members(List<Group> groups) {
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
          members.add(new Member(group, waiter, holds));
        }
      }
    }
    return members;
  }

  /** Who has nothing to do with each other is in different ones. */
  private static List<Knot> knots(List<Member> members) {
    Map<Object, List<Member>> byOwner = new HashMap<>();
    Map<Group, List<Member>> byGroup = new IdentityHashMap<>();
    for (Member member : members) {
      byOwner.computeIfAbsent(member.waiter.owner, owner -> new ArrayList<>()).add(member);
      byGroup.computeIfAbsent(member.group, group -> new ArrayList<>()).add(member);
    }
    Map<Group, Set<Group>> joined = new IdentityHashMap<>();
    byGroup.keySet().forEach(group -> joined.put(group, identities()));
    for (Group group : byGroup.keySet()) {
      for (Lease lease : group.loans) {
        for (Member holder : byOwner.getOrDefault(lease.holder, List.of())) {
          joined.get(group).add(holder.group);
          joined.get(holder.group).add(group);
        }
      }
    }
    List<Knot> knots = new ArrayList<>();
    Set<Group> seen = identities();
    for (Member member : members) {
      if (seen.add(member.group)) {
        List<Member> all = new ArrayList<>();
        Deque<Group> open = new ArrayDeque<>(List.of(member.group));
        while (!open.isEmpty()) {
          Group group = open.remove();
          all.addAll(byGroup.get(group));
          joined.get(group).stream().filter(seen::add).forEach(open::add);
        }
        knots.add(new Knot(all));
      }
    }
    return knots;
  }

  private static <T> Set<T> identities() {
    return Collections.newSetFromMap(new IdentityHashMap<>());
  }

  /** Those who wait for the same, and the loans of which one has to end for that. */
  record Group(Pool pool, List<Waiter> waiters, List<Lease> loans) {

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
  record Member(Group group, Waiter waiter, List<Lease> holds) {

    Pool pool() {
      return group.pool;
    }
  }

  /** Waiters that wait for each other and for nobody else. */
  record Knot(List<Member> members) {}
}

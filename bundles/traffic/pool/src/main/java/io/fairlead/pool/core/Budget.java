package io.fairlead.pool.core;

import io.fairlead.kernel.error.Invalid;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How many connections several pools may have together. A place is taken before a connection is
 * opened and is free again when it is closed, so the sum never exceeds the maximum. The minimum of
 * each pool is kept free for it, used or not; the rest is divided by weight among those that want
 * it. Who has more than his share gives up what he can spare while another waits for his.
 *
 * <p>Its lock is the last: whoever holds a pool's may take it, and nobody is called while it is
 * held. Whom a change concerns is told by {@link #tell}, which the caller calls when it holds no
 * lock.
 */
public final class Budget {

  private final String name;
  private final List<BudgetMember> members = new ArrayList<>();
  private final Set<BudgetMember> concerned = new LinkedHashSet<>();
  private int max;
  private int taken;
  private int leaving;

  public Budget(String name, int max) {
    this.name = name;
    this.max = max;
  }

  public String name() {
    return name;
  }

  /**
   * Changes the maximum. Below what is taken, nothing is opened, and what can be spared is closed,
   * until it is kept.
   *
   * @throws Invalid when it would not hold the minima; nothing is changed
   */
  public void limit(int next) {
    synchronized (this) {
      BudgetRules.checkMaximum(next, reserves());
      max = next;
      settle(null);
    }
    tell();
  }

  synchronized BudgetMember join(Places places, int min, int weight, int has) {
    BudgetMember member = new BudgetMember(places, min, weight, has);
    checkMinimum(member, min);
    members.add(member);
    taken += has;
    settle(null);
    return member;
  }

  synchronized void leave(BudgetMember member) {
    members.remove(member);
    concerned.remove(member);
    member.owes = false;
    taken -= member.taken;
    leaving -= member.leaving;
    settle(null);
  }

  /**
   * A member's settings are others.
   *
   * @throws Invalid when its minimum does not fit; nothing is changed
   */
  synchronized void change(BudgetMember member, int min, int weight) {
    checkMinimum(member, min);
    member.min = min;
    member.weight = weight;
    settle(null);
  }

  private void checkMinimum(BudgetMember member, int min) {
    BudgetRules.checkMinimum(
        name,
        max,
        min,
        reserves().stream().filter(r -> !r.pool().equals(member.places.pool())).toList());
  }

  private List<BudgetRules.Reserve> reserves() {
    return members.stream().map(m -> new BudgetRules.Reserve(m.places.pool(), m.min)).toList();
  }

  /**
   * Takes a place for a connection that is about to be opened.
   *
   * @param wanted how many are wanted now for those who wait or for the minimum; 0 for one that
   *     only is opened ahead of the demand
   * @return false when it may not be opened: then it is told when that is another
   */
  synchronized boolean take(BudgetMember member, int wanted) {
    member.wanted = wanted;
    divide();
    boolean granted = grantable(member);
    if (granted) {
      taken++;
      member.taken++;
      member.wanted = Math.max(0, wanted - 1);
    }
    settle(member);
    return granted;
  }

  /**
   * Takes a place for a connection that is no pool's, as for a trial; only one that no pool has a
   * claim to.
   */
  public synchronized boolean takeAside() {
    int claimed = members.stream().mapToInt(BudgetMember::claim).sum();
    if (max - taken <= claimed) {
      return false;
    }
    taken++;
    settle(null);
    return true;
  }

  /** That connection is closed. */
  public void giveBackAside() {
    synchronized (this) {
      taken--;
      settle(null);
    }
    tell();
  }

  /** It wants so many more, and has not asked for them or was refused. */
  synchronized void wants(BudgetMember member, int wanted) {
    if (member.wanted != wanted) {
      member.wanted = wanted;
      settle(member);
    }
  }

  /** A place is free again. */
  synchronized void release(BudgetMember member, boolean yielded) {
    taken--;
    member.taken--;
    if (yielded) {
      leaving--;
      member.leaving--;
    }
    settle(null);
  }

  /** Whether one has to go now; it counts as going from here on. */
  synchronized boolean giveUp(BudgetMember member) {
    if (!member.owes) {
      return false;
    }
    goes(member);
    return true;
  }

  /** The same for one that has not been used for a while: whoever needs it may have it. */
  synchronized boolean giveUpRested(BudgetMember member) {
    if (!spares(member)) {
      return false;
    }
    goes(member);
    return true;
  }

  /** Whether it has more than its minimum, and another pool could use one. */
  synchronized boolean spares(BudgetMember member) {
    int wanted = members.stream().mapToInt(m -> m.wanted).sum();
    return member.wanted == 0 && member.kept() > member.min && wanted > leaving;
  }

  private void goes(BudgetMember member) {
    leaving++;
    member.leaving++;
    settle(null);
  }

  private boolean grantable(BudgetMember member) {
    int free = max - taken;
    if (free <= 0) {
      return false;
    }
    if (member.kept() < member.min) {
      return true;
    }
    int kept = 0;
    int claimed = 0;
    for (BudgetMember other : members) {
      if (other != member) {
        kept += Math.max(0, other.min - other.kept());
        claimed += other.claim();
      }
    }
    boolean below = member.wanted > 0 && member.kept() < member.share;
    return free > (below ? kept : claimed);
  }

  /** Who may have how many. */
  private void divide() {
    int count = members.size();
    int[] wanted = new int[count];
    int[] weights = new int[count];
    int rest = max;
    for (int i = 0; i < count; i++) {
      BudgetMember member = members.get(i);
      wanted[i] = member.demand() - member.min;
      weights[i] = member.weight;
      rest -= member.min;
    }
    int[] given = Apportionment.divide(rest, wanted, weights);
    for (int i = 0; i < count; i++) {
      members.get(i).share = members.get(i).min + given[i];
    }
  }

  /**
   * Something is another: who has to give up one, and who may take one.
   *
   * @param asking who is asking already
   */
  private void settle(@Nullable BudgetMember asking) {
    divide();
    int lacking = taken - max - leaving;
    boolean over = lacking > 0; // it was made smaller, or a pool came with more than there was
    for (BudgetMember member : members) {
      lacking += member.claim();
    }
    for (BudgetMember member : members) {
      boolean owes = lacking > 0 && member.kept() > (over ? member.min : member.share);
      if (owes && !member.owes) {
        concerned.add(member);
      }
      member.owes = owes;
    }
    members.stream()
        .filter(m -> m != asking && m.wanted > 0 && grantable(m))
        .sorted(Comparator.comparingDouble(BudgetMember::lack).reversed())
        .forEach(concerned::add);
  }

  /** Tells those whom the last changes concern, the most in want first. Holding no lock. */
  void tell() {
    List<BudgetMember> now;
    synchronized (this) {
      if (concerned.isEmpty()) {
        return;
      }
      now = List.copyOf(concerned);
      concerned.clear();
    }
    now.forEach(member -> member.places.told());
  }

  /** {@code budget db1: 40 of 40 places taken}. */
  public synchronized String text() {
    int free = max - taken;
    return "budget %s: %d of %d places taken%s"
        .formatted(name, taken, max, free > 0 ? ", " + free + " kept for other pools" : "");
  }

  /** How many it could have now if it wanted all. */
  private int reach(BudgetMember member) {
    int before = member.wanted;
    member.wanted = max;
    divide();
    int share = member.share;
    member.wanted = before;
    divide();
    return share;
  }

  /** The others that have more than their minimum: what they give up may be anybody's. */
  synchronized List<Places> sparing(BudgetMember member) {
    return members.stream()
        .filter(m -> m != member && m.kept() > m.min)
        .map(m -> m.places)
        .toList();
  }

  /** Whether a place is on its way to whoever wants one, without the end of a loan. */
  synchronized boolean moving(BudgetMember member) {
    int kept =
        members.stream()
            .filter(m -> m != member)
            .mapToInt(m -> Math.max(0, m.min - m.kept()))
            .sum();
    return max - taken > kept || leaving > 0;
  }

  /** What there is, and who has it. */
  public synchronized BudgetNumbers numbers() {
    return new BudgetNumbers(
        max,
        taken,
        members.stream()
            .map(
                m ->
                    new BudgetNumbers.Member(
                        m.places.pool(), m.min, m.weight, reach(m), m.taken, m.wanted))
            .toList());
  }

  /** Whether no pool is in it. */
  public synchronized boolean unused() {
    return members.isEmpty();
  }
}

package io.fairlead.pool.core;

import io.fairlead.kernel.error.Invalid;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A pool's places in the budget that it shares with others; as many as it likes when it has none.
 * Each connection has one, and each attempt to open one, until it has really ended.
 */
final class Places {

  /** What has not been used for so long is spared for a pool that could use it now. */
  static final long RESTED_NANOS = 1_000_000_000L;

  private final Pool pool;
  private final Function<String, @Nullable Budget> budgets;
  private final AtomicBoolean looking = new AtomicBoolean();

  /** Changed under the pool's lock. */
  private volatile @Nullable Seat seat;

  private record Seat(Budget budget, BudgetMember member) {}

  Places(Pool pool, Function<String, @Nullable Budget> budgets, PoolSettings settings) {
    this.pool = pool;
    this.budgets = budgets;
    this.seat = joined(budget(settings.stake()), settings, 0);
  }

  String pool() {
    return pool.name();
  }

  /**
   * Under the pool's lock; {@link #tell} afterwards.
   *
   * @throws Invalid when there is no such budget, or no room for the minimum in it; nothing is
   *     changed
   */
  void settings(PoolSettings settings) {
    Seat now = seat;
    Budget next = budget(settings.stake());
    if (now != null && now.budget == next) {
      next.change(now.member, settings.min(), settings.stake().weight());
      return;
    }
    Seat joined = joined(next, settings, pool.slots.size() + pool.filler.underWay());
    for (Slot slot : pool.slots.all()) {
      slot.yielded = false;
    }
    seat = joined;
    if (now != null) {
      now.budget.leave(now.member);
      pool.care.execute(now.budget::tell);
    }
  }

  private @Nullable Seat joined(@Nullable Budget budget, PoolSettings settings, int has) {
    return budget == null
        ? null
        : new Seat(budget, budget.join(this, settings.min(), settings.stake().weight(), has));
  }

  private @Nullable Budget budget(Stake stake) {
    if (stake.budget().isEmpty()) {
      return null;
    }
    Budget found = budgets.apply(stake.budget().get());
    if (found == null) {
      throw new Invalid("budget", stake.budget().get(), "the name of a budget that there is");
    }
    return found;
  }

  /**
   * Takes a place for a connection to be opened; under the pool's lock.
   *
   * @param wanted how many more are wanted at once; 0 for one ahead of the demand
   */
  boolean take(int wanted) {
    Seat now = seat;
    return now == null || now.budget.take(now.member, wanted);
  }

  /** How many more are wanted and would be opened at once; under the pool's lock. */
  void wants(int wanted) {
    Seat now = seat;
    if (now != null) {
      now.budget.wants(now.member, wanted);
    }
  }

  /** An attempt has ended without a connection; under the pool's lock. */
  void release() {
    Seat now = seat;
    if (now != null) {
      now.budget.release(now.member, false);
    }
  }

  /** A connection is closed; under the pool's lock. */
  void release(Slot slot) {
    Seat now = seat;
    if (now != null) {
      now.budget.release(now.member, slot.yielded);
    }
  }

  /** Tells the other pools what a change means for them. Holding no lock. */
  void tell() {
    Seat now = seat;
    if (now != null) {
      now.budget.tell();
    }
  }

  /** Whether one of the pool's has to go for another pool. */
  boolean owes() {
    Seat now = seat;
    return now != null && now.member.owes;
  }

  /** For the owner of one: whether this one goes for another pool. */
  boolean yields(Slot slot) {
    return owes() && yields(slot, false);
  }

  private boolean yields(Slot slot, boolean rested) {
    int before;
    Seat now;
    pool.lock.lock();
    try {
      now = seat;
      before = pool.slots.serving(pool.generation()) + pool.filler.underWay();
      if (now == null
          || slot.doomed
          || !(rested ? now.budget.giveUpRested(now.member) : now.budget.giveUp(now.member))) {
        return false;
      }
      slot.yielded = true;
      slot.doomed = true;
    } finally {
      pool.lock.unlock();
    }
    pool.sizing.yields(before, now.budget.name(), rested);
    return true;
  }

  /** Something in the budget is another; called by any thread, for a thread of the pool's. */
  void told() {
    if (looking.compareAndSet(false, true)) {
      pool.care.execute(this::look);
    }
  }

  private void look() {
    looking.set(false);
    for (int i = pool.slots.size(); i > 0 && owes(); i--) {
      Slot slot = pool.slots.takeLongestIdle();
      if (slot == null) {
        break;
      }
      pool.exchange.offer(slot);
    }
    pool.filler.fill();
  }

  /** Once a second: who waits may have gone, and what rested may be another's. */
  void round(long now) {
    Seat present = seat;
    if (present == null) {
      return;
    }
    if (present.member.wanted > 0) {
      pool.filler.fill();
    } else if (present.budget.spares(present.member) && nobodyCouldUseMore()) {
      spareRested(now);
    }
  }

  /** Who waits for a partition's place needs none of the connections that rest. */
  private boolean nobodyCouldUseMore() {
    pool.lock.lock();
    try {
      return pool.queue.wanted() == 0;
    } finally {
      pool.lock.unlock();
    }
  }

  private void spareRested(long now) {
    for (int i = pool.slots.size(); i > 0; i--) {
      Slot slot = pool.slots.takeLongestIdle();
      if (slot == null) {
        return;
      }
      if (now - slot.usedAt() < RESTED_NANOS || !yields(slot, true)) {
        pool.exchange.offer(slot);
        return;
      }
      pool.keeper.retire(slot);
    }
  }

  /** Whether it is in a budget. */
  boolean shared() {
    return seat != null;
  }

  /** Somebody waits no longer: the budget is told when it counts with more than there are. */
  void fewerWait() {
    if (lacking() > pool.queue.size()) {
      pool.filler.fill();
    }
  }

  /** How many connections the pool would open at once if the budget let it. */
  int lacking() {
    Seat now = seat;
    return now == null ? 0 : now.member.wanted;
  }

  /** The budget with its numbers. */
  Optional<String> text() {
    return Optional.ofNullable(seat).map(now -> now.budget.text());
  }

  /** What keeps the pool from opening connections; empty when that is not the budget. */
  Optional<String> heldUpBy() {
    Seat now = seat;
    return now != null && now.member.wanted > 0 ? Optional.of(now.budget.text()) : Optional.empty();
  }

  /**
   * Loans in other pools of which one has to end for a place to come free; null when one comes free
   * without.
   */
  @Nullable List<Lease> loansOfOthers() {
    Seat now = seat;
    if (now == null || now.budget.moving(now.member)) {
      return null;
    }
    List<Lease> loans = new ArrayList<>();
    for (Places other : now.budget.sparing(now.member)) {
      if (other.pool.filler.underWay() > 0) {
        return null;
      }
      for (Slot slot : other.pool.slots.all()) {
        Lease lease = slot.owner();
        if (lease == null) {
          return null; // it is idle and will be spared, or about to be
        }
        loans.add(lease);
      }
    }
    return loans;
  }

  /** Nothing is kept free for the pool any more; under the pool's lock. */
  void close() {
    Seat now = seat;
    if (now != null) {
      now.budget.wants(now.member, 0);
      now.budget.change(now.member, 0, pool.settings().stake().weight());
    }
  }

  /** Its last connection is closed. */
  void leave() {
    Seat now;
    pool.lock.lock();
    try {
      now = seat;
      seat = null;
    } finally {
      pool.lock.unlock();
    }
    if (now != null) {
      now.budget.leave(now.member);
      now.budget.tell();
    }
  }
}

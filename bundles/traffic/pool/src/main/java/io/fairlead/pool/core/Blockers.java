package io.fairlead.pool.core;

import java.util.ArrayList;
import java.util.List;

/**
 * What keeps those who wait in one partition from being served: the loans of which one has to end,
 * or nothing but a moment.
 *
 * @param moment something is under way, or possible, that helps without the end of a loan
 */
record Blockers(boolean moment, List<Lease> loans) {

  private static final Blockers MOMENT = new Blockers(true, List.of());

  /** Under the pool's lock. */
  static Blockers of(Pool pool, Share share) {
    if (!pool.mode().serves()) {
      return MOMENT;
    }
    boolean sole = share == pool.shares.sole;
    if (!sole && share.work.reached() != Work.Limit.NONE) {
      return MOMENT;
    }
    if (!sole && share.ceilingLeft() == 0) {
      return quota(pool, share, false);
    }
    if (!sole && share.room() == Share.NO_ROOM) {
      return quota(pool, share, true);
    }
    return connections(pool);
  }

  /** Any connection would do, and there are none. */
  private static Blockers connections(Pool pool) {
    Slot[] slots = pool.slots.all();
    boolean room = slots.length < pool.settings().max();
    if (room && pool.places.lacking() == 0 || !pool.filler.quiet()) {
      return MOMENT;
    }
    List<Lease> loans = new ArrayList<>();
    for (Slot slot : slots) {
      Lease lease = slot.owner();
      if (lease == null) {
        return MOMENT;
      }
      loans.add(lease);
    }
    if (room) { // the budget has none left
      List<Lease> ofOthers = pool.places.loansOfOthers();
      if (ofOthers == null) {
        return MOMENT;
      }
      loans.addAll(ofOthers);
    }
    return new Blockers(false, loans);
  }

  /** The quota is used up: a loan of the partition has to end, or one above another's reserve. */
  private static Blockers quota(Pool pool, Share share, boolean others) {
    List<Lease> loans = new ArrayList<>();
    for (Slot slot : pool.slots.all()) {
      Share taken = slot.share;
      if (taken == null || (taken != share && !(others && taken.aboveReserve()))) {
        continue;
      }
      Lease lease = slot.owner();
      if (lease == null) {
        return MOMENT;
      }
      loans.add(lease);
    }
    return new Blockers(false, loans);
  }
}

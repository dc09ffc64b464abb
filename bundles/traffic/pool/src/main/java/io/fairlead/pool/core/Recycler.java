package io.fairlead.pool.core;

import io.fairlead.kernel.error.Conflict;
import io.fairlead.kernel.error.Fault;
import io.fairlead.kernel.error.Invalid;
import io.fairlead.pool.core.LifeSettings.Recycling;
import io.fairlead.traffic.pool.LifecycleStats;
import io.fairlead.traffic.pool.RecycleRequest;
import io.fairlead.traffic.pool.spi.ResetMode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes connections ready for the next one: after each loan that did something, and when somebody
 * wants it for connections that are there. Of these the idle ones are taken a few at a time, the
 * lent ones when they come home.
 */
final class Recycler {

  /** So many idle ones are out of service for it at a time. */
  private static final int AT_ONCE = 2;

  private final Pool pool;
  private @Nullable RecycleJob job;
  private int running;

  Recycler(Pool pool) {
    this.pool = pool;
  }

  /** How a connection is recycled where the policy says {@code how}. */
  private Recycling chosen(Recycling how, Slot slot) {
    if (how != Recycling.ADAPTIVE) {
      return how;
    }
    double errors = slot.errorRate();
    return errors > pool.settings().life().errorThreshold()
        ? Recycling.REPLACE
        : errors > 0 ? Recycling.CHECKED : Recycling.FAST;
  }

  /** Whether {@link #home} of this one asks nothing of its server. */
  boolean isQuick(Slot slot) {
    LifeSettings settings = pool.settings().life();
    return slot.connection.settled()
        && settings.recycling() == Recycling.FAST
        && !settings.validateOnRelease();
  }

  /**
   * A loan that did something is over; for the owner, on a thread that may block unless it {@link
   * #isQuick}.
   */
  void home(Slot slot) {
    LifeSettings settings = pool.settings().life();
    Recycling how = chosen(settings.recycling(), slot);
    if (how == Recycling.REPLACE) {
      pool.meter.replaced();
      pool.keeper.retire(slot);
    } else if (!slot.connection.settled() && !reset(slot, settings.reset())) {
      pool.meter.resetFailed();
      pool.meter.replaced();
      pool.keeper.retire(slot);
    } else if ((how == Recycling.CHECKED || settings.validateOnRelease())
        && !pool.vitals.answers(slot, settings.releaseTimeout())) {
      pool.meter.replaced();
      pool.keeper.retire(slot);
    } else {
      pool.meter.recycled();
      pool.exchange.offer(slot);
    }
  }

  private boolean reset(Slot slot, ResetMode mode) {
    slot.state(Slot.State.RESETTING);
    pool.keeper.guard(slot, Keeper.PATIENCE_NANOS);
    boolean clean = false;
    try {
      clean = slot.connection.reset(mode);
    } catch (RuntimeException | LinkageError e) {
      pool.failed("connection " + slot.id + ": reset failed: " + e);
    }
    pool.keeper.unguard(slot);
    slot.transaction = false;
    slot.state(Slot.State.TAKEN);
    return clean;
  }

  /** Begins; what an earlier one has left is done as that one wanted it. */
  LifecycleStats.Recycle begin(RecycleRequest request) {
    if (pool.mode() == Mode.CLOSED) {
      throw new Conflict("pool " + pool.name() + ": is being removed");
    }
    Recycling wanted =
        request
            .strategy()
            .map(word -> Recycling.valueOf(word.toUpperCase(Locale.ROOT)))
            .orElse(pool.settings().life().recycling());
    Map<Slot, Recycling> chosen = new LinkedHashMap<>();
    choose(request).forEach(slot -> chosen.put(slot, chosen(wanted, slot)));
    RecycleJob begun;
    boolean replaces = chosen.containsValue(Recycling.REPLACE);
    synchronized (this) {
      Set<Slot> pending = new HashSet<>(chosen.keySet());
      if (job != null) {
        pending.addAll(job.pending());
        replaces |= job.keeps() > 0;
      }
      begun = new RecycleJob(wanted, request.lentToo(), pending, pool.wall.instant());
      if (replaces) {
        begun.keep(pool.slots.serving(pool.generation()));
      }
      job = begun;
    }
    chosen.forEach(this::mark);
    pool.filler.fill();
    pool.care.execute(
        () -> {
          for (Slot slot : chosen.keySet()) {
            if (slot.outdated) {
              pool.keeper.look(slot);
            }
          }
          proceed();
        });
    pool.rounds.wake();
    return begun.view();
  }

  private void mark(Slot slot, Recycling how) {
    if (how == Recycling.REPLACE) {
      slot.replaceWanted = true;
      pool.aging.outdate(slot, pool.timer.nanos());
    } else {
      slot.errand = how;
      slot.borrowsUntil = 0;
    }
    if (pool.slots.find(slot.id) == null) {
      finished(slot, /* good= */ true, /* replaced= */ true); // it went meanwhile
    }
  }

  private List<Slot> choose(RecycleRequest request) {
    List<Fault> faults = new ArrayList<>();
    Optional<Set<Long>> ids = request.connectionIds();
    if (ids.isPresent()) {
      for (long id : ids.get()) {
        if (pool.slots.find(id) == null) {
          faults.add(
              new Fault(
                  "connection_ids",
                  String.valueOf(id),
                  "ids of connections of pool " + pool.name()));
        }
      }
    }
    request
        .partition()
        .filter(name -> pool.partitions().stream().noneMatch(p -> p.settings().name().equals(name)))
        .ifPresent(
            name -> faults.add(new Fault("partition", name, "a partition of pool " + pool.name())));
    if (!faults.isEmpty()) {
      throw new Invalid(faults);
    }
    List<Slot> chosen = new ArrayList<>();
    for (Slot slot : pool.slots.all()) {
      if (slot.state() != Slot.State.CLOSING
          && (request.lentToo() || slot.idle())
          && (ids.isEmpty() || ids.get().contains(slot.id))
          && (request.partition().isEmpty() || of(slot, request.partition().get()))) {
        chosen.add(slot);
      }
    }
    return chosen;
  }

  private static boolean of(Slot slot, String partition) {
    Lease last = slot.last();
    return last != null && last.share != null && last.share.name.equals(partition);
  }

  /** Takes some of the idle ones that have to be made ready. */
  void proceed() {
    RecycleJob now = current();
    if (now == null) {
      return;
    }
    for (Slot slot : now.pending()) {
      if (slot.errand != null) {
        synchronized (this) {
          if (running >= AT_ONCE) {
            return;
          }
        }
        if (slot.claim()) {
          pool.exchange.offer(slot);
        }
      }
    }
  }

  /** For the owner: makes it ready on a thread of the pool's. */
  void run(Slot slot, Recycling how) {
    slot.errand = null;
    pool.aging.settle(slot);
    synchronized (this) {
      running++;
    }
    slot.state(Slot.State.RESETTING);
    pool.care.execute(
        () -> {
          LifeSettings settings = pool.settings().life();
          boolean clean = reset(slot, settings.reset().asWhole());
          boolean good =
              !clean
                  || how == Recycling.FAST
                  || pool.vitals.answers(slot, settings.releaseTimeout());
          synchronized (this) {
            running--;
          }
          if (clean && good) {
            pool.meter.recycled();
            finished(slot, true, false);
            pool.exchange.offer(slot);
          } else {
            pool.meter.replaced();
            finished(slot, good, true);
            pool.keeper.retire(slot);
          }
          proceed();
        });
  }

  /** It has left the pool. */
  void closed(Slot slot) {
    finished(slot, true, true);
  }

  /**
   * Under one lock with {@link #begin}: a job hands on what it has left, and nothing that is done.
   */
  private synchronized void finished(Slot slot, boolean good, boolean replaced) {
    RecycleJob now = job;
    if (now != null) {
      now.finished(slot, good, replaced, pool.wall.instant());
    }
  }

  private synchronized @Nullable RecycleJob current() {
    return job;
  }

  /** Whether some are still to be recycled. */
  boolean busy() {
    RecycleJob now = current();
    return now != null && !now.over();
  }

  /** How many connections are kept: while some are replaced, as many as there were. */
  int keeps() {
    RecycleJob now = current();
    int min = pool.settings().min();
    return now == null ? min : Math.max(min, Math.min(now.keeps(), pool.settings().max()));
  }

  /** The last one; null when there was none. */
  LifecycleStats.@Nullable Recycle view() {
    RecycleJob now = current();
    return now == null ? null : now.view();
  }
}

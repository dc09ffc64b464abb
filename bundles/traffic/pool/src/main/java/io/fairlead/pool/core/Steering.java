package io.fairlead.pool.core;

import io.fairlead.kernel.error.Conflict;
import io.fairlead.traffic.pool.AcquireRequest;
import io.fairlead.traffic.pool.ConnectionView;
import io.fairlead.traffic.pool.DrainRequest;
import io.fairlead.traffic.pool.spi.ConnectionSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What is done to a pool as a whole: pause, drain, resume, close, and taking connections back. */
final class Steering {

  private final Pool pool;
  private final CompletableFuture<Void> gone = new CompletableFuture<>();
  private final Timeout deadline =
      new Timeout() {
        @Override
        void expire() {
          pool.care.execute(Steering.this::deadlinePassed);
        }
      };

  /** How long a loan may still use an embedded database whose driver goes. */
  private static final Duration EMBEDDED_LOANS = Duration.ofSeconds(1);

  /** A source that is to be left whole: busy connections and attempts, too. */
  private record Departure(ConnectionSource source, CompletableFuture<Void> closed) {}

  private final List<Departure> departures = new CopyOnWriteArrayList<>();
  private volatile Mode mode;

  Steering(Pool pool, Mode mode) {
    this.pool = pool;
    this.mode = mode;
  }

  Mode mode() {
    return mode;
  }

  void pause() {
    turn(Mode.PAUSED);
    pool.filler.fill();
  }

  void resume() {
    turn(Mode.RUNNING);
    pool.exchange.dispatch();
  }

  /**
   * Returns how many connections are out.
   *
   * @param to who waits is moved there; null to do as the request says
   */
  int drain(DrainRequest request, @Nullable Pool to) {
    List<Waiter> leaving = List.of();
    pool.lock.lock();
    try {
      checkOpen();
      if (mode == Mode.DRAINED) {
        return 0;
      }
      boolean serve = request.onWaiters() == DrainRequest.OnWaiters.SERVE;
      turnTo(serve ? Mode.DRAINING_SERVING : Mode.DRAINING);
      if (mode == Mode.DRAINING) {
        leaving = pool.queue.clear(waiter -> true);
      }
      pool.timer.schedule(deadline, pool.timer.nanos() + request.deadline().toNanos());
    } finally {
      pool.lock.unlock();
    }
    if (to == null) {
      refuse(leaving);
    } else {
      move(leaving, to);
    }
    int out = busy();
    pool.turned();
    pool.exchange.dispatch();
    checkDrained();
    return out;
  }

  /** No loan ever again; what is out may end until the deadline. Complete when all is closed. */
  CompletableFuture<Void> close(Duration atMost) {
    List<Waiter> refused;
    pool.lock.lock();
    try {
      turnTo(Mode.CLOSED);
      pool.places.close();
      refused = pool.queue.clear(waiter -> true);
      pool.timer.schedule(deadline, pool.timer.nanos() + atMost.toNanos());
    } finally {
      pool.lock.unlock();
    }
    refuse(refused);
    pool.turned();
    pool.keeper.sweep();
    checkGone();
    return gone;
  }

  private void turn(Mode next) {
    pool.lock.lock();
    try {
      checkOpen();
      turnTo(next);
      pool.timer.cancel(deadline);
    } finally {
      pool.lock.unlock();
    }
    pool.turned();
  }

  /** Under the lock. */
  private void turnTo(Mode next) {
    mode = next;
    pool.fits();
  }

  private void checkOpen() {
    if (mode == Mode.CLOSED) {
      throw new Conflict("pool " + pool.name() + ": is being removed");
    }
  }

  private void refuse(List<Waiter> waiters) {
    for (Waiter waiter : waiters) {
      pool.meter.refused();
      waiter.failed(Messages.notAccepted(pool, mode));
    }
  }

  /** In the order in which they came. Whom the other pool does not take gets its error. */
  private void move(List<Waiter> waiters, Pool to) {
    List<Waiter> byArrival = new ArrayList<>(waiters);
    byArrival.sort(Comparator.comparingLong(waiter -> waiter.number));
    for (Waiter waiter : byArrival) {
      if (to.admission.takeIn(waiter)) {
        pool.meter.moved();
      } else {
        pool.meter.refused(); // it never was in the other one's queue
      }
    }
  }

  private void deadlinePassed() {
    List<Waiter> refused;
    pool.lock.lock();
    try {
      if (!mode.draining() && mode != Mode.CLOSED) {
        return;
      }
      turnTo(mode == Mode.CLOSED ? mode : Mode.DRAINING);
      refused = pool.queue.clear(waiter -> true);
    } finally {
      pool.lock.unlock();
    }
    refuse(refused);
    evict(slot -> true, "taken back, pool " + pool.name() + " is " + mode.word());
    checkDrained();
  }

  /** Connections that are neither idle nor on their way out. */
  private int busy() {
    int busy = 0;
    for (Slot slot : pool.slots.all()) {
      if (!slot.idle() && slot.state() != Slot.State.CLOSING) {
        busy++;
      }
    }
    return busy;
  }

  /** While draining: whether the last one is home. Costs nothing otherwise. */
  void checkDrained() {
    if (!mode.draining()) {
      return;
    }
    pool.lock.lock();
    try {
      if (!mode.draining() || pool.queue.size() > 0 || busy() > 0) {
        return;
      }
      turnTo(Mode.DRAINED);
      pool.timer.cancel(deadline);
    } finally {
      pool.lock.unlock();
    }
    pool.turned();
    pool.keeper.sweep();
  }

  private void checkDepartures() {
    for (Departure departure : departures) {
      boolean whole;
      pool.lock.lock();
      try {
        whole =
            pool.filler.quiet(departure.source())
                && Arrays.stream(pool.slots.all())
                    .noneMatch(slot -> slot.generation.source() == departure.source());
      } finally {
        pool.lock.unlock();
      }
      if (whole) {
        departures.remove(departure);
        departure.closed().complete(null);
      }
    }
  }

  /** When closed: whether nothing is left. */
  void checkGone() {
    checkDepartures();
    if (mode != Mode.CLOSED) {
      return;
    }
    boolean none;
    pool.lock.lock();
    try {
      none = pool.slots.size() == 0 && pool.filler.quiet();
    } finally {
      pool.lock.unlock();
    }
    if (!none) {
      return;
    }
    pool.places.leave(); // before anybody hears that it is gone, and removes the budget
    if (gone.complete(null)) {
      pool.timer.cancel(deadline);
      pool.deadlocks.close();
      pool.rounds.close();
      pool.work.close();
      pool.refusals.close();
      pool.care.close();
      pool.cancels.close();
    }
  }

  /** Takes these connections back, whoever has them, and closes them. */
  void evict(Predicate<Slot> which, String why) {
    for (Slot slot : pool.slots.all()) {
      if (which.test(slot)) {
        evict(slot, why);
      }
    }
  }

  void evict(Slot slot, String why) {
    slot.doomed = true;
    for (; ; ) {
      if (slot.claim()) {
        pool.keeper.retire(slot);
        return;
      }
      Lease lease = slot.owner();
      if (lease != null) {
        lease.revoke("connection " + slot.id + ": " + why);
        pool.canceller.cancel(lease);
        return;
      }
      Slot.State state = slot.state();
      if (state == Slot.State.CLOSING
          || state == Slot.State.RESETTING
          || state == Slot.State.VALIDATING) {
        return; // whoever resets, validates or closes it will find it doomed
      }
      Thread.yield(); // somebody is between taking it and saying for whom
    }
  }

  /** Takes these loans back, each a leak; returns how the connections were seen before. */
  List<ConnectionView> takeBack(Predicate<AcquireRequest> whose, String why) {
    List<ConnectionView> taken = new ArrayList<>();
    for (Slot slot : pool.slots.all()) {
      Lease lease = slot.owner();
      if (lease != null && whose.test(lease.request)) {
        taken.add(Showing.one(pool, slot));
        pool.leaks.leftBehind(lease);
        lease.discard(why);
      }
    }
    return taken;
  }

  /**
   * The source is another one, or gone. Complete when the idle ones of the old are closed, and all
   * of an embedded database.
   */
  CompletableFuture<Void> source(@Nullable ConnectionSource next, Duration forLoans) {
    ConnectionSource old;
    pool.lock.lock();
    try {
      old = pool.generation().source();
      if (old == next) {
        return CompletableFuture.completedFuture(null);
      }
      pool.generation(pool.generation().next(next, pool.wall.instant()));
      pool.filler.forgive();
    } finally {
      pool.lock.unlock();
    }
    List<CompletableFuture<Void>> closings = new ArrayList<>();
    if (old != null) {
      for (Slot slot : pool.slots.all()) {
        if (slot.generation.source() == old && slot.claim()) {
          CompletableFuture<Void> closed = new CompletableFuture<>();
          slot.closed = closed;
          closings.add(closed);
          pool.keeper.retire(slot);
        }
      }
      // Its code goes with the driver: what is left of it then is never closed.
      boolean whole = next == null && EmbeddedDatabases.holds(pool.settings().spec());
      if (whole) {
        Departure departure = new Departure(old, new CompletableFuture<>());
        departures.add(departure);
        closings.add(departure.closed());
        checkDepartures();
      }
      Duration atMost = whole && EMBEDDED_LOANS.compareTo(forLoans) < 0 ? EMBEDDED_LOANS : forLoans;
      pool.timer.schedule(
          new Timeout() {
            @Override
            void expire() {
              pool.care.execute(
                  () ->
                      evict(
                          slot -> slot.generation.source() == old,
                          "its driver " + pool.settings().spec().driver() + " is gone"));
            }
          },
          pool.timer.nanos() + atMost.toNanos());
    }
    pool.turned();
    pool.exchange.dispatch();
    return CompletableFuture.allOf(closings.toArray(CompletableFuture[]::new));
  }
}

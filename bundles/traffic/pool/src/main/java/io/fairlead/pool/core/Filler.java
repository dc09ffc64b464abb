package io.fairlead.pool.core;

import io.fairlead.traffic.pool.spi.ConnectionSource;
import io.fairlead.traffic.pool.spi.ServerConnection;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Opens connections: for those who wait, and up to the minimum. All reasons share one throttle.
 * After a failure one attempt at a time is made, with growing pauses, until one succeeds.
 */
final class Filler {

  /** No attempt now, and the end of one that is under way will ask again. */
  private static final long LATER = -1;

  private final Pool pool;
  private final TokenBucket bucket;
  private final Set<Opening> openings = new HashSet<>();
  private final Timeout wake =
      new Timeout() {
        @Override
        void expire() {
          fill();
        }
      };

  /** Whether the initial number has been reached once. */
  private boolean started;

  private int failures;
  private long failedAt;
  private double jitter;

  /** Connections that are there may be broken: they don't count as help for those who wait. */
  private volatile boolean suspicious;

  private volatile boolean failing;

  private volatile boolean opened;

  /** Attempts that have not come back. */
  private volatile int underWay;

  Filler(Pool pool, PoolSettings settings, long now) {
    this.pool = pool;
    this.bucket =
        new TokenBucket(
            TokenBucket.perSecond(settings.createPerSecond()), settings.createBurst(), now);
  }

  /** Whether the last attempt failed. */
  boolean failing() {
    return failing;
  }

  /** closed, open after a failure, half_open while one attempt shows how it is. */
  String circuit() {
    if (!failing) {
      return "closed";
    }
    pool.lock.lock();
    try {
      return openings.stream().anyMatch(o -> !o.abandoned) ? "half_open" : "open";
    } finally {
      pool.lock.unlock();
    }
  }

  /** Whether an attempt has succeeded. */
  boolean opened() {
    return opened;
  }

  void suspect(boolean broken) {
    suspicious = broken;
  }

  /** Under the pool's lock. */
  void settings(PoolSettings settings) {
    bucket.limit(
        TokenBucket.perSecond(settings.createPerSecond()),
        settings.createBurst(),
        pool.timer.nanos());
  }

  /** Other circumstances: what failed before says nothing about them. Under the pool's lock. */
  void forgive() {
    failures = 0;
    failing = false;
  }

  /** Starts as many attempts as are lacking and allowed. */
  void fill() {
    List<Opening> starts;
    pool.lock.lock();
    try {
      starts = begin(pool.generation());
    } finally {
      pool.lock.unlock();
    }
    starts.forEach(pool.care::execute);
    pool.places.tell();
  }

  private List<Opening> begin(Generation generation) {
    List<Opening> starts = new ArrayList<>();
    ConnectionSource source = generation.source();
    if (source == null || blocked(source)) {
      pool.places.wants(0);
      return starts;
    }
    long now = pool.timer.nanos();
    int refill = refill(generation);
    int lacking = lacking(generation, refill);
    int present = pool.slots.serving(generation) + underWay(generation);
    int wanted = Math.min(lacking, wanted(generation));
    for (int begun = 0; begun < lacking; begun++) {
      boolean growth = begun >= refill;
      long pause = pause(now, growth);
      if (pause != 0) {
        if (pause != LATER) {
          pool.timer.schedule(wake, now + pause);
        }
        break;
      }
      if (!pool.places.take(Math.max(0, wanted - begun))) {
        started = true; // as many as there may be
        int size = present + begun;
        pool.places.text().ifPresent(why -> pool.sizing.refused(size, why));
        return starts;
      }
      bucket.take(now);
      if (growth) {
        pool.sizing.takeGrowth(now);
      }
      pool.sizing.grows(present + begun, present + begun + 1, growth ? null : floor());
      long timeout = pool.settings().creationTimeout().toNanos();
      Opening opening = new Opening(this, pool.timer, source, generation, timeout, failures);
      openings.add(opening);
      underWay = openings.size();
      starts.add(opening);
    }
    pool.places.wants(0);
    return starts;
  }

  /** How many of the lacking are for those who wait, or for the number that is kept. */
  private int wanted(Generation generation) {
    Mode mode = pool.mode();
    int coming = underWay(generation);
    int kept = mode.fills() ? pool.recycler.keeps() - pool.slots.usable(generation) - coming : 0;
    int waiting = mode.serves() ? pool.queue.wanted() - helped(generation) : 0;
    return Math.max(kept, waiting);
  }

  private int helped(Generation generation) {
    return underWay(generation) + (suspicious ? 0 : pool.exchange.validating());
  }

  /** How many there are too few for the minimum. */
  private int refill(Generation generation) {
    PoolSettings settings = pool.settings();
    int usable = pool.slots.usable(generation);
    started |= usable >= settings.initial();
    int floor = pool.mode().fills() ? (started ? pool.recycler.keeps() : settings.initial()) : 0;
    return floor - usable - underWay(generation);
  }

  private String floor() {
    PoolSettings settings = pool.settings();
    if (!started) {
      return "initial_connections is " + settings.initial();
    }
    int keeps = pool.recycler.keeps();
    return keeps > settings.min()
        ? "a recycle keeps " + keeps
        : "min_connections is " + settings.min();
  }

  private int lacking(Generation generation, int refill) {
    PoolSettings settings = pool.settings();
    Mode mode = pool.mode();
    int growth = mode.serves() ? pool.sizing.growth(pool.queue.wanted()) - helped(generation) : 0;
    int hanging = (int) openings.stream().filter(o -> o.abandoned).count();
    int room =
        Math.min(
            settings.max() - pool.slots.size() - (openings.size() - hanging),
            settings.max() - hanging);
    return Math.min(Math.max(refill, growth), room);
  }

  private int underWay(Generation generation) {
    int count = 0;
    for (Opening opening : openings) {
      if (!opening.abandoned && opening.generation == generation) {
        count++;
      }
    }
    return count;
  }

  /** How long to wait before the next attempt. */
  private long pause(long now, boolean growth) {
    if (failures > 0) {
      if (openings.stream().anyMatch(o -> !o.abandoned)) {
        return LATER;
      }
      long until = failedAt + Backoff.nanos(failures, pool.queue.size() > 0, jitter);
      if (until - now > 0) {
        return until - now;
      }
    }
    return Math.max(bucket.until(now), growth ? pool.sizing.untilGrowth(now) : 0);
  }

  /** An embedded database is open through another driver still. */
  private boolean blocked(ConnectionSource source) {
    if (!EmbeddedDatabases.holds(pool.generation().spec())) {
      return false;
    }
    for (Slot slot : pool.slots.all()) {
      if (holdsOtherwise(slot.generation, source)) {
        return true;
      }
    }
    return openings.stream().anyMatch(o -> holdsOtherwise(o.generation, source));
  }

  private static boolean holdsOtherwise(Generation generation, ConnectionSource source) {
    return generation.source() != source && EmbeddedDatabases.holds(generation.spec());
  }

  /** Whether any attempt of this or an older generation has not come back. Under the lock. */
  boolean quiet() {
    return openings.isEmpty();
  }

  /** How many attempts have not come back, of any generation. */
  int underWay() {
    return underWay;
  }

  /** Whether no attempt through this source is under way. Under the lock. */
  boolean quiet(ConnectionSource source) {
    return openings.stream().noneMatch(o -> o.generation.source() == source);
  }

  void opened(Opening opening, ServerConnection connection, long tookNanos) {
    Slot slot = null;
    pool.lock.lock();
    try {
      Mode mode = pool.mode();
      boolean wanted =
          opening.generation == pool.generation()
              && (mode.fills() || mode.serves())
              && pool.slots.size() < pool.settings().max();
      if (opening.generation == pool.generation()) {
        forgive();
        suspicious = false;
      }
      if (wanted) {
        opened = true;
        openings.remove(opening);
        underWay = openings.size();
        slot =
            new Slot(
                pool.keeper,
                pool.ids.getAsLong(),
                connection,
                opening.generation,
                pool.timer.nanos(),
                pool.random.nextDouble());
        pool.slots.add(slot);
      }
    } finally {
      pool.lock.unlock();
    }
    pool.meter.created(tookNanos);
    if (slot == null) {
      connection.close();
      pool.meter.destroyed();
      gone(opening);
    } else {
      pool.listener.connection(PoolListener.What.CREATED, pool.name(), slot.id);
      pool.keeper.look(slot);
      pool.exchange.offer(slot);
      pool.keeper.replaced();
    }
    fill();
    pool.turned();
  }

  void failed(Opening opening, String why) {
    boolean counts = fail(opening, true);
    if (counts) {
      pool.meter.creationFailed();
      pool.failed(why);
    }
    fill();
    pool.turned();
    pool.steering.checkGone();
  }

  void overdue(Opening opening) {
    if (fail(opening, false)) {
      pool.meter.creationFailed();
      pool.failed(
          "no connection from the driver within " + Messages.duration(opening.timeoutNanos));
    }
    fill();
    pool.turned();
  }

  /** Notes a failure once; false when it has been, or says nothing about what is wanted now. */
  private boolean fail(Opening opening, boolean back) {
    pool.lock.lock();
    try {
      boolean counts = openings.contains(opening) && !opening.abandoned;
      if (back) {
        ended(opening);
      } else {
        opening.abandoned = true;
      }
      if (!counts || opening.generation != pool.generation()) {
        return false;
      }
      if (failures == opening.failuresBefore) {
        failures++; // those that began together fail together, and are one failure
      }
      failing = true;
      failedAt = pool.timer.nanos();
      jitter = pool.random.nextDouble();
      return true;
    } finally {
      pool.lock.unlock();
    }
  }

  private void gone(Opening opening) {
    pool.lock.lock();
    try {
      ended(opening);
    } finally {
      pool.lock.unlock();
    }
    pool.steering.checkGone();
  }

  /** It has left nothing that takes a place. */
  private void ended(Opening opening) {
    openings.remove(opening);
    underWay = openings.size();
    pool.places.release();
  }
}

package io.fairlead.pool.core;

import io.fairlead.traffic.pool.spi.ServerConnection;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One connection's place in the pool. Whoever takes it out of {@code IDLE} owns it: everything that
 * is not volatile is the owner's, and passes to the next with {@link #state}.
 */
final class Slot extends Timeout {

  enum State {
    IDLE,
    /** Lent, or in the hands of somebody who is about to lend it or put it back. */
    TAKEN,
    VALIDATING,
    RESETTING,
    CLOSING
  }

  private static final VarHandle STATE;
  private static final VarHandle BORROWS;
  private static final VarHandle RETURNS;
  private static final VarHandle QUERIES;
  private static final VarHandle OWNER;
  private static final VarHandle USED_AT;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      STATE = lookup.findVarHandle(Slot.class, "state", State.class);
      BORROWS = lookup.findVarHandle(Slot.class, "borrows", long.class);
      RETURNS = lookup.findVarHandle(Slot.class, "returns", long.class);
      OWNER = lookup.findVarHandle(Slot.class, "owner", Lease.class);
      USED_AT = lookup.findVarHandle(Slot.class, "usedAt", long.class);
      QUERIES = lookup.findVarHandle(Slot.class, "queries", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  final long id;
  final ServerConnection connection;
  final Generation generation;
  final long createdAt;

  /** The part of the maximal lifetime that this one gets, so that not all end together. */
  final double lifeShare;

  final Optional<String> database;
  private final Keeper keeper;

  private volatile State state = State.TAKEN;
  private long borrows;
  private long returns;
  private long queries;

  /** By the coarse clock. */
  private long usedAt;

  /** The tick of the last loan whose time was taken precisely. */
  long timedTick;

  private volatile @Nullable Lease owner;

  /** It is not lent any more; whoever has it next retires it. */
  volatile boolean doomed;

  /** Its life is over, but it serves until its replacement is there. */
  volatile boolean outdated;

  /** It doesn't stop, and the driver cannot cut it. */
  volatile boolean stuck;

  /** Whether a transaction was open after the last statement. */
  volatile boolean transaction;

  /** When what the pool itself does on it must be over; 0 when it does nothing. */
  volatile long guardedUntil;

  /** When the keeper looks at it next. */
  volatile long lookAt;

  /** Completed when it is closed, for whoever waits for that. */
  volatile @Nullable CompletableFuture<Void> closed;

  Slot(
      Keeper keeper,
      long id,
      ServerConnection connection,
      Generation generation,
      long now,
      double lifeShare) {
    this.keeper = keeper;
    this.id = id;
    this.connection = connection;
    this.generation = generation;
    this.createdAt = now;
    this.usedAt = now;
    this.timedTick = now - 1;
    this.lifeShare = lifeShare;
    this.database = connection.database();
  }

  State state() {
    return state;
  }

  /** For the owner. */
  void state(State now) {
    state = now;
  }

  boolean idle() {
    return state == State.IDLE;
  }

  /** Takes it out of {@code IDLE}; true for exactly one. */
  boolean claim() {
    return state == State.IDLE && STATE.compareAndSet(this, State.IDLE, State.TAKEN);
  }

  /** Puts it back; the caller owns it no more. */
  void rest() {
    state = State.IDLE;
  }

  /** Whose it is while lent. */
  @Nullable Lease owner() {
    return owner;
  }

  /** For the one who lends it. */
  void lent(Lease lease) {
    BORROWS.setOpaque(this, borrows + 1);
    OWNER.setRelease(this, lease);
  }

  /** For the one who takes it home. */
  void returned() {
    RETURNS.setOpaque(this, returns + 1);
    OWNER.setRelease(this, (Lease) null);
  }

  /** For whoever works on it. */
  void worked() {
    QUERIES.setOpaque(this, queries + 1);
  }

  /** For the owner. */
  void usedAt(long now) {
    USED_AT.setOpaque(this, now);
  }

  /** Others may see an older value for a moment, and can live with it. */
  long usedAt() {
    return (long) USED_AT.getOpaque(this);
  }

  long borrows() {
    return (long) BORROWS.getOpaque(this);
  }

  long returns() {
    return (long) RETURNS.getOpaque(this);
  }

  long queries() {
    return (long) QUERIES.getOpaque(this);
  }

  /** Whether it counts among those that the pool will go on with. */
  boolean usable(Generation current) {
    return generation == current && !doomed && !outdated && state != State.CLOSING;
  }

  @Override
  void expire() {
    keeper.look(this);
  }
}

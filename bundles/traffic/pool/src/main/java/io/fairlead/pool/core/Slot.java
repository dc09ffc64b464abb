package io.fairlead.pool.core;

import io.fairlead.traffic.pool.spi.ServerConnection;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One connection's place in the pool. Whoever takes it out of {@code IDLE} owns it: everything that
 * is not volatile is the owner's, and passes to the next with {@link #word}.
 *
 * <p>One word says all: its state, what is going on while it is lent, and how often it was lent,
 * which is the owner's epoch. So a loan begins and ends with one compare-and-set each, and a stale
 * one can do nothing: the epoch is another.
 */
final class Slot extends Timeout {

  enum State {
    IDLE,
    /** In the hands of somebody who is about to lend it or put it back. */
    TAKEN,
    LENT,
    VALIDATING,
    RESETTING,
    CLOSING
  }

  /** Of a lent one: somebody works on it. */
  static final int RUNNING = 8;

  /** Of a lent one: the server was asked to stop what runs. */
  static final int CANCELLING = 16;

  /** Of a lent one: its holder gave it back, and something is still on it. */
  static final int RELEASED = 32;

  /** Of a lent one: the pool has taken it back, and something is still on it. */
  static final int REVOKED = 64;

  /** So many statements say something about the share that fails. */
  private static final int FEW = 10;

  private static final int STATE = 7;
  private static final int ALL_BITS = 255;
  private static final int EPOCH = 8;
  private static final State[] STATES = State.values();
  private static final int IDLE = State.IDLE.ordinal();
  private static final int TAKEN = State.TAKEN.ordinal();
  private static final int LENT = State.LENT.ordinal();
  private static final int CLOSING = State.CLOSING.ordinal();
  private static final VarHandle WORD;
  private static final VarHandle QUERIES;
  private static final VarHandle HISTORY;
  private static final VarHandle OWNER;
  private static final VarHandle USED_AT;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      WORD = lookup.findVarHandle(Slot.class, "word", long.class);
      OWNER = lookup.findVarHandle(Slot.class, "owner", Lease.class);
      USED_AT = lookup.findVarHandle(Slot.class, "usedAt", long.class);
      HISTORY = lookup.findVarHandle(Slot.class, "history", long.class);
      QUERIES = lookup.findVarHandle(Slot.class, "queries", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  final long id;
  final ServerConnection connection;
  final Generation generation;
  final long createdAt;

  /** From 0 to 1: by how much its life is shorter than others', so that not all end together. */
  final double dice;

  final Optional<String> database;
  private final Keeper keeper;
  final Homecoming homecoming;

  /** From below: the state's number (3 bits), flags of a lent one (5), the epoch. */
  private volatile long word = TAKEN;

  private long queries;

  /** Its last statements, the latest lowest: 1 for one that failed. */
  private long history;

  /** By the coarse clock. */
  private long usedAt;

  /** The tick in which it was lent last. Others may see an older one for a moment. */
  long lentTick;

  /** The precise time of the last grant; 0 when it was not taken. The owner's. */
  long grantedAt;

  /** Counts works: a deadline for one must not hit the next. Written by the one who works. */
  volatile long work;

  /** The partition whose place it takes; the owner's. */
  @Nullable Share share;

  /** The last that it was lent to; the epoch says whether it is still. */
  private volatile @Nullable Lease owner;

  /** It is not lent any more; whoever has it next retires it. */
  volatile boolean doomed;

  /** It goes for another pool of the budget. Under the pool's lock. */
  boolean yielded;

  /** Its life is over, but it serves until its replacement is there. */
  volatile boolean outdated;

  /** Since when it is outdated. */
  volatile long outdatedAt;

  /** It is outdated because somebody wanted it to be replaced, whatever its age is. */
  volatile boolean replaceWanted;

  /** When it has been lent so often, its coming home is looked at; 0 for each time. */
  volatile long borrowsUntil = Long.MAX_VALUE;

  /** How it is to be made ready before it is lent on, when somebody wanted that. */
  volatile LifeSettings.@Nullable Recycling errand;

  /** When it last answered a question, or did not. */
  volatile long provenAt;

  /** It doesn't stop, and the driver cannot cut it. */
  volatile boolean stuck;

  /** Whether a transaction was open after the last statement. */
  volatile boolean transaction;

  /** Counts transactions: a deadline for one must not hit the next. Written like {@link #work}. */
  volatile long transactions;

  /** What {@link LoanTimeouts} saw of it last. */
  final LoanTimeouts.Seen seen = new LoanTimeouts.Seen();

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
      double dice) {
    this.keeper = keeper;
    this.homecoming = keeper.homecoming();
    this.id = id;
    this.connection = connection;
    this.generation = generation;
    this.createdAt = now;
    this.usedAt = now;
    this.provenAt = now;
    this.lentTick = now - 1;
    this.dice = dice;
    this.database = connection.database();
  }

  State state() {
    return STATES[(int) word & STATE];
  }

  /** For the owner. */
  void state(State now) {
    word = (word & ~ALL_BITS) | now.ordinal();
  }

  boolean idle() {
    return ((int) word & STATE) == IDLE;
  }

  /** Takes it out of {@code IDLE}; true for exactly one. */
  boolean claim() {
    long now = word;
    return ((int) now & STATE) == IDLE && swap(now, now - IDLE + TAKEN);
  }

  /** Puts it back; the caller owns it no more. */
  void rest() {
    word = (word & ~ALL_BITS) | IDLE;
  }

  /** For whoever has to do with a loan: state, flags and epoch as they are now. */
  long word() {
    return word;
  }

  /** Changes what {@link #word} said; false when it is another by now. */
  boolean swap(long expected, long next) {
    return WORD.compareAndSet(this, expected, next);
  }

  /** The word of a loan of this epoch on which nothing is going on. */
  static long lent(long epoch) {
    return (epoch << EPOCH) | LENT;
  }

  /** The same when it is home, in the hands of whoever took it there. */
  static long home(long lent) {
    return lent - LENT + TAKEN;
  }

  /** The same when it is home, at rest. */
  static long resting(long lent) {
    return lent - LENT + IDLE;
  }

  /** Whether the word is one of the loan of which the other is the word without flags. */
  static boolean same(long word, long lent) {
    return (word & ~(RUNNING | CANCELLING | RELEASED | REVOKED)) == lent;
  }

  /** To whom it was lent last. */
  @Nullable Lease last() {
    return owner;
  }

  /** Whose it is while lent. */
  @Nullable Lease owner() {
    Lease last = owner;
    return last != null && same(word, last.lent) ? last : null;
  }

  /** The epoch of the next loan, for the one who lends it. */
  long nextEpoch() {
    return (word >>> EPOCH) + 1;
  }

  /** For the one who lends it. */
  void lent(Lease lease) {
    transaction(false); // the last one's may have been ended at home
    OWNER.setRelease(this, lease);
    WORD.setRelease(this, lease.lent);
  }

  /** For whoever works on it: whether a transaction is open now. */
  @SuppressWarnings("NonAtomicVolatileUpdate") // one works at a time
  void transaction(boolean open) {
    if (open != transaction) {
      transactions += open ? 1 : 0;
      transaction = open;
    }
  }

  /** For whoever works on it. */
  void worked(boolean failed) {
    QUERIES.setOpaque(this, queries + 1);
    HISTORY.setOpaque(this, history << 1 | (failed ? 1 : 0));
  }

  /** The share of its recent statements that failed; 0 while there are too few to tell. */
  double errorRate() {
    long seen = Math.min(Long.SIZE, queries());
    return seen < FEW ? 0 : (double) Long.bitCount((long) HISTORY.getOpaque(this)) / seen;
  }

  /** Whether a loan of this word may be the last, or something is to be done after it. */
  boolean worn(long lent) {
    return lent >>> EPOCH >= borrowsUntil;
  }

  /** For the owner. */
  void usedAt(long now) {
    USED_AT.setOpaque(this, now);
  }

  /** Others may see an older value for a moment, and can live with it. */
  long usedAt() {
    return (long) USED_AT.getOpaque(this);
  }

  /** How often it was lent. */
  long borrows() {
    return word >>> EPOCH;
  }

  /** How often it came home. */
  long returns() {
    long now = word;
    return (now >>> EPOCH) - (((int) now & STATE) == LENT ? 1 : 0);
  }

  long queries() {
    return (long) QUERIES.getOpaque(this);
  }

  /** Whether it counts among those that the pool will go on with. */
  boolean usable(Generation current) {
    return generation == current && !doomed && !outdated && ((int) word & STATE) != CLOSING;
  }

  @Override
  void expire() {
    keeper.look(this);
  }
}

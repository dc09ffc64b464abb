package io.fairlead.pool.core;

import io.fairlead.traffic.pool.AcquireRequest;
import io.fairlead.traffic.pool.Loan;
import io.fairlead.traffic.pool.spi.ServerException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A loan, and the connection's owner while it stands. What is going on stands in the slot's word
 * together with the epoch, so a stale one can do nothing; the connection goes home exactly once,
 * when it was released or revoked and neither work nor a cancel is on it.
 */
final class Lease implements Loan {

  /** SQLState of a connection that does not exist, and of a statement that was cancelled. */
  private static final String NO_CONNECTION = "08003";

  private static final String QUERY_CANCELED = "57014";

  /** SQLStates of a statement that was stopped: PostgreSQL's and H2's, and MariaDB's. */
  private static final Set<String> STOPPED = Set.of(QUERY_CANCELED, "70100");

  /** So much of a statement is kept when it has ended. */
  private static final int LONGEST_KEPT = 1_000;

  private static final VarHandle WHEN_REVOKED;

  static {
    try {
      WHEN_REVOKED =
          MethodHandles.lookup().findVarHandle(Lease.class, "whenRevoked", Revocation.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  final Slot slot;
  final AcquireRequest request;

  /** The slot's word while this loan stands and nothing is going on. */
  final long lent;

  /** The partition that it counts for; null when the pool is not partitioned. */
  final @Nullable Share share;

  /** Who has it, for finding deadlocks; null when nobody knows, and when it is home. */
  @Nullable Object holder;

  /** Where it was asked for, where that is kept; null otherwise. Seen by others in time. */
  @Nullable Throwable trace;

  /** Whether the pool looks after its timeouts. Seen by others in time. */
  boolean timed;

  /** Whether it has been out for so long that it is taken for a leak. */
  volatile boolean suspect;

  private volatile @Nullable String statement;

  /** What ran last, or runs. Others may see an older one. */
  private @Nullable String lastStatement;

  private volatile @Nullable String pinnedBecause;
  private volatile @Nullable String revokedBecause;

  /** Whether it ends by being taken back; said before the connection goes home. */
  private volatile boolean takenBack;

  @SuppressWarnings("unused") // taken by the handle
  private volatile @Nullable Revocation whenRevoked;

  /** Whether anything was done on the connection. Written by the one who works, read at home. */
  private boolean used;

  private volatile @Nullable CompletableFuture<Void> cancelBack;
  private volatile @Nullable Expired expired;
  private volatile @Nullable Overdue overdue;

  /** A work that was cancelled because it took too long. */
  record Expired(long work, String why) {}

  Lease(Slot slot, AcquireRequest request, @Nullable Share share, @Nullable Object holder) {
    this.slot = slot;
    this.request = request;
    this.share = share;
    this.holder = holder;
    this.lent = Slot.lent(slot.nextEpoch());
  }

  @Override
  public long connectionId() {
    return slot.id;
  }

  @Override
  public <T> T run(String text, Work<T> task) throws ServerException {
    return work(text, task);
  }

  @Override
  public <T> T step(Work<T> task) throws ServerException {
    return work(null, task);
  }

  /** Counted as a statement when it has a text. */
  private <T> T work(@Nullable String text, Work<T> task) throws ServerException {
    begin(text);
    boolean failed = false;
    try {
      return share == null ? task.with(slot.connection) : metered(share, task);
    } catch (ServerException e) {
      Expired late = expired;
      boolean expiredNow = late != null && late.work() == slot.work;
      failed = !expiredNow && !STOPPED.contains(e.sqlState());
      if (e.connectionLost()) {
        slot.homecoming.lost(slot, e);
      }
      String why = revokedBecause;
      if (why != null) {
        throw gone(why, e);
      }
      if (late != null && expiredNow) {
        throw new ServerException(late.why(), QUERY_CANCELED, e.connectionLost(), e);
      }
      throw e;
    } catch (Error e) {
      slot.doomed = true;
      throw e;
    } finally {
      end(text != null, failed);
    }
  }

  /** As {@link #run}, and what it costs is the partition's. */
  private <T> T metered(Share of, Work<T> task) throws ServerException {
    long began = slot.homecoming.nanos();
    long cpuBefore = CpuTime.ofThread();
    try {
      return task.with(slot.homecoming.metered(of, slot.connection));
    } finally {
      long busy = slot.homecoming.nanos() - began;
      boolean embedded = EmbeddedDatabases.holds(slot.generation.spec());
      of.work.add(busy, embedded ? CpuTime.ofThread() - cpuBefore : busy, 0, 0);
    }
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // one works at a time
  private void begin(@Nullable String text) throws ServerException {
    for (; ; ) {
      long now = slot.word();
      if (!Slot.same(now, lent) || (now & (Slot.RELEASED | Slot.REVOKED)) != 0) {
        String why = revokedBecause;
        while (why == null && (now & Slot.REVOKED) != 0) { // about to be said
          Thread.onSpinWait();
          why = revokedBecause;
        }
        throw gone(
            why != null ? why : "connection " + slot.id + ": was given back, it is lent no more",
            null);
      }
      if ((now & Slot.RUNNING) != 0) {
        throw new IllegalStateException("connection " + slot.id + ": somebody works with it");
      }
      if ((now & Slot.CANCELLING) != 0) {
        // The last statement's cancel must not hit this one.
        CompletableFuture<Void> back = cancelBack;
        if (back != null) {
          back.join();
        }
      } else {
        slot.work++;
        used = true;
        statement = text;
        if (text != null) {
          lastStatement = text.length() <= LONGEST_KEPT ? text : text.substring(0, LONGEST_KEPT);
        }
        if (slot.swap(now, now | Slot.RUNNING)) {
          return;
        }
      }
    }
  }

  /** The connection is this one's no more. */
  private static ServerException gone(String why, @Nullable ServerException cause) {
    return new ServerException(why, NO_CONNECTION, true, cause);
  }

  private void end(boolean statementRan, boolean failed) {
    try {
      slot.transaction(slot.connection.transactionOpen());
    } catch (RuntimeException e) {
      slot.doomed = true;
    }
    slot.homecoming.worked(slot, statementRan, failed);
    Overdue pending = overdue;
    if (pending != null) {
      overdue = null;
      slot.homecoming.canceller.forget(pending);
    }
    statement = null;
    clear(Slot.RUNNING);
    settle();
  }

  @Override
  public void cancel() {
    cancel(() -> true);
  }

  @Override
  public void cancel(BooleanSupplier still) {
    if ((flags() & Slot.RELEASED) == 0) {
      slot.homecoming.canceller.cancel(this, still);
    }
  }

  @Override
  public Optional<String> revocation() {
    return Optional.ofNullable(revokedBecause);
  }

  @Override
  public void whenRevoked(Revocation told) {
    whenRevoked = told;
  }

  @Override
  public void pinned(Optional<String> because) {
    pinnedBecause = because.orElse(null);
  }

  @Override
  public void release() {
    long now = slot.word();
    if (now == lent) { // the common way: nothing is on it
      if (!used && slot.homecoming.putBack(this)) {
        return;
      }
      if (slot.swap(lent, Slot.home(lent))) {
        slot.homecoming.home(this, false);
        return;
      }
    }
    set(Slot.RELEASED);
    settle();
  }

  @Override
  public void discard(String why) {
    revoke("connection " + slot.id + ": " + why);
    slot.homecoming.canceller.cancel(this);
  }

  /** Takes the connection back from its holder; what runs on it is for the canceller. */
  void revoke(String why) {
    if (stands()) {
      if (revokedBecause == null) {
        revokedBecause = why;
      }
      set(Slot.REVOKED);
      Revocation told = (Revocation) WHEN_REVOKED.getAndSet(this, null);
      if (told != null && running()) {
        slot.homecoming.canceller.tell(told, why);
      }
      settle();
    }
  }

  /**
   * As {@link #revoke}, unless work is under way or there was some after this one; returns whether
   * it was done.
   */
  boolean revokeUnused(long since, String why) {
    if (slot.work != since || !slot.swap(lent, lent | Slot.REVOKED)) {
      return false;
    }
    revokedBecause = why;
    settle();
    return true;
  }

  /** This work takes too long: it fails for that reason when the cancel has reached it. */
  void expire(long work, String why) {
    expired = new Expired(work, why);
    slot.homecoming.canceller.cancel(this, () -> slot.work == work);
  }

  boolean expired(long work) {
    Expired late = expired;
    return late != null && late.work() == work;
  }

  @Override
  public void underTimeouts() {
    timed = true;
  }

  /** The connection goes home once, when all that matters is over. */
  private void settle() {
    for (; ; ) {
      long now = slot.word();
      if (!Slot.same(now, lent)
          || (now & (Slot.RELEASED | Slot.REVOKED)) == 0
          || (now & (Slot.RUNNING | Slot.CANCELLING)) != 0) {
        return;
      }
      if ((now & Slot.REVOKED) != 0) {
        takenBack = true;
      }
      if (slot.swap(now, Slot.home(lent))) {
        slot.homecoming.home(this, (now & Slot.REVOKED) != 0);
        return;
      }
    }
  }

  /** Begins a cancel; the work that it is for, or 0 when nothing runs or one is under way. */
  synchronized long beginCancel() {
    for (; ; ) {
      long now = slot.word();
      if (!Slot.same(now, lent) || (now & Slot.RUNNING) == 0 || (now & Slot.CANCELLING) != 0) {
        return 0;
      }
      cancelBack = new CompletableFuture<>();
      if (slot.swap(now, now | Slot.CANCELLING)) {
        return slot.work;
      }
    }
  }

  /** The cancel is back from the server. */
  void endCancel() {
    clear(Slot.CANCELLING);
    wakeNextWork();
    settle();
  }

  /** Lets go who waits for a cancel to be back. */
  void wakeNextWork() {
    CompletableFuture<Void> back = cancelBack;
    if (back != null) {
      back.complete(null);
    }
  }

  void overdueAt(@Nullable Overdue deadline) {
    overdue = deadline;
  }

  @Nullable Overdue overdue() {
    return overdue;
  }

  boolean running() {
    return (flags() & Slot.RUNNING) != 0;
  }

  /** Whether this work, and no later one, still runs. */
  boolean running(long number) {
    return running() && slot.work == number;
  }

  boolean cancelling() {
    return (flags() & Slot.CANCELLING) != 0;
  }

  /** Whether the connection is still this one's. */
  boolean stands() {
    return Slot.same(slot.word(), lent);
  }

  /** Whether it was taken back from its holder, or is about to be. */
  boolean revoked() {
    return takenBack || (flags() & Slot.REVOKED) != 0;
  }

  /** Why it was taken back, when it is over; null when its holder gave it back. */
  @Nullable String takenBackBecause() {
    if (!takenBack) {
      return null;
    }
    String why = revokedBecause;
    while (why == null) { // about to be said
      Thread.onSpinWait();
      why = revokedBecause;
    }
    return why;
  }

  /** What is going on; 0 when nothing is, or the connection is home. */
  private int flags() {
    long now = slot.word();
    return Slot.same(now, lent) ? (int) (now - lent) : 0;
  }

  /** For the one who takes it home. */
  boolean used() {
    return used;
  }

  @Nullable String statement() {
    return statement;
  }

  @Nullable String lastStatement() {
    return lastStatement;
  }

  @Nullable String pinnedBecause() {
    return pinnedBecause;
  }

  private void set(int bit) {
    for (long now = slot.word(); Slot.same(now, lent); now = slot.word()) {
      if (slot.swap(now, now | bit)) {
        return;
      }
    }
  }

  private void clear(int bit) {
    for (long now = slot.word(); Slot.same(now, lent); now = slot.word()) {
      if (slot.swap(now, now & ~bit)) {
        return;
      }
    }
  }
}

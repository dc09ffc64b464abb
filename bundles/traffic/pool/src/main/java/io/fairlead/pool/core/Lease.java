package io.fairlead.pool.core;

import io.fairlead.kernel.error.Unavailable;
import io.fairlead.traffic.pool.AcquireRequest;
import io.fairlead.traffic.pool.Loan;
import io.fairlead.traffic.pool.spi.ServerException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A loan, and the connection's owner while it stands: its identity is the owner's epoch, so a stale
 * one can do nothing. Some bits say what is going on; the connection goes home exactly once, when
 * it was released or revoked and neither work nor a cancel is on it.
 */
final class Lease implements Loan {

  private static final int RUNNING = 1;
  private static final int CANCELLING = 2;
  private static final int RELEASED = 4;
  private static final int REVOKED = 8;
  private static final int HOME = 16;
  private static final VarHandle BITS;
  private static final VarHandle WHEN_REVOKED;

  static {
    try {
      BITS = MethodHandles.lookup().findVarHandle(Lease.class, "bits", int.class);
      WHEN_REVOKED =
          MethodHandles.lookup().findVarHandle(Lease.class, "whenRevoked", Revocation.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final Exchange exchange;
  final Slot slot;
  final AcquireRequest request;

  /** The precise time of the grant; {@code timed} says whether it was taken. */
  final long grantedAt;

  final boolean timed;

  private volatile int bits;
  private volatile @Nullable String statement;
  private volatile @Nullable String pinnedBecause;
  private volatile @Nullable String revokedBecause;

  @SuppressWarnings("unused") // taken by the handle
  private volatile @Nullable Revocation whenRevoked;

  /** Whether anything was done on the connection. Written by the one who works, read at home. */
  private boolean used;

  /** Counts works: a deadline for one must not hit the next. */
  private volatile long work;

  private volatile @Nullable CompletableFuture<Void> cancelBack;
  private volatile @Nullable Overdue overdue;

  Lease(Exchange exchange, Slot slot, AcquireRequest request, long grantedAt, boolean timed) {
    this.exchange = exchange;
    this.slot = slot;
    this.request = request;
    this.grantedAt = grantedAt;
    this.timed = timed;
  }

  @Override
  public long connectionId() {
    return slot.id;
  }

  @Override
  public <T> T run(String text, Work<T> task) throws ServerException {
    begin(text);
    try {
      return task.with(slot.connection);
    } catch (ServerException e) {
      if (e.connectionLost()) {
        exchange.lost(slot, e);
      }
      String why = revokedBecause;
      if (why != null) {
        throw new Unavailable(why, e);
      }
      throw e;
    } catch (Error e) {
      slot.doomed = true;
      throw e;
    } finally {
      end();
    }
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // one works at a time
  private void begin(String text) {
    for (; ; ) {
      int now = bits;
      if ((now & (RELEASED | REVOKED | HOME)) != 0) {
        String why = revokedBecause;
        throw new Unavailable(
            why != null ? why : "connection " + slot.id + ": was given back, it is lent no more");
      }
      if ((now & RUNNING) != 0) {
        throw new IllegalStateException("connection " + slot.id + ": somebody works with it");
      }
      if ((now & CANCELLING) != 0) {
        // The last statement's cancel must not hit this one.
        CompletableFuture<Void> back = cancelBack;
        if (back != null) {
          back.join();
        }
      } else {
        work++;
        used = true;
        statement = text;
        if (BITS.compareAndSet(this, now, now | RUNNING)) {
          return;
        }
      }
    }
  }

  private void end() {
    try {
      slot.transaction = slot.connection.transactionOpen();
    } catch (RuntimeException e) {
      slot.doomed = true;
    }
    exchange.worked(slot);
    Overdue pending = overdue;
    if (pending != null) {
      overdue = null;
      exchange.canceller.forget(pending);
    }
    statement = null;
    clear(RUNNING);
    settle();
  }

  @Override
  public void cancel() {
    if ((bits & RELEASED) == 0) {
      exchange.canceller.cancel(this);
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
    if (BITS.compareAndSet(this, 0, RELEASED | HOME)) {
      exchange.home(this); // the common way: nothing on it, nobody wants it
    } else {
      set(RELEASED);
      settle();
    }
  }

  /** Takes the connection back from its holder; what runs on it is for the canceller. */
  void revoke(String why) {
    if ((bits & HOME) == 0) {
      if (revokedBecause == null) {
        revokedBecause = why;
      }
      set(REVOKED);
      Revocation told = (Revocation) WHEN_REVOKED.getAndSet(this, null);
      if (told != null && running()) {
        exchange.canceller.tell(told, why);
      }
      settle();
    }
  }

  /** The connection goes home once, when all that matters is over. */
  private void settle() {
    for (; ; ) {
      int now = bits;
      if ((now & (RELEASED | REVOKED)) == 0 || (now & (RUNNING | CANCELLING | HOME)) != 0) {
        return;
      }
      if (BITS.compareAndSet(this, now, now | HOME)) {
        exchange.home(this);
        return;
      }
    }
  }

  /** Begins a cancel; the work that it is for, or 0 when nothing runs or one is under way. */
  synchronized long beginCancel() {
    for (; ; ) {
      int now = bits;
      if ((now & RUNNING) == 0 || (now & (CANCELLING | HOME)) != 0) {
        return 0;
      }
      cancelBack = new CompletableFuture<>();
      if (BITS.compareAndSet(this, now, now | CANCELLING)) {
        return work;
      }
    }
  }

  /** The cancel is back from the server. */
  void endCancel() {
    clear(CANCELLING);
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
    return (bits & RUNNING) != 0;
  }

  /** Whether this work, and no later one, still runs. */
  boolean running(long number) {
    return running() && work == number;
  }

  boolean cancelling() {
    return (bits & CANCELLING) != 0;
  }

  boolean revoked() {
    return (bits & REVOKED) != 0;
  }

  /** For the one who takes it home. */
  boolean used() {
    return used;
  }

  @Nullable String statement() {
    return statement;
  }

  @Nullable String pinnedBecause() {
    return pinnedBecause;
  }

  private void set(int bit) {
    BITS.getAndBitwiseOr(this, bit);
  }

  private void clear(int bit) {
    BITS.getAndBitwiseAnd(this, ~bit);
  }
}

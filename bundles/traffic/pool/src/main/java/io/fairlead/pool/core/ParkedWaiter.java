package io.fairlead.pool.core;

import io.fairlead.kernel.error.FairleadException;
import io.fairlead.traffic.pool.AcquireRequest;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Waits with its thread. */
final class ParkedWaiter extends Waiter {

  private final Thread thread = Thread.currentThread();
  private volatile @Nullable Lease lease;
  private volatile @Nullable FairleadException failure;

  ParkedWaiter(Pool pool, AcquireRequest request, Object owner, long since, long timeoutNanos) {
    super(pool, request, owner, since, timeoutNanos);
  }

  /** Called once it is queued, on the thread that made it. */
  Lease await() throws InterruptedException {
    boolean gone = false;
    for (; ; ) {
      Lease mine = lease;
      if (mine != null) {
        if (gone) {
          mine.release();
          throw new InterruptedException();
        }
        return mine;
      }
      FairleadException why = failure;
      if (why != null) {
        if (gone) {
          throw new InterruptedException();
        }
        throw why;
      }
      LockSupport.park(this);
      if (woken) {
        pool.exchange.look(this);
      }
      if (!gone && Thread.interrupted()) {
        // Whoever took it from the queue first has its way: if that was a grant, it is coming.
        if (leave()) {
          throw new InterruptedException();
        }
        gone = true;
      }
    }
  }

  @Override
  boolean threaded() {
    return true;
  }

  @Override
  void wake() {
    LockSupport.unpark(thread);
  }

  @Override
  void granted(Lease granted) {
    lease = granted;
    if (Thread.currentThread() != thread) {
      LockSupport.unpark(thread);
    }
  }

  @Override
  void failed(FairleadException why) {
    failure = why;
    LockSupport.unpark(thread);
  }
}

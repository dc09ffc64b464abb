package io.fairlead.session;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Who may speak for a request: the worker that reads its result, or whoever gives the request up (a
 * kill, a client that went, a statement that ends for no cancel). Giving up never waits for the
 * worker, and once it is through, the worker touches the protocol's sink no more; one of the two,
 * and only one, answers the request.
 */
final class SinkGate {

  private static final int OPEN = 0;
  private static final int INSIDE = 1;
  private static final int WANTED = 2;
  private static final int CLAIMED = 3;
  private static final VarHandle STATE;

  static {
    try {
      STATE = MethodHandles.lookup().findVarHandle(SinkGate.class, "state", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  @SuppressWarnings("unused")
  private volatile int state = OPEN;

  /** The worker goes in to use the sink. False: it was given up, the worker has to stop. */
  boolean enter() {
    return STATE.compareAndSet(this, OPEN, INSIDE);
  }

  /**
   * The worker comes out. False: it was given up meanwhile, and it is now for the worker to answer
   * and to stop.
   */
  boolean leave() {
    if (STATE.compareAndSet(this, INSIDE, OPEN)) {
      return true;
    }
    state = CLAIMED;
    return false;
  }

  /** How a try to claim the answer ended. */
  enum Claim {
    /** The caller answers. */
    MINE,
    /** The worker is using the sink and will answer when it comes out. */
    WORKERS,
    /** Somebody has answered or will. */
    TAKEN
  }

  /** Claims the right to answer. */
  Claim claim() {
    while (true) {
      if (STATE.compareAndSet(this, OPEN, CLAIMED)) {
        return Claim.MINE;
      }
      if (STATE.compareAndSet(this, INSIDE, WANTED)) {
        return Claim.WORKERS;
      }
      if (state == WANTED || state == CLAIMED) {
        return Claim.TAKEN;
      }
    }
  }

  /** Whether the answer is claimed. */
  boolean claimed() {
    return state >= WANTED;
  }
}

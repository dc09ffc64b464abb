package io.fairlead.pool.jdbc;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.sql.SQLException;

/**
 * Lets another thread stop the work that runs on a connection, and only that: the work does not end
 * while a cancel is being sent, so none ever meets the next statement.
 */
final class Cancellation {

  private static final int TRIES = 5;
  private static final long FIRST_WAIT_MILLIS = 20;

  private static final VarHandle FETCHES;

  static {
    try {
      FETCHES = MethodHandles.lookup().findVarHandle(Cancellation.class, "fetches", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** Odd while one reads on in a result: each row passes here, so without a lock or a fence. */
  private long fetches;

  private boolean running;
  private volatile boolean asked;

  /** Asks the driver. */
  @FunctionalInterface
  interface Request {
    void send() throws SQLException;
  }

  synchronized void started() {
    running = true;
    asked = false;
  }

  synchronized void ended() {
    running = false;
    notifyAll();
  }

  /** Somebody reads on in a result, on his own; then {@link #fetched}. */
  void fetching() {
    FETCHES.setOpaque(this, fetches | 1);
  }

  void fetched() {
    FETCHES.setOpaque(this, (fetches | 1) + 1);
  }

  /**
   * Whether the work that runs is to stop; between two rows nothing runs in the database that could
   * be told.
   */
  boolean asked() {
    return asked;
  }

  /**
   * Sends the request, and again while the work goes on: one that comes before the statement has
   * reached the database is lost. Who reads on in a result is told only when he has been at one row
   * for a while: else it could meet what he does next.
   */
  synchronized void cancel(Request request) throws SQLException {
    asked = running;
    long fetch = (long) FETCHES.getOpaque(this);
    if (!running && (fetch & 1) != 0) {
      try {
        wait(FIRST_WAIT_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
      if (fetch == (long) FETCHES.getOpaque(this)) {
        request.send();
      }
      return;
    }
    for (int i = 0; i < TRIES && running; i++) {
      request.send();
      try {
        if (running) {
          wait(FIRST_WAIT_MILLIS << i);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }
}

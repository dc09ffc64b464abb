package io.fairlead.pool.jdbc;

import java.sql.SQLException;

/**
 * Lets another thread stop the work that runs on a connection, and only that: the work does not end
 * while a cancel is being sent, so none ever meets the next statement.
 */
final class Cancellation {

  private static final int TRIES = 5;
  private static final long FIRST_WAIT_MILLIS = 20;

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

  /**
   * Whether the work that runs is to stop; between two rows nothing runs in the database that could
   * be told.
   */
  boolean asked() {
    return asked;
  }

  /**
   * Sends the request, and again while the work goes on: one that comes before the statement has
   * reached the database is lost.
   */
  synchronized void cancel(Request request) throws SQLException {
    asked = running;
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

package io.fairlead.traffic.pool;

import io.fairlead.kernel.error.FairleadException;

/**
 * Told once how an acquisition ended, on the executor that was given to {@link
 * ConnectionPool#acquire}.
 */
public interface AcquireCallback {

  /** A connection is lent; whoever is told must {@link Loan#release} it. */
  void granted(Loan loan);

  /**
   * None could be had; the message says why, with the pool's numbers. Of who gave the pool's own
   * executor it is told beside that, on one thread for all, and must not block: all threads of that
   * executor may be running statements.
   */
  void failed(FairleadException why);
}

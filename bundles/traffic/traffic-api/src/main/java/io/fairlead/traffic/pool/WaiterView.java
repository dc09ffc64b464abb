package io.fairlead.traffic.pool;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who waits for a connection, and for whom.
 *
 * @param id of the wait, never used twice in a pool's life
 * @param owner who waits: {@code session 17}, a caller's name
 * @param priority as it counts now
 * @param boosted by how many levels it was raised for waiting long
 * @param position its place by priority and arrival, from 1; quotas of partitions apart
 * @param partition null when the pool is not partitioned
 * @param budget which budget keeps the pool from opening a connection for it, with its numbers;
 *     null when none does
 * @param because why nobody of its partition can be served now, in words
 * @param waitsFor connections that would help it, those of other pools of the budget too, at most
 *     16, those held longest first
 */
public record WaiterView(
    long id,
    String owner,
    @Nullable Long sessionId,
    Instant since,
    String priority,
    int boosted,
    int position,
    @Nullable String partition,
    Instant deadline,
    @Nullable String budget,
    String because,
    List<WaitsFor> waitsFor) {

  /** A connection and who has it. */
  public record WaitsFor(
      long connectionId,
      @Nullable Long sessionId,
      String holder,
      double heldMs,
      @Nullable String statement,
      @Nullable String pinnedBecause,
      boolean leakSuspect) {}
}

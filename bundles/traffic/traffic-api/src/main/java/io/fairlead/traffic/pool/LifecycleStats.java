package io.fairlead.traffic.pool;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What became of a pool's connections, since it was made.
 *
 * @param recycledCount made ready again and kept
 * @param replacedCount closed for others to take their place
 * @param warningsIssued lives that came near their end, so that a replacement was wanted
 * @param enforcedCount lives that were ended for age, use or errors
 * @param successRate of validations; 1 when there was none
 * @param failuresInRow validations that failed since the last one that did not
 * @param degraded whether these are three or more
 * @param recycle the recycle that runs, else the last one; null when there was none
 */
public record LifecycleStats(
    String poolId,
    long recycledCount,
    long replacedCount,
    long warningsIssued,
    long enforcedCount,
    long validationsPerformed,
    long validationsFailed,
    double successRate,
    int failuresInRow,
    boolean degraded,
    long resetFailures,
    Ages ages,
    @Nullable Recycle recycle) {

  /**
   * Of the connections that are there.
   *
   * @param nearExpiry how many are to be replaced
   */
  public record Ages(
      int connections,
      long youngestSecs,
      double averageSecs,
      long oldestSecs,
      long mostBorrows,
      int nearExpiry) {}

  /**
   * How far a recycle is.
   *
   * @param done those that are ready again, or closed; {@code replaced} of them were closed
   * @param failed those that did not answer, and were closed
   * @param finishedAt null while it runs
   */
  public record Recycle(
      String strategy,
      String scope,
      int total,
      int done,
      int replaced,
      int failed,
      Instant startedAt,
      @Nullable Instant finishedAt) {}
}

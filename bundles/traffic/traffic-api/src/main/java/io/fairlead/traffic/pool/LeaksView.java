package io.fairlead.traffic.pool;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Loans that were out for longer than a pool's threshold, or that were left behind by a borrower
 * who is gone.
 *
 * @param detectedLeaks those that are recorded, at most a thousand, the latest first
 * @param totalLeaks how many were found since the pool was made
 */
public record LeaksView(List<LeakView> detectedLeaks, long totalLeaks) {

  /**
   * One loan.
   *
   * @param sessionId null for a borrower that is no session
   * @param ageSeconds how long it has been out, or was
   * @param query what ran on it last; null when nothing did
   * @param thread the borrower's, where it is known
   * @param stack where it was borrowed ({@code capture stack}), else where the borrower's thread
   *     was when the leak was found; null where neither is known
   * @param state out, returned by its borrower, or reclaimed: taken back from it, whatever for
   */
  public record LeakView(
      long connectionId,
      @Nullable Long sessionId,
      double ageSeconds,
      String user,
      @Nullable String clientAddress,
      @Nullable String query,
      @Nullable String thread,
      @Nullable List<String> stack,
      Instant allocatedAt,
      Instant detectedAt,
      String state) {}
}

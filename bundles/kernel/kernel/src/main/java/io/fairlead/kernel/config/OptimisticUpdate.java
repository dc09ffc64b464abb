package io.fairlead.kernel.config;

import io.fairlead.kernel.error.Stale;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A change that builds on what is stored. When somebody else was quicker and the caller named no
 * revision, it is made again on what that one stored: merged with it, never laid over it.
 */
public final class OptimisticUpdate {

  private static final int TRIES = 10;

  private OptimisticUpdate() {}

  /**
   * @param ifMatch the revision that the caller built on; empty for "whatever it is"
   * @param attempt reads, merges and stores; called again when it throws {@link Stale}
   * @throws Stale when the caller's revision is not the present one, or others were quicker each of
   *     ten times
   */
  public static <T> T of(Optional<String> ifMatch, Supplier<T> attempt) {
    for (int i = 1; ; i++) {
      try {
        return attempt.get();
      } catch (Stale e) {
        if (ifMatch.isPresent() || i == TRIES) {
          throw e;
        }
      }
    }
  }
}

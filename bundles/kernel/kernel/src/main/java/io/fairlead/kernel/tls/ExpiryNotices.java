package io.fairlead.kernel.tls;

import java.time.Duration;
import java.time.Instant;

/** Says when to warn of a certificate's end: 30, 7 and 1 days before, and at the end, once each. */
final class ExpiryNotices {

  private static final int[] DAYS = {30, 7, 1, 0};

  private int said;

  /** Whether there is something to say that was not said yet. */
  boolean due(Instant now, Instant expiresAt) {
    Duration left = Duration.between(now, expiresAt);
    int reached = 0;
    for (int days : DAYS) {
      if (left.compareTo(Duration.ofDays(days)) <= 0) {
        reached++;
      }
    }
    boolean due = reached > said;
    said = reached;
    return due;
  }

  /** Another certificate is in force. */
  void again() {
    said = 0;
  }
}

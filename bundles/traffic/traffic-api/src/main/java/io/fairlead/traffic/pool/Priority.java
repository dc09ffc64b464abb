package io.fairlead.traffic.pool;

import java.util.Arrays;
import java.util.Optional;

/** How urgent a loan is. A long waiter is raised one level at a time. */
public enum Priority {
  LOW("low"),
  NORMAL("normal"),
  HIGH("high"),
  CRITICAL("critical");

  private static final Priority[] LEVELS = values();

  private final String word;

  Priority(String word) {
    this.word = word;
  }

  /** As it is written on all surfaces. */
  public String word() {
    return word;
  }

  /** So many levels higher, and not beyond the highest. */
  public Priority raised(long levels) {
    return levels >= LEVELS.length - 1
        ? CRITICAL
        : LEVELS[(int) Math.min(ordinal() + levels, LEVELS.length - 1)];
  }

  public static Optional<Priority> of(String word) {
    return Arrays.stream(LEVELS).filter(p -> p.word.equals(word)).findFirst();
  }

  /** For rules of settings. */
  public static String[] words() {
    return Arrays.stream(LEVELS).map(Priority::word).toArray(String[]::new);
  }
}

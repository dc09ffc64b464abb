package io.fairlead.pool.jdbc.sql;

import java.util.ArrayList;
import java.util.List;

/**
 * What a statement leaves in the database's session that the client who sent it needs again. Sets
 * of these are bit masks.
 */
public enum Left {
  SET("SET"),
  TEMPORARY("temporary table"),
  ADVISORY_LOCK("advisory lock"),
  LISTEN("LISTEN"),
  PREPARE("PREPARE"),
  CURSOR("cursor WITH HOLD"),
  VARIABLE("variable"),
  TABLE_LOCK("table lock"),
  HANDLER("handler");

  private static final String[] DESCRIPTIONS = new String[1 << values().length];

  private final String description;

  static {
    for (int mask = 0; mask < DESCRIPTIONS.length; mask++) {
      List<String> parts = new ArrayList<>();
      for (Left left : values()) {
        if ((mask & left.bit()) != 0) {
          parts.add(left.description);
        }
      }
      DESCRIPTIONS[mask] = String.join(", ", parts);
    }
  }

  Left(String description) {
    this.description = description;
  }

  public int bit() {
    return 1 << ordinal();
  }

  /** {@code SET, temporary table}; empty for an empty set. */
  public static String describe(int mask) {
    return DESCRIPTIONS[mask];
  }
}

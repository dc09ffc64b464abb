package io.fairlead.graphql.traffic;

import io.fairlead.kernel.error.NotFound;
import java.util.Optional;

/** Ids as they come in: what nothing could have is an unknown id. */
final class Ids {

  private Ids() {}

  /** A number. */
  static long number(String what, String id) {
    try {
      return Long.parseLong(id);
    } catch (NumberFormatException e) {
      throw unknown(what, id);
    }
  }

  /** What was found. */
  static <T> T found(String what, String id, Optional<T> value) {
    return value.orElseThrow(() -> unknown(what, id));
  }

  static NotFound unknown(String what, String id) {
    return new NotFound(what + " " + id + ": there is none of that id");
  }
}

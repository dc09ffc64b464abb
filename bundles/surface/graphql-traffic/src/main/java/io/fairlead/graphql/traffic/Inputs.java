package io.fairlead.graphql.traffic;

import io.fairlead.graphql.spi.Argument;
import io.fairlead.graphql.spi.Arguments;
import io.fairlead.graphql.spi.Shape;
import io.fairlead.kernel.error.Fault;
import io.fairlead.kernel.error.Invalid;
import io.fairlead.kernel.error.NotFound;
import io.fairlead.kernel.page.PageRequest;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** What several fields take. */
final class Inputs {

  static final Argument PAGE = new Argument("page", Shape.INT, "From 1; 1 when not given.");
  static final Argument PAGE_SIZE =
      new Argument("pageSize", Shape.INT, "1 to 1000; 50 when not given.");
  static final Argument IF_MATCH =
      new Argument(
          "ifMatch",
          Shape.STRING,
          "The revision that this change is built on; any when not given.");

  private static final int MOST_DIGITS = 16;

  private Inputs() {}

  static PageRequest page(Arguments arguments) {
    return PageRequest.of(
        arguments.optionalNumber("page").orElse(null),
        arguments.optionalNumber("pageSize").orElse(null));
  }

  static Optional<String> ifMatch(Arguments arguments) {
    return arguments.optionalText("ifMatch").filter(revision -> !revision.equals("*"));
  }

  /**
   * The number that an id is.
   *
   * @throws NotFound when it is none that anything could have
   */
  static long number(String kind, String id) {
    boolean digits = id.length() <= MOST_DIGITS && id.matches("[1-9][0-9]*");
    if (!digits) {
      throw unknown(kind, id);
    }
    return Long.parseLong(id);
  }

  static NotFound unknown(String kind, String id) {
    String shown = id.length() > 100 ? id.substring(0, 100) + "…" : id;
    return new NotFound(kind + " " + shown + ": there is none");
  }

  /** Says what is wrong in the names that the caller wrote. */
  static <T> T renamed(Map<String, String> names, Supplier<T> reading) {
    try {
      return reading.get();
    } catch (Invalid e) {
      throw new Invalid(
          e.faults().stream()
              .map(
                  f ->
                      new Fault(
                          names.getOrDefault(f.field(), f.field()), f.value(), f.expectation()))
              .toList());
    }
  }
}

package io.fairlead.graphql.access;

import io.fairlead.graphql.spi.Argument;
import io.fairlead.graphql.spi.Arguments;
import io.fairlead.graphql.spi.Shape;
import java.util.Optional;

/** What several fields take. */
final class ConfigInputs {

  static final Argument PAGE = new Argument("page", Shape.INT, "From 1; 1 when not given.");
  static final Argument PAGE_SIZE =
      new Argument("pageSize", Shape.INT, "1 to 1000; 50 when not given.");
  static final Argument IF_MATCH =
      new Argument(
          "ifMatch",
          Shape.STRING,
          "The revision that this change is built on; any when not given.");

  private ConfigInputs() {}

  static Optional<String> ifMatch(Arguments arguments) {
    return arguments.optionalText("ifMatch").filter(revision -> !revision.equals("*"));
  }
}

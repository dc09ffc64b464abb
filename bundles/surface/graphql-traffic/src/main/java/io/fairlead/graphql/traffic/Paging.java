package io.fairlead.graphql.traffic;

import io.fairlead.graphql.spi.Argument;
import io.fairlead.graphql.spi.Arguments;
import io.fairlead.graphql.spi.Shape;
import io.fairlead.kernel.page.PageRequest;

/** The arguments of lists that can grow without bound. */
final class Paging {

  static final Argument PAGE = new Argument("page", Shape.INT, "From 1; 1 when not given.");
  static final Argument PAGE_SIZE =
      new Argument("pageSize", Shape.INT, "1 to 1000; 50 when not given.");

  private Paging() {}

  static PageRequest of(Arguments arguments) {
    return PageRequest.of(
        arguments.optionalNumber("page").orElse(null),
        arguments.optionalNumber("pageSize").orElse(null));
  }
}

package io.fairlead.graphql.schema;

import io.fairlead.graphql.spi.Argument;
import io.fairlead.graphql.spi.Resolver;
import io.fairlead.graphql.spi.Shape;
import io.fairlead.graphql.spi.Source;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A field of {@code Query}, {@code Mutation} or {@code Subscription}.
 *
 * @param result with types of records by their names
 * @param resolver of a query or mutation; null for a subscription
 * @param source of a subscription; null else
 */
record RootField(
    Kind kind,
    String name,
    Shape result,
    String description,
    List<Argument> arguments,
    @Nullable Resolver resolver,
    @Nullable Source source) {

  enum Kind {
    QUERY("Query"),
    MUTATION("Mutation"),
    SUBSCRIPTION("Subscription");

    private final String typeName;

    Kind(String typeName) {
      this.typeName = typeName;
    }

    String typeName() {
      return typeName;
    }
  }
}

package io.fairlead.graphql.schema;

import graphql.schema.DataFetcher;
import graphql.schema.DataFetchingEnvironment;
import io.fairlead.graphql.operation.Call;
import io.fairlead.graphql.operation.EventBuffer;
import io.fairlead.graphql.operation.OperationContext;
import io.fairlead.graphql.operation.Streams;
import io.fairlead.graphql.schema.RootField.Kind;
import io.fairlead.graphql.spi.Arguments;
import io.fairlead.graphql.spi.Cancellable;
import io.fairlead.graphql.spi.Resolver;
import io.fairlead.graphql.spi.Shape;
import io.fairlead.graphql.spi.Source;
import io.fairlead.kernel.error.Forbidden;
import io.fairlead.kernel.error.NotFound;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Answers one root field: asks whether it is allowed, then the fragment. */
final class RootFetcher implements DataFetcher<@Nullable Object> {

  private final RootField field;
  private final FragmentModel fragment;
  private final Streams streams;
  private final Predicate<Object> gone;

  /**
   * @param gone whether a fragment has left the schema since
   */
  RootFetcher(RootField field, FragmentModel fragment, Streams streams, Predicate<Object> gone) {
    this.field = field;
    this.fragment = fragment;
    this.streams = streams;
    this.gone = gone;
  }

  @Override
  public @Nullable Object get(DataFetchingEnvironment environment) {
    OperationContext context = environment.getGraphQlContext().get(OperationContext.class);
    return context.measure(field.name(), () -> audited(environment, context));
  }

  private @Nullable Object audited(DataFetchingEnvironment environment, OperationContext context) {
    if (field.kind() == Kind.MUTATION) {
      return context.act(field.name(), target(environment), () -> get(environment, context));
    }
    try {
      return get(environment, context);
    } catch (Forbidden e) {
      context.forbidden(field.name(), e);
      throw e;
    }
  }

  private @Nullable Object get(DataFetchingEnvironment environment, OperationContext context) {
    context.enter(field.name());
    Arguments arguments = new Call(environment.getArguments(), context);
    if (field.source() != null) {
      return open(field.source(), arguments, context);
    }
    return field.resolver() == null ? null : resolve(field.resolver(), arguments);
  }

  /** What a mutation is done to: the texts that it cannot do without. */
  private String target(DataFetchingEnvironment environment) {
    return field.arguments().stream()
        .filter(argument -> argument.shape() instanceof Shape.Required)
        .map(argument -> environment.getArguments().get(argument.name()))
        .filter(String.class::isInstance)
        .map(String.class::cast)
        .collect(Collectors.joining("/"));
  }

  private @Nullable Object resolve(Resolver resolver, Arguments arguments) {
    boolean mayBeNull = field.kind() == Kind.QUERY && !(field.result() instanceof Shape.Required);
    try {
      return resolver.resolve(arguments);
    } catch (NotFound e) {
      if (mayBeNull) {
        return null;
      }
      throw e;
    }
  }

  private EventBuffer open(Source source, Arguments arguments, OperationContext context) {
    EventBuffer buffer = streams.open(fragment);
    try {
      Cancellable opened = source.open(arguments, buffer);
      Cancellable watch = streams.whileAllowed(buffer, () -> context.stillAllowed(field.name()));
      buffer.endsWith(
          () -> {
            watch.cancel();
            opened.cancel();
          });
    } catch (RuntimeException e) {
      buffer.cancel();
      throw e;
    }
    context.stream(buffer);
    // The fragment may have left between the look at the schema and now.
    streams.endIf(owner -> owner == fragment && gone.test(owner));
    return buffer;
  }
}

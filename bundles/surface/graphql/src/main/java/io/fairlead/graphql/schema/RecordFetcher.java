package io.fairlead.graphql.schema;

import graphql.schema.DataFetchingEnvironment;
import graphql.schema.GraphQLFieldDefinition;
import graphql.schema.LightDataFetcher;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads one component of a record. The library's own fetchers would keep the record's class in a
 * cache for ever, and with it the bundle it came from.
 */
final class RecordFetcher implements LightDataFetcher<@Nullable Object> {

  private final Method accessor;

  RecordFetcher(Method accessor) {
    this.accessor = accessor;
  }

  @Override
  public @Nullable Object get(
      GraphQLFieldDefinition field, Object source, Supplier<DataFetchingEnvironment> environment)
      throws Exception {
    try {
      Object value = accessor.invoke(source);
      return value instanceof Enum<?> word ? word.name().toLowerCase(Locale.ROOT) : value;
    } catch (InvocationTargetException e) {
      throw e.getCause() instanceof Exception cause ? cause : e;
    }
  }

  @Override
  public @Nullable Object get(DataFetchingEnvironment environment) throws Exception {
    return get(environment.getFieldDefinition(), environment.getSource(), () -> environment);
  }
}

package io.fairlead.graphql.schema;

import graphql.GraphQLContext;
import graphql.execution.CoercedVariables;
import graphql.language.ArrayValue;
import graphql.language.BooleanValue;
import graphql.language.EnumValue;
import graphql.language.FloatValue;
import graphql.language.IntValue;
import graphql.language.ObjectField;
import graphql.language.ObjectValue;
import graphql.language.StringValue;
import graphql.language.Value;
import graphql.language.VariableReference;
import graphql.schema.Coercing;
import graphql.schema.CoercingParseLiteralException;
import graphql.schema.CoercingSerializeException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** JSON values as they are: maps with text keys, lists, texts, numbers, booleans. */
final class JsonCoercing implements Coercing<Object, Object> {

  @Override
  public @Nullable Object serialize(Object value, GraphQLContext context, Locale locale) {
    return plain(value);
  }

  @Override
  public @Nullable Object parseValue(Object input, GraphQLContext context, Locale locale) {
    return input;
  }

  @Override
  public @Nullable Object parseLiteral(
      Value<?> input, CoercedVariables variables, GraphQLContext context, Locale locale) {
    return literal(input, variables);
  }

  private static @Nullable Object literal(Value<?> value, CoercedVariables variables) {
    if (value instanceof StringValue text) {
      return text.getValue();
    }
    if (value instanceof IntValue number) {
      return number.getValue().bitLength() < Long.SIZE
          ? (Object) number.getValue().longValue()
          : number.getValue();
    }
    if (value instanceof FloatValue number) {
      return number.getValue();
    }
    if (value instanceof BooleanValue flag) {
      return flag.isValue();
    }
    if (value instanceof ArrayValue array) {
      List<@Nullable Object> result = new ArrayList<>();
      array.getValues().forEach(v -> result.add(literal(v, variables)));
      return result;
    }
    if (value instanceof ObjectValue object) {
      Map<String, @Nullable Object> result = new LinkedHashMap<>();
      for (ObjectField field : object.getObjectFields()) {
        result.put(field.getName(), literal(field.getValue(), variables));
      }
      return result;
    }
    if (value instanceof VariableReference reference) {
      return variables.get(reference.getName());
    }
    if (value instanceof EnumValue) {
      throw new CoercingParseLiteralException("JSON: texts stand in quotes");
    }
    return null;
  }

  private static @Nullable Object plain(@Nullable Object value) {
    if (value instanceof Map<?, ?> map) {
      Map<String, @Nullable Object> result = new LinkedHashMap<>();
      map.forEach((k, v) -> result.put(String.valueOf(k), plain(v)));
      return result;
    }
    if (value instanceof Iterable<?> list) {
      List<@Nullable Object> result = new ArrayList<>();
      list.forEach(v -> result.add(plain(v)));
      return result;
    }
    if (value == null
        || value instanceof String
        || value instanceof Number
        || value instanceof Boolean) {
      return value;
    }
    throw new CoercingSerializeException("no JSON value");
  }
}

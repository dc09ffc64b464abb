package io.fairlead.graphql.schema;

import graphql.GraphQLContext;
import graphql.Scalars;
import graphql.execution.CoercedVariables;
import graphql.language.IntValue;
import graphql.language.StringValue;
import graphql.language.Value;
import graphql.schema.Coercing;
import graphql.schema.CoercingParseLiteralException;
import graphql.schema.CoercingParseValueException;
import graphql.schema.CoercingSerializeException;
import graphql.schema.GraphQLScalarType;
import java.math.BigInteger;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;

/** The scalars of the schema: GraphQL's own and three more. */
final class OwnScalars {

  private static final int LONGEST_NUMBER = 100;

  static final List<GraphQLScalarType> ALL =
      List.of(
          Scalars.GraphQLID,
          Scalars.GraphQLString,
          Scalars.GraphQLInt,
          Scalars.GraphQLFloat,
          Scalars.GraphQLBoolean,
          scalar(
              "BigInt",
              "A whole number beyond 32 bits. Goes out as text, comes in as text or number.",
              new BigInt()),
          scalar("DateTime", "RFC 3339 in UTC.", new DateTime()),
          scalar("JSON", "Any JSON value, as it is.", new JsonCoercing()));

  private OwnScalars() {}

  private static GraphQLScalarType scalar(String name, String text, Coercing<?, ?> coercing) {
    return GraphQLScalarType.newScalar().name(name).description(text).coercing(coercing).build();
  }

  private static final class BigInt implements Coercing<Number, String> {

    @Override
    public String serialize(Object value, GraphQLContext context, Locale locale) {
      if (value instanceof Long || value instanceof Integer || value instanceof BigInteger) {
        return value.toString();
      }
      throw new CoercingSerializeException("no whole number");
    }

    @Override
    public Number parseValue(Object input, GraphQLContext context, Locale locale) {
      if (input instanceof Long || input instanceof Integer || input instanceof BigInteger) {
        return smallest(new BigInteger(input.toString()));
      }
      if (input instanceof String text && text.length() <= LONGEST_NUMBER) {
        try {
          return smallest(new BigInteger(text));
        } catch (NumberFormatException e) {
          throw new CoercingParseValueException("BigInt: " + text + " (expected: a whole number)");
        }
      }
      throw new CoercingParseValueException("BigInt: expected a whole number, or one as text");
    }

    @Override
    public Number parseLiteral(
        Value<?> input, CoercedVariables variables, GraphQLContext context, Locale locale) {
      try {
        if (input instanceof IntValue number) {
          return smallest(number.getValue());
        }
        if (input instanceof StringValue text) {
          return parseValue(text.getValue(), context, locale);
        }
      } catch (CoercingParseValueException e) {
        throw new CoercingParseLiteralException(e.getMessage());
      }
      throw new CoercingParseLiteralException("BigInt: expected a whole number, or one as text");
    }

    /** A {@code Long} where it fits: what takes numbers in knows no larger ones. */
    private static Number smallest(BigInteger number) {
      if (number.bitLength() < Long.SIZE) {
        return number.longValue();
      }
      return number;
    }
  }

  private static final class DateTime implements Coercing<Instant, String> {

    @Override
    public String serialize(Object value, GraphQLContext context, Locale locale) {
      if (value instanceof Instant instant) {
        return instant.toString();
      }
      throw new CoercingSerializeException("no instant");
    }

    @Override
    public Instant parseValue(Object input, GraphQLContext context, Locale locale) {
      if (input instanceof String text) {
        try {
          return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException e) {
          throw new CoercingParseValueException(
              "DateTime: " + text + " (expected: RFC 3339, as 2030-12-31T23:59:59Z)");
        }
      }
      throw new CoercingParseValueException("DateTime: expected a text in RFC 3339");
    }

    @Override
    public Instant parseLiteral(
        Value<?> input, CoercedVariables variables, GraphQLContext context, Locale locale) {
      if (input instanceof StringValue text) {
        try {
          return parseValue(text.getValue(), context, locale);
        } catch (CoercingParseValueException e) {
          throw new CoercingParseLiteralException(e.getMessage());
        }
      }
      throw new CoercingParseLiteralException("DateTime: expected a text in RFC 3339");
    }
  }
}

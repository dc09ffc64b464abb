package io.fairlead.graphql.schema;

import graphql.GraphQL;
import graphql.Scalars;
import graphql.execution.ExecutionId;
import graphql.execution.preparsed.PreparsedDocumentEntry;
import graphql.language.Document;
import graphql.schema.FieldCoordinates;
import graphql.schema.GraphQLArgument;
import graphql.schema.GraphQLCodeRegistry;
import graphql.schema.GraphQLFieldDefinition;
import graphql.schema.GraphQLInputObjectField;
import graphql.schema.GraphQLInputObjectType;
import graphql.schema.GraphQLInputType;
import graphql.schema.GraphQLList;
import graphql.schema.GraphQLNonNull;
import graphql.schema.GraphQLObjectType;
import graphql.schema.GraphQLOutputType;
import graphql.schema.GraphQLSchema;
import graphql.schema.GraphQLType;
import graphql.schema.GraphQLTypeReference;
import io.fairlead.graphql.operation.Errors;
import io.fairlead.graphql.operation.Streams;
import io.fairlead.graphql.schema.OutputType.OutputField;
import io.fairlead.graphql.schema.RootField.Kind;
import io.fairlead.graphql.spi.Argument;
import io.fairlead.graphql.spi.Shape;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;

/** Makes an executable schema of what was merged. */
final class SchemaAssembler {

  /** A schema cannot be without queries, the one of a fragment's subscriptions can. */
  private static final GraphQLObjectType NOTHING =
      GraphQLObjectType.newObject()
          .name(Kind.QUERY.typeName())
          .field(field -> field.name("nothing").type(Scalars.GraphQLBoolean))
          .build();

  private final Streams streams;
  private final Predicate<Object> gone;
  private final AtomicLong operations = new AtomicLong();

  /**
   * @param gone whether a fragment is no longer in the present schema
   */
  SchemaAssembler(Streams streams, Predicate<Object> gone) {
    this.streams = streams;
    this.gone = gone;
  }

  /** An operation's document is taken from its context: it was parsed and checked before. */
  GraphQL assemble(Merge merge) {
    return GraphQL.newGraphQL(schema(merge))
        .defaultDataFetcherExceptionHandler(new Errors())
        .executionIdProvider(
            (query, name, context) -> ExecutionId.from(Long.toString(operations.incrementAndGet())))
        .preparsedDocumentProvider(
            (input, parse) ->
                CompletableFuture.completedFuture(
                    new PreparsedDocumentEntry(
                        input.getGraphQLContext().<Document>get(Document.class))))
        .build();
  }

  private GraphQLSchema schema(Merge merge) {
    GraphQLCodeRegistry.Builder code = GraphQLCodeRegistry.newCodeRegistry();
    GraphQLSchema.Builder schema = GraphQLSchema.newSchema();
    OwnScalars.ALL.forEach(schema::additionalType);
    merge.inputs().values().forEach(input -> schema.additionalType(input(input)));
    merge.outputs().values().forEach(output -> schema.additionalType(output(output, code)));
    for (Kind kind : Kind.values()) {
      GraphQLObjectType root = root(kind, merge, code);
      if (!root.getFieldDefinitions().isEmpty()) {
        switch (kind) {
          case QUERY -> schema.query(root);
          case MUTATION -> schema.mutation(root);
          case SUBSCRIPTION -> schema.subscription(root);
        }
      } else if (kind == Kind.QUERY) {
        schema.query(NOTHING);
      }
    }
    return schema.codeRegistry(code.build()).build();
  }

  private GraphQLObjectType root(Kind kind, Merge merge, GraphQLCodeRegistry.Builder code) {
    GraphQLObjectType.Builder type = GraphQLObjectType.newObject().name(kind.typeName());
    for (FragmentModel fragment : merge.taken()) {
      for (RootField root : fragment.roots()) {
        if (root.kind() == kind) {
          GraphQLFieldDefinition.Builder field =
              GraphQLFieldDefinition.newFieldDefinition()
                  .name(root.name())
                  .description(root.description())
                  .type((GraphQLOutputType) type(root.result()));
          root.arguments().forEach(a -> field.argument(argument(a)));
          type.field(field);
          code.dataFetcher(
              FieldCoordinates.coordinates(kind.typeName(), root.name()),
              new RootFetcher(root, fragment, streams, gone));
        }
      }
    }
    return type.build();
  }

  private static GraphQLObjectType output(OutputType output, GraphQLCodeRegistry.Builder code) {
    GraphQLObjectType.Builder type = GraphQLObjectType.newObject().name(output.name());
    for (OutputField field : output.fields()) {
      type.field(
          GraphQLFieldDefinition.newFieldDefinition()
              .name(field.name())
              .type((GraphQLOutputType) type(field.shape())));
      code.dataFetcher(
          FieldCoordinates.coordinates(output.name(), field.name()),
          new RecordFetcher(field.accessor()));
    }
    return type.build();
  }

  private static GraphQLInputObjectType input(Shape.Input input) {
    GraphQLInputObjectType.Builder type =
        GraphQLInputObjectType.newInputObject().name(input.name());
    for (Argument field : input.fields()) {
      type.field(
          GraphQLInputObjectField.newInputObjectField()
              .name(field.name())
              .description(field.description())
              .type((GraphQLInputType) type(field.shape())));
    }
    return type.build();
  }

  private static GraphQLArgument argument(Argument argument) {
    return GraphQLArgument.newArgument()
        .name(argument.name())
        .description(argument.description())
        .type((GraphQLInputType) type(argument.shape()))
        .build();
  }

  private static GraphQLType type(Shape shape) {
    if (shape instanceof Shape.Required required) {
      return GraphQLNonNull.nonNull(type(required.shape()));
    }
    if (shape instanceof Shape.ListOf list) {
      return GraphQLList.list(type(list.element()));
    }
    if (shape instanceof Shape.Input input) {
      return GraphQLTypeReference.typeRef(input.name());
    }
    if (shape instanceof Shape.Named named) {
      return GraphQLTypeReference.typeRef(named.name());
    }
    throw new IllegalStateException("not resolved: " + shape);
  }
}

package io.fairlead.graphql.execution;

import graphql.ExecutionInput;
import graphql.ExecutionResult;
import graphql.GraphQL;
import graphql.GraphQLError;
import graphql.GraphQLException;
import graphql.ParseAndValidate;
import graphql.language.Document;
import graphql.language.NodeUtil;
import graphql.language.OperationDefinition;
import graphql.parser.InvalidSyntaxException;
import graphql.parser.Parser;
import graphql.parser.ParserEnvironment;
import graphql.parser.ParserOptions;
import io.fairlead.graphql.operation.Errors;
import io.fairlead.graphql.operation.EventBuffer;
import io.fairlead.graphql.operation.Limits;
import io.fairlead.graphql.operation.OperationContext;
import io.fairlead.graphql.schema.Snapshot;
import io.fairlead.kernel.error.FairleadException;
import io.fairlead.kernel.error.Invalid;
import io.fairlead.kernel.error.Unavailable;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;

/** Parses, checks and runs operations on the schema of the moment. */
public final class Engine {

  private static final int MOST_RULES = 200;

  /** What is right or wrong by these limits need not be by others. */
  private record Question(Limits.Query limits, @Nullable String operationName, String query) {}

  private final Supplier<Optional<Snapshot>> snapshots;
  private final Supplier<Limits.Query> limits;

  /**
   * @param snapshots the schema of the moment; empty while nothing can be asked
   */
  public Engine(Supplier<Optional<Snapshot>> snapshots, Supplier<Limits.Query> limits) {
    this.snapshots = snapshots;
    this.limits = limits;
  }

  /** Parses a request and checks it against limits and schema; runs nothing of it. */
  public Prepared prepare(GraphqlRequest request) {
    Optional<Snapshot> snapshot = snapshots.get();
    if (snapshot.isEmpty()) {
      return wrong(new Unavailable("no part of the server offers GraphQL fields now"));
    }
    Limits.Query most = limits.get();
    Question question = new Question(most, request.operationName(), request.query());
    return snapshot
        .get()
        .remember(
            Prepared.class,
            question,
            request.query().length(),
            () -> prepare(snapshot.get(), request, most));
  }

  private static Prepared prepare(Snapshot snapshot, GraphqlRequest request, Limits.Query most) {
    try {
      Document document = parse(request.query(), most);
      OperationDefinition operation =
          NodeUtil.getOperation(document, request.operationName()).operationDefinition;
      QueryCost.check(snapshot.schema(), document, operation, most);
      List<? extends GraphQLError> errors =
          ParseAndValidate.validate(snapshot.schema(), document, Locale.ENGLISH);
      return errors.isEmpty()
          ? new Prepared(
              snapshot,
              document,
              Prepared.Kind.of(operation),
              Prepared.subscribed(document, operation),
              List.of())
          : Prepared.wrong(errors.stream().map(Errors::toMap).toList());
    } catch (InvalidSyntaxException e) {
      return Prepared.wrong(List.of(Errors.toMap(e.toInvalidSyntaxError())));
    } catch (GraphQLException e) {
      return e instanceof GraphQLError error
          ? Prepared.wrong(List.of(Errors.toMap(error)))
          : wrong(new Invalid("query", "no operation", String.valueOf(e.getMessage())));
    } catch (FairleadException e) {
      return wrong(e);
    }
  }

  /** Runs what was prepared, on this thread. */
  public Outcome run(Prepared prepared, GraphqlRequest request, OperationContext context) {
    Snapshot snapshot = prepared.snapshot();
    Document document = prepared.document();
    if (snapshot == null || document == null) {
      return new Outcome.Single(Answers.of(prepared.errors()));
    }
    ExecutionInput input =
        ExecutionInput.newExecutionInput()
            .query(request.query())
            .operationName(request.operationName())
            .variables(request.variables())
            .locale(Locale.ENGLISH)
            .graphQLContext(Map.of(Document.class, document, OperationContext.class, context))
            .build();
    ExecutionResult result = graphql(prepared, snapshot).execute(input);
    Optional<EventBuffer> stream = context.stream();
    if (stream.isPresent() && result.getData() instanceof Publisher<?> publisher) {
      @SuppressWarnings("unchecked")
      Publisher<ExecutionResult> answers = (Publisher<ExecutionResult>) publisher;
      return new Outcome.Many(answers, stream.get());
    }
    stream.ifPresent(EventBuffer::cancel);
    return new Outcome.Single(Answers.of(result, context.extensions()));
  }

  private static GraphQL graphql(Prepared prepared, Snapshot snapshot) {
    Optional<String> subscribed = prepared.subscribed();
    return subscribed.isPresent()
        ? snapshot.graphqlOfSubscription(subscribed.get())
        : snapshot.graphql();
  }

  private static Prepared wrong(FairleadException error) {
    return Prepared.wrong(List.of(Errors.toMap(error)));
  }

  private static Document parse(String query, Limits.Query most) {
    ParserOptions options =
        ParserOptions.newParserOptions()
            .maxCharacters(most.characters())
            .maxTokens(most.tokens())
            .maxWhitespaceTokens(most.characters())
            .maxRuleDepth(MOST_RULES)
            .captureIgnoredChars(false)
            .captureLineComments(false)
            .redactTokenParserErrorMessages(true)
            .build();
    return Parser.parse(
        ParserEnvironment.newParserEnvironment().document(query).parserOptions(options).build());
  }
}

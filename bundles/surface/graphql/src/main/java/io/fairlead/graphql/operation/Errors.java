package io.fairlead.graphql.operation;

import graphql.ErrorType;
import graphql.GraphQLError;
import graphql.GraphqlErrorBuilder;
import graphql.execution.DataFetcherExceptionHandler;
import graphql.execution.DataFetcherExceptionHandlerParameters;
import graphql.execution.DataFetcherExceptionHandlerResult;
import io.fairlead.graphql.spi.Names;
import io.fairlead.kernel.error.Exhausted;
import io.fairlead.kernel.error.FairleadException;
import io.fairlead.kernel.error.Fault;
import io.fairlead.kernel.error.Invalid;
import io.fairlead.kernel.error.Unavailable;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What goes wrong, as GraphQL says it: {@code extensions.code} is the kind's stable word, {@code
 * extensions.errors} names each wrong field. What nobody foresaw is logged, and says nothing of the
 * inside to the one who asked.
 */
public final class Errors implements DataFetcherExceptionHandler {

  private static final Logger LOG = LoggerFactory.getLogger(Errors.class);
  private static final String INTERNAL = "internal error; the server's log has the details";
  private static final Set<Object> FAULTS_OF_OURS =
      Set.of(ErrorType.DataFetchingException, ErrorType.NullValueInNonNullableField);

  @Override
  public CompletableFuture<DataFetcherExceptionHandlerResult> handleException(
      DataFetcherExceptionHandlerParameters parameters) {
    FairleadException known = known(parameters.getException(), parameters.getPath().toString());
    GraphQLError error =
        GraphqlErrorBuilder.newError(parameters.getDataFetchingEnvironment())
            .message("%s", text(known))
            .extensions(extensions(known))
            .build();
    return CompletableFuture.completedFuture(
        DataFetcherExceptionHandlerResult.newResult(error).build());
  }

  /** One error of graphql-java's or of ours, as it goes out. */
  public static Map<String, Object> toMap(GraphQLError error) {
    Map<String, Object> result = new LinkedHashMap<>(error.toSpecification());
    if (error.getExtensions() != null && error.getExtensions().containsKey("code")) {
      Map<String, Object> extensions = new LinkedHashMap<>(error.getExtensions());
      extensions.remove("classification");
      result.put("extensions", extensions);
    } else if (FAULTS_OF_OURS.contains(error.getErrorType())) {
      LOG.error("{}: {}", error.getPath(), error.getMessage());
      result.put("message", INTERNAL);
      result.put("extensions", Map.of("code", "UNAVAILABLE"));
    } else {
      result.put("extensions", Map.of("code", "INVALID"));
    }
    return result;
  }

  /** An error that is not about one field. */
  public static Map<String, Object> toMap(Throwable error) {
    FairleadException known = known(error, "");
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("message", text(known));
    result.put("extensions", extensions(known));
    return result;
  }

  /** The kind of what went wrong. What is of none is logged and becomes {@link Unavailable}. */
  public static FairleadException known(Throwable error, String place) {
    Throwable inner = error;
    while ((inner instanceof CompletionException || inner instanceof ExecutionException)
        && inner.getCause() != null) {
      inner = inner.getCause();
    }
    if (inner instanceof FairleadException known) {
      return known;
    }
    LOG.error("{} failed", place.isEmpty() ? "a request" : place, inner);
    return new Unavailable(INTERNAL, inner);
  }

  private static String text(FairleadException error) {
    return error instanceof Invalid invalid
        ? String.join("; ", invalid.faults().stream().map(f -> renamed(f).toString()).toList())
        : String.valueOf(error.getMessage());
  }

  private static Fault renamed(Fault fault) {
    return new Fault(Names.camel(fault.field()), fault.value(), fault.expectation());
  }

  private static Map<String, Object> extensions(FairleadException error) {
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("code", error.code());
    if (error instanceof Invalid invalid) {
      result.put("errors", faults(invalid));
    }
    Duration retry =
        error instanceof Exhausted exhausted
            ? exhausted.retryAfter()
            : error instanceof Unavailable unavailable ? unavailable.retryAfter() : Duration.ZERO;
    if (!retry.isZero()) {
      result.put("retryAfterSecs", Math.max(1, retry.toSeconds()));
    }
    return result;
  }

  private static List<Map<String, String>> faults(Invalid invalid) {
    return invalid.faults().stream()
        .map(Errors::renamed)
        .map(f -> Map.of("field", f.field(), "value", f.value(), "expectation", f.expectation()))
        .toList();
  }
}

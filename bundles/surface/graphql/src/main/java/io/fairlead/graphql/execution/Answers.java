package io.fairlead.graphql.execution;

import graphql.ExecutionResult;
import io.fairlead.graphql.operation.Errors;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Answers in the form in which they are written as JSON. */
public final class Answers {

  private Answers() {}

  /**
   * @param extensions what stands beside the answer; nothing when empty
   */
  static Map<String, Object> of(ExecutionResult result, Map<String, Object> extensions) {
    Map<String, Object> answer = new LinkedHashMap<>();
    if (!result.getErrors().isEmpty()) {
      answer.put("errors", result.getErrors().stream().map(Errors::toMap).toList());
    }
    if (result.isDataPresent()) {
      answer.put("data", result.getData());
    }
    if (!extensions.isEmpty()) {
      answer.put("extensions", extensions);
    }
    return answer;
  }

  /** A value of a subscription; {@code extensions.dropped} says how many were lost before it. */
  public static Map<String, Object> of(ExecutionResult result, long dropped) {
    return of(result, dropped == 0 ? Map.of() : Map.of("dropped", dropped));
  }

  /** Errors alone: nothing was run. */
  public static Map<String, Object> of(List<Map<String, Object>> errors) {
    return Map.of("errors", errors);
  }

  /** One error alone. */
  public static Map<String, Object> of(Throwable error) {
    return of(List.of(Errors.toMap(error)));
  }
}

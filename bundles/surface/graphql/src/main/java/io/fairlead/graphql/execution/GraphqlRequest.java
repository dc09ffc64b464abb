package io.fairlead.graphql.execution;

import io.fairlead.kernel.error.Invalid;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a client sends, by any transport. */
public record GraphqlRequest(
    String query, @Nullable String operationName, Map<String, Object> variables) {

  /**
   * Reads the fields of a JSON object.
   *
   * @throws Invalid naming the field that is wrong
   */
  public static GraphqlRequest of(Map<?, ?> json) {
    if (!(json.get("query") instanceof String query)) {
      throw new Invalid("query", json.containsKey("query") ? "no text" : "nothing", "a text");
    }
    Object name = json.get("operationName");
    if (name != null && !(name instanceof String)) {
      throw new Invalid("operationName", "no text", "a text or null");
    }
    return new GraphqlRequest(query, (String) name, variables(json.get("variables")));
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> variables(@Nullable Object json) {
    if (json == null) {
      return Map.of();
    }
    if (json instanceof Map<?, ?> map) {
      return (Map<String, Object>) map;
    }
    throw new Invalid("variables", "no object", "an object or null");
  }
}

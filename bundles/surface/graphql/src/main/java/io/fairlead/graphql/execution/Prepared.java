package io.fairlead.graphql.execution;

import graphql.language.Document;
import graphql.language.OperationDefinition;
import io.fairlead.graphql.schema.Snapshot;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request that was parsed and checked, or what is wrong with it.
 *
 * @param errors as they go out; empty when the rest is there
 */
public record Prepared(
    @Nullable Snapshot snapshot,
    @Nullable Document document,
    @Nullable Kind kind,
    List<Map<String, Object>> errors) {

  /** What the operation is. */
  public enum Kind {
    QUERY,
    MUTATION,
    SUBSCRIPTION;

    static Kind of(OperationDefinition operation) {
      return valueOf(operation.getOperation().name());
    }
  }

  static Prepared wrong(List<Map<String, Object>> errors) {
    return new Prepared(null, null, null, List.copyOf(errors));
  }

  /** Whether it can run. */
  public boolean isRight() {
    return errors.isEmpty();
  }
}

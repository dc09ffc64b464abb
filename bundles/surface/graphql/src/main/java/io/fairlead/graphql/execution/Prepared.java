package io.fairlead.graphql.execution;

import graphql.language.Document;
import graphql.language.Field;
import graphql.language.OperationDefinition;
import io.fairlead.graphql.schema.Snapshot;
import io.fairlead.kernel.metric.OperationMeter;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
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

  private static final int MOST_NAMED = 5;

  /** What the operation is. */
  public enum Kind {
    QUERY,
    MUTATION,
    SUBSCRIPTION;

    static Kind of(OperationDefinition operation) {
      return valueOf(operation.getOperation().name());
    }
  }

  /**
   * The fields that it asks for at the top, joined by commas, all of them offered here; no more
   * than are read at a glance, and of several operations in one text none.
   */
  public String rootFields() {
    List<OperationDefinition> operations =
        document == null ? List.of() : document.getDefinitionsOfType(OperationDefinition.class);
    if (operations.size() != 1) {
      return OperationMeter.NONE;
    }
    String fields =
        operations.get(0).getSelectionSet().getSelectionsOfType(Field.class).stream()
            .map(Field::getName)
            .distinct()
            .limit(MOST_NAMED)
            .collect(Collectors.joining(","));
    return fields.isEmpty() ? OperationMeter.NONE : fields;
  }

  static Prepared wrong(List<Map<String, Object>> errors) {
    return new Prepared(null, null, null, List.copyOf(errors));
  }

  /** Whether it can run. */
  public boolean isRight() {
    return errors.isEmpty();
  }
}

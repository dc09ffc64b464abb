package io.fairlead.graphql.execution;

import graphql.language.Document;
import graphql.language.Field;
import graphql.language.FragmentDefinition;
import graphql.language.FragmentSpread;
import graphql.language.InlineFragment;
import graphql.language.OperationDefinition;
import graphql.language.Selection;
import graphql.language.SelectionSet;
import io.fairlead.graphql.schema.Snapshot;
import io.fairlead.kernel.metric.OperationMeter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A request that was parsed and checked, or what is wrong with it.
 *
 * @param subscribed the one field that a subscription asks for
 * @param errors as they go out; empty when the rest is there
 */
public record Prepared(
    @Nullable Snapshot snapshot,
    @Nullable Document document,
    @Nullable Kind kind,
    Optional<String> subscribed,
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

  /** Of a valid document: a subscription has one field at the top, maybe in a fragment. */
  static Optional<String> subscribed(Document document, OperationDefinition operation) {
    return Kind.of(operation) == Kind.SUBSCRIPTION
        ? first(document, operation.getSelectionSet())
        : Optional.empty();
  }

  private static Optional<String> first(Document document, SelectionSet selected) {
    for (Selection<?> each : selected.getSelections()) {
      Optional<String> found = Optional.empty();
      if (each instanceof Field field) {
        found = Optional.of(field.getName());
      } else if (each instanceof InlineFragment inline) {
        found = first(document, inline.getSelectionSet());
      } else if (each instanceof FragmentSpread spread) {
        found =
            document.getDefinitionsOfType(FragmentDefinition.class).stream()
                .filter(fragment -> fragment.getName().equals(spread.getName()))
                .findFirst()
                .flatMap(fragment -> first(document, fragment.getSelectionSet()));
      }
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  static Prepared wrong(List<Map<String, Object>> errors) {
    return new Prepared(null, null, null, Optional.empty(), List.copyOf(errors));
  }

  /** Whether it can run. */
  public boolean isRight() {
    return errors.isEmpty();
  }
}

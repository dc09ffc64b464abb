package io.fairlead.graphql.schema;

import io.fairlead.graphql.spi.Shape;
import java.util.List;
import java.util.Map;

/**
 * What a fragment described, checked by itself. Compared by identity: it stands for one
 * registration.
 */
final class FragmentModel {

  private final String offeredBy;
  private final List<RootField> roots;
  private final Map<String, OutputType> outputs;
  private final Map<String, Shape.Input> inputs;

  FragmentModel(
      String offeredBy,
      List<RootField> roots,
      Map<String, OutputType> outputs,
      Map<String, Shape.Input> inputs) {
    this.offeredBy = offeredBy;
    this.roots = List.copyOf(roots);
    this.outputs = Map.copyOf(outputs);
    this.inputs = Map.copyOf(inputs);
  }

  /** The fragment's class, for sentences. */
  String offeredBy() {
    return offeredBy;
  }

  List<RootField> roots() {
    return roots;
  }

  /** Whether it offers a subscription of this name. */
  boolean subscribes(String field) {
    return roots.stream()
        .anyMatch(root -> root.kind() == RootField.Kind.SUBSCRIPTION && root.name().equals(field));
  }

  /** By type name. */
  Map<String, OutputType> outputs() {
    return outputs;
  }

  /** By type name. */
  Map<String, Shape.Input> inputs() {
    return inputs;
  }
}

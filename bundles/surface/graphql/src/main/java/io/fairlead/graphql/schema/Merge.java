package io.fairlead.graphql.schema;

import io.fairlead.graphql.spi.Shape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Fragments laid over each other, the first come first; one that contradicts is not taken. */
final class Merge {

  private final List<FragmentModel> taken = new ArrayList<>();
  private final Map<String, FragmentModel> rootOwners = new HashMap<>();
  private final Map<String, FragmentModel> typeOwners = new HashMap<>();
  private final Map<String, OutputType> outputs = new LinkedHashMap<>();
  private final Map<String, Shape.Input> inputs = new LinkedHashMap<>();

  /**
   * @throws RejectedFragmentException when it contradicts one that was taken
   */
  void add(FragmentModel fragment) {
    for (RootField root : fragment.roots()) {
      FragmentModel owner = rootOwners.get(root.name());
      if (owner != null) {
        throw new RejectedFragmentException(
            fragment.offeredBy(),
            "%s.%s is offered by %s"
                .formatted(root.kind().typeName(), root.name(), owner.offeredBy()),
            "a field's name is given once");
      }
    }
    fragment.outputs().forEach((name, type) -> compare(fragment, name, outputs.get(name), type));
    fragment.inputs().forEach((name, type) -> compare(fragment, name, inputs.get(name), type));
    take(fragment);
  }

  /** In order. */
  List<FragmentModel> taken() {
    return taken;
  }

  Map<String, OutputType> outputs() {
    return outputs;
  }

  Map<String, Shape.Input> inputs() {
    return inputs;
  }

  private void compare(FragmentModel fragment, String name, Object known, Object type) {
    FragmentModel owner = typeOwners.get(name);
    if (owner != null && !type.equals(known)) {
      throw new RejectedFragmentException(
          fragment.offeredBy(),
          "type " + name + " is another one in " + owner.offeredBy(),
          "a type's name stands for one form");
    }
  }

  private void take(FragmentModel fragment) {
    taken.add(fragment);
    fragment.roots().forEach(root -> rootOwners.put(root.name(), fragment));
    fragment.outputs().keySet().forEach(name -> typeOwners.putIfAbsent(name, fragment));
    fragment.inputs().keySet().forEach(name -> typeOwners.putIfAbsent(name, fragment));
    outputs.putAll(fragment.outputs());
    inputs.putAll(fragment.inputs());
  }
}

package io.fairlead.graphql.traffic;

import io.fairlead.graphql.spi.Argument;
import io.fairlead.graphql.spi.SettingsInput;
import io.fairlead.graphql.spi.Shape;
import io.fairlead.kernel.error.Fault;
import io.fairlead.kernel.error.Invalid;
import io.fairlead.kernel.settings.SettingsSchema;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** A partition's settings as GraphQL takes them: flat, each limit by its own name. */
final class PartitionInput {

  private static final String LIMITS = "limits";
  private static final Set<String> REQUIRED = Set.of("maxConnections", "minConnections");

  private final SettingsInput settings;
  private final Set<String> limits;
  private final Shape.Input whole;
  private final Shape.Input patch;

  PartitionInput(SettingsSchema schema) {
    this.settings = new SettingsInput("PartitionSettings", schema, Map.of());
    List<Argument> flat = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (Argument field : settings.shape().fields()) {
      if (field.name().equals(LIMITS) && field.shape() instanceof Shape.Input inner) {
        inner.fields().forEach(f -> names.add(f.name()));
        flat.addAll(inner.fields());
      } else {
        flat.add(field);
      }
    }
    this.limits = Set.copyOf(names);
    this.patch = new Shape.Input("PartitionPatchInput", flat);
    List<Argument> all = new ArrayList<>();
    all.add(new Argument("name", Shape.STRING.required(), "What it will be called."));
    for (Argument field : flat) {
      boolean needed = field.name().equals("type") || REQUIRED.contains(field.name());
      all.add(
          needed
              ? new Argument(field.name(), field.shape().required(), field.description())
              : field);
    }
    this.whole = new Shape.Input("PartitionInput", all);
  }

  /** Of a new one. */
  Shape.Input whole() {
    return whole;
  }

  /** Of a change. */
  Shape.Input patch() {
    return patch;
  }

  /** Does a change with what was given; what is wrong about it is said in these names. */
  <T> T apply(Map<String, Object> input, Function<Map<String, Object>, T> change) {
    Map<String, Object> nested = new HashMap<>();
    Map<String, Object> inner = new HashMap<>();
    input.forEach((name, value) -> (limits.contains(name) ? inner : nested).put(name, value));
    if (!inner.isEmpty()) {
      nested.put(LIMITS, inner);
    }
    try {
      return settings.apply(nested, change);
    } catch (Invalid e) {
      throw new Invalid(
          e.faults().stream()
              .map(
                  f ->
                      f.field().startsWith(LIMITS + ".")
                          ? new Fault(
                              f.field().substring(LIMITS.length() + 1), f.value(), f.expectation())
                          : f)
              .toList());
    }
  }
}

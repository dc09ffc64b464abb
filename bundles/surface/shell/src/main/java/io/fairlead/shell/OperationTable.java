package io.fairlead.shell;

import io.fairlead.kernel.error.NotFound;
import io.fairlead.kernel.error.Unavailable;
import io.fairlead.kernel.settings.Setting;
import io.fairlead.kernel.settings.SettingsSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The operations that there are commands for, as they are described one after the other. */
final class OperationTable {

  private final List<Operation> all = new ArrayList<>();

  List<Operation> all() {
    return List.copyOf(all);
  }

  /** What was looked for by its name. */
  static Object found(String what, Arguments a, Optional<?> value) {
    return value.orElseThrow(
        () -> new NotFound(what + " " + a.target() + ": there is none of that name"));
  }

  /** What an operation needs, as long as a bundle offers it. */
  static <T> T deployed(String what, Optional<T> service) {
    return service.orElseThrow(
        () -> new Unavailable("no bundle that offers " + what + " is deployed"));
  }

  /** Looks at something of which there is one. */
  void plain(String name, String description, Function<Arguments, @Nullable Object> call) {
    all.add(new Operation(name, description, null, List::of, List::of, List.of(), true, call));
  }

  /** Looks at one. */
  void show(
      String name,
      String description,
      String target,
      Supplier<List<String>> targets,
      Function<Arguments, @Nullable Object> call) {
    all.add(new Operation(name, description, target, targets, List::of, List.of(), true, call));
  }

  /** Does something to one. */
  void one(
      String name,
      String description,
      String target,
      Supplier<List<String>> targets,
      Function<Arguments, @Nullable Object> call) {
    add(name, description, target, targets, List::of, call);
  }

  /** Looks at all that match. */
  void list(
      String name,
      String description,
      List<String> filters,
      List<String> columns,
      Function<Arguments, @Nullable Object> call) {
    all.add(new Operation(name, description, null, List::of, () -> filters, columns, true, call));
  }

  /** Looks at all that belong to one and match. */
  void listOf(
      String name,
      String description,
      String target,
      Supplier<List<String>> targets,
      List<String> filters,
      List<String> columns,
      Function<Arguments, @Nullable Object> call) {
    all.add(new Operation(name, description, target, targets, () -> filters, columns, true, call));
  }

  /** Does something that takes options. */
  void add(
      String name,
      String description,
      @Nullable String target,
      Supplier<List<String>> targets,
      Supplier<List<String>> options,
      Function<Arguments, @Nullable Object> call) {
    all.add(new Operation(name, description, target, targets, options, List.of(), false, call));
  }

  /** The options that these settings are. */
  static List<String> names(SettingsSchema schema) {
    return schema.settings().stream()
        .map(s -> s.type() == Setting.Type.MAP ? s.name() + ".*" : s.name())
        .toList();
  }

  static <T> List<String> ids(List<T> items, Function<T, Object> id) {
    return items.stream().map(item -> id.apply(item).toString()).toList();
  }
}

package io.fairlead.shell;

import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One thing that can be asked or done, as a command.
 *
 * @param name the operation's name on every surface: {@code connectionPools}
 * @param description one sentence for {@code help}
 * @param target what the first argument names, null when the command takes none
 * @param targets the names that the first argument can have now, for completion
 * @param options the {@code name=value} arguments that it takes, for completion and for refusing
 *     others; empty for none
 * @param columns which fields a list shows as a table, in order; empty for all that are simple
 * @param reads whether it only looks, so that it may be asked again and again
 * @param call does it; what it returns is shown, null shows {@code done}
 */
record Operation(
    String name,
    String description,
    @Nullable String target,
    Supplier<List<String>> targets,
    Supplier<List<String>> options,
    List<String> columns,
    boolean reads,
    Function<Arguments, @Nullable Object> call) {

  /** How it is called. */
  String usage() {
    return "fairlead:"
        + name
        + (target == null ? "" : " <" + target + ">")
        + (options.get().isEmpty() ? "" : " [name=value …]")
        + " [--json]";
  }
}

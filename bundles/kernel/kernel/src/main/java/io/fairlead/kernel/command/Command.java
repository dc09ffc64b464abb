package io.fairlead.kernel.command;

import io.fairlead.kernel.settings.SettingsSchema;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One operation as a command.
 *
 * @param name the operation's on every surface: {@code updateNotice}
 * @param description one sentence
 * @param options the {@code name=value} words that it takes; empty for one that only looks
 * @param call does it with these as a patch; what it returns is shown as REST would show it
 */
public record Command(
    String name,
    String description,
    Optional<SettingsSchema> options,
    Function<Map<String, Object>, @Nullable Object> call) {

  /** One that only looks. */
  public static Command look(String name, String description, Supplier<Object> answer) {
    return new Command(name, description, Optional.empty(), patch -> answer.get());
  }

  /** One that changes settings, and is audited. */
  public static Command change(
      String name,
      String description,
      SettingsSchema schema,
      Function<Map<String, Object>, @Nullable Object> change) {
    return new Command(name, description, Optional.of(schema), change);
  }
}

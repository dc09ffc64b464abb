package io.fairlead.traffic.pool;

import io.fairlead.kernel.error.Invalid;
import io.fairlead.kernel.settings.Rules;
import io.fairlead.kernel.settings.Setting;
import io.fairlead.kernel.settings.Setting.Rule;
import io.fairlead.kernel.settings.Setting.Type;
import io.fairlead.kernel.settings.SettingsSchema;
import io.fairlead.kernel.settings.SettingsValues;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Whom to send away from a wait queue; empty parts let everybody through.
 *
 * @param priority those who count as this now
 * @param partition those of this partition
 */
public record ClearRequest(Optional<Priority> priority, Optional<String> partition) {

  /** As the surfaces take it. */
  public static final SettingsSchema SCHEMA =
      new SettingsSchema(
          List.of(
              Setting.hot(
                  "priority",
                  Type.TEXT,
                  null,
                  Rules.oneOf(Priority.words()),
                  "Only those who count as this now."),
              Setting.hot("partition", Type.TEXT, null, Rule.ANY, "Only those of this partition.")),
          List.of());

  /**
   * Takes a request's fields.
   *
   * @throws Invalid naming every wrong one
   */
  public static ClearRequest of(Map<String, ?> fields) {
    SettingsValues values = SCHEMA.read(SCHEMA.merge(Map.of(), fields, Set.of()));
    return new ClearRequest(
        values.optionalText("priority").flatMap(Priority::of), values.optionalText("partition"));
  }
}

package io.fairlead.kernel.logging;

import io.fairlead.kernel.settings.Rules;
import io.fairlead.kernel.settings.Setting;
import io.fairlead.kernel.settings.Setting.Type;
import io.fairlead.kernel.settings.SettingsSchema;
import io.fairlead.kernel.settings.SettingsValues;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What may be set about the log, in {@code etc/io.fairlead.log.cfg}. All are hot.
 *
 * @param level empty is that of the log's own file
 * @param levels by logger
 */
record LogSettings(boolean json, Optional<String> level, Map<String, String> levels) {

  static final String PID = "io.fairlead.log";

  private static final int MOST_LOGGERS = 100;
  private static final String[] LEVELS = {"off", "error", "warn", "info", "debug", "trace"};
  private static final String LOGGER = "[A-Za-z_$][\\w$]{0,99}(\\.[\\w$]{1,100}){0,19}";

  static final SettingsSchema SCHEMA =
      new SettingsSchema(
          List.of(
              Setting.hot(
                  "format",
                  Type.TEXT,
                  "text",
                  Rules.oneOf("text", "json"),
                  "One line for people, or one JSON object a line."),
              Setting.hot(
                  "level",
                  Type.TEXT,
                  null,
                  Rules.oneOf(LEVELS),
                  "The level of all loggers that have none of their own; while nothing is set, that of the log's own file."),
              Setting.hot(
                  "levels",
                  Type.MAP,
                  null,
                  LogSettings::wrongLevels,
                  "Levels by logger, each for those below it too.")),
          List.of());

  static LogSettings read(Map<String, String> stored) {
    SettingsValues values = SCHEMA.read(stored);
    return new LogSettings(
        values.text("format").equals("json"),
        values.optionalText("level"),
        new TreeMap<>(values.map("levels")));
  }

  private static @Nullable String wrongLevels(Object value) {
    Map<?, ?> levels = (Map<?, ?>) value;
    if (levels.size() > MOST_LOGGERS) {
      return "at most " + MOST_LOGGERS + " loggers";
    }
    boolean right =
        levels.entrySet().stream()
            .allMatch(
                e ->
                    String.valueOf(e.getKey()).matches(LOGGER)
                        && List.of(LEVELS).contains(e.getValue()));
    return right
        ? null
        : "names like io.fairlead.pool, each with one of " + String.join(", ", LEVELS);
  }
}

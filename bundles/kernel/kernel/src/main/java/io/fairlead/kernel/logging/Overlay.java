package io.fairlead.kernel.logging;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Lays settings over the log's own configuration, in the keys of Log4j 2. What was there before
 * stands in the same configuration under another prefix, so that it is found again whoever asks,
 * and whenever: the file of the log stays as its owner wrote it.
 */
final class Overlay {

  /** Before the keys of the configuration as it was. */
  static final String BASE = "fairlead.base.";

  private static final String ROOT_LEVEL = "log4j2.rootLogger.level";
  private static final String APPENDERS = "log4j2.appender.";
  private static final String LAYOUT = ".layout.";
  private static final String LAYOUT_TYPE = LAYOUT + "type";
  private static final String PATTERN = "PatternLayout";
  private static final String LOGGERS = "log4j2.logger.";
  private static final String NAME = ".name";
  private static final String LEVEL = ".level";

  /**
   * The fields of the Elastic Common Schema. Log4j's own layout for it lets C1 controls and
   * characters that turn the direction of writing through as they are; JSON has no need to escape
   * them, and a terminal obeys them.
   */
  private static final String JSON =
      """
      %replace{\
      {"@timestamp":"%d{yyyy-MM-dd'T'HH:mm:ss.SSS'Z'}{UTC}",\
      "ecs.version":"1.2.0",\
      "log.level":"%p",\
      "message":"%encode{%m}{JSON}",\
      "process.thread.name":"%encode{%t}{JSON}",\
      "log.logger":"%encode{%c}{JSON}"\
      %notEmpty{,"bundle.name":"%encode{%X{bundle.name}}{JSON}"}\
      %notEmpty{,"error.type":"%encode{%replace{%ex{1}}{[:\\s][\\s\\S]*}{}}{JSON}"}\
      %notEmpty{,"error.message":"%encode{%ex{short.message}}{JSON}"}\
      %notEmpty{,"error.stack_trace":"%encode{%xEx}{JSON}"}}\
      }{[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]}{?}%n""";

  private Overlay() {}

  /** Whether this one was made here. */
  static boolean isOurs(Map<String, String> configuration) {
    return configuration.keySet().stream().anyMatch(key -> key.startsWith(BASE));
  }

  /** The configuration as it was before anything was laid over it. */
  static Map<String, String> base(Map<String, String> configuration) {
    if (!isOurs(configuration)) {
      return configuration;
    }
    Map<String, String> base = new TreeMap<>();
    configuration.forEach(
        (key, value) -> {
          if (key.startsWith(BASE)) {
            base.put(key.substring(BASE.length()), value);
          }
        });
    return base;
  }

  /** The level that the configuration itself gives to all loggers. */
  static String level(Map<String, String> base) {
    return base.getOrDefault(ROOT_LEVEL, "ERROR").trim().toLowerCase(Locale.ROOT);
  }

  /** The base with the settings over it; the base itself when they change nothing. */
  static Map<String, String> of(Map<String, String> base, LogSettings settings) {
    Map<String, String> result = new TreeMap<>(base);
    settings.level().ifPresent(level -> result.put(ROOT_LEVEL, upper(level)));
    settings.levels().forEach((logger, level) -> level(logger, level, result));
    if (settings.json()) {
      base.forEach((key, value) -> json(key, value, result));
    }
    if (result.equals(base)) {
      return base;
    }
    base.forEach((key, value) -> result.put(BASE + key, value));
    return result;
  }

  /** Of two entries for one logger one would be of no account: the base's own is changed. */
  private static void level(String logger, String level, Map<String, String> result) {
    Optional<String> name =
        result.entrySet().stream()
            .filter(e -> e.getKey().startsWith(LOGGERS) && e.getKey().endsWith(NAME))
            .filter(e -> e.getValue().trim().equals(logger))
            .map(Map.Entry::getKey)
            .findFirst();
    if (name.isPresent()) {
      String prefix = name.get().substring(0, name.get().length() - NAME.length());
      result.put(prefix + LEVEL, upper(level));
      return;
    }
    String own = LOGGERS + "fairlead_" + logger.replace('.', '_').replace('$', '_') + "_";
    String prefix = own + Integer.toHexString(logger.hashCode());
    result.put(prefix + NAME, logger);
    result.put(prefix + LEVEL, upper(level));
  }

  /** Every appender that writes by a pattern writes objects instead. */
  private static void json(String key, String value, Map<String, String> result) {
    if (!key.startsWith(APPENDERS) || !key.endsWith(LAYOUT_TYPE) || !value.trim().equals(PATTERN)) {
      return;
    }
    String layout = key.substring(0, key.length() - LAYOUT_TYPE.length()) + LAYOUT;
    result.keySet().removeIf(k -> k.startsWith(layout));
    result.put(key, PATTERN);
    result.put(layout + "pattern", JSON);
    result.put(layout + "alwaysWriteExceptions", "false"); // the pattern has them already
  }

  private static String upper(String level) {
    return level.toUpperCase(Locale.ROOT);
  }
}

package io.fairlead.kernel.settings;

import io.fairlead.kernel.error.Fault;
import io.fairlead.kernel.error.Invalid;
import io.fairlead.kernel.settings.Setting.Type;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The settings of one kind of resource, in order, with the rules that reach over several of them.
 * Instances are immutable.
 *
 * <p>Three forms of one configuration:
 *
 * <ul>
 *   <li><em>stored</em>: {@code Map<String, String>}, dotted keys, as in a file; a setting at its
 *       default need not be there, an empty text is "no value" for a clearable one;
 *   <li><em>patch</em>: {@code Map<String, Object>} as JSON or GraphQL give it, nested objects as
 *       maps, null clears;
 *   <li><em>values</em>: {@link SettingsValues}, typed and checked, defaults filled in.
 * </ul>
 */
public final class SettingsSchema {

  private static final int LONGEST_TEXT = 65_536;
  private static final int MOST_ENTRIES = 1_000;

  private final Map<String, Setting> settings = new LinkedHashMap<>();
  private final List<Function<SettingsValues, List<Fault>>> checks;

  /**
   * @param settings in the order in which documents show them
   * @param checks rules over several settings; asked only when each value alone is right
   */
  public SettingsSchema(
      List<Setting> settings, List<Function<SettingsValues, List<Fault>>> checks) {
    for (Setting setting : settings) {
      if (this.settings.put(setting.name(), setting) != null) {
        throw new IllegalArgumentException("declared twice: " + setting.name());
      }
    }
    this.checks = List.copyOf(checks);
  }

  /** In declared order. */
  public Collection<Setting> settings() {
    return settings.values();
  }

  /**
   * Whether the value of a stored key may be shown to somebody who may see settings: one that is
   * declared, is not write-only and is no entry of a map, as what stands in a map may be a secret.
   */
  public boolean mayBeShown(String key) {
    Setting setting = settings.get(key);
    return setting != null && setting.type() != Type.MAP && !setting.secret();
  }

  /** What holds while a key is not stored; empty where nothing does. */
  public Optional<String> defaultOf(String key) {
    return Optional.ofNullable(settings.get(key)).map(Setting::defaultText);
  }

  /**
   * Reads the stored form.
   *
   * @throws Invalid naming every wrong or unknown key
   */
  public SettingsValues read(Map<String, String> stored) {
    List<Fault> faults = new ArrayList<>();
    Map<String, Object> values = new LinkedHashMap<>();
    Map<String, Map<String, String>> maps = new LinkedHashMap<>();
    for (String key : new TreeMap<>(stored).keySet()) {
      Setting setting = settings.get(key);
      if (setting != null && setting.type() != Type.MAP) {
        continue;
      }
      Setting map = mapOf(key);
      if (map == null) {
        faults.add(
            new Fault(
                key,
                shown(null, stored.get(key)),
                "no such setting; one of " + String.join(", ", settings.keySet())));
      } else {
        maps.computeIfAbsent(map.name(), n -> new LinkedHashMap<>())
            .put(key.substring(map.name().length() + 1), stored.getOrDefault(key, ""));
      }
    }
    for (Setting setting : settings.values()) {
      if (setting.type() == Type.MAP) {
        Map<String, String> entries = maps.getOrDefault(setting.name(), Map.of());
        entries.forEach((key, text) -> checkLength(setting.name() + "." + key, text, faults));
        check(setting, Map.copyOf(entries), faults, values);
        continue;
      }
      String text = stored.get(setting.name());
      if (text == null) {
        text = setting.defaultText();
      }
      if (text == null || text.isBlank() && setting.clearable()) {
        if (setting.required()) {
          faults.add(new Fault(setting.name(), "nothing", "a value"));
        }
        continue;
      }
      Object value = parse(setting, text, faults);
      if (value != null) {
        check(setting, value, faults, values);
      }
    }
    if (faults.isEmpty()) {
      SettingsValues result = new SettingsValues(values);
      checks.forEach(c -> faults.addAll(c.apply(result)));
      if (faults.isEmpty()) {
        return result;
      }
    }
    throw new Invalid(faults);
  }

  /**
   * Lays a request's fields over the stored form: a field left out keeps its value, null clears a
   * clearable one.
   *
   * @param stored what is there now; empty for a new resource
   * @param patch the request's fields, in REST's names
   * @param shown names of top-level fields that the resource shows and nobody can set: ignored
   * @return the new stored form, already found right by {@link #read}
   * @throws Invalid naming every wrong field
   */
  public Map<String, String> merge(
      Map<String, String> stored, Map<String, ?> patch, Set<String> shown) {
    List<Fault> faults = new ArrayList<>();
    Map<String, String> result = new TreeMap<>(stored);
    lay("", patch, shown, result, faults);
    if (faults.isEmpty()) {
      read(result);
      return result;
    }
    try {
      read(result);
    } catch (Invalid more) {
      for (Fault fault : more.faults()) {
        if (faults.stream().noneMatch(f -> f.field().equals(fault.field()))) {
          faults.add(fault);
        }
      }
    }
    throw new Invalid(faults);
  }

  private void lay(
      String prefix,
      Map<String, ?> patch,
      Set<String> shown,
      Map<String, String> result,
      List<Fault> faults) {
    for (Map.Entry<String, ?> entry : patch.entrySet()) {
      String name = prefix + entry.getKey();
      Object value = entry.getValue();
      Setting setting = settings.get(name);
      if (setting != null) {
        set(setting, value, result, faults);
      } else if (value instanceof Map<?, ?> nested && isPrefix(name)) {
        lay(name + ".", keysAsText(nested), Set.of(), result, faults);
      } else if (!shown.contains(name)) {
        faults.add(
            isPrefix(name)
                ? new Fault(name, String.valueOf(value), "an object")
                : new Fault(name, "a value", "no such field"));
      }
    }
  }

  private static void set(
      Setting setting, @Nullable Object value, Map<String, String> result, List<Fault> faults) {
    String name = setting.name();
    if (setting.type() == Type.MAP) {
      setMap(setting, value, result, faults);
      return;
    }
    if (value == null) {
      if (setting.clearable()) {
        store(setting, "", result);
      } else {
        faults.add(new Fault(name, "null", "a value"));
      }
      return;
    }
    String text = textOf(setting, value);
    if (text == null) {
      faults.add(new Fault(name, shown(setting, String.valueOf(value)), typeName(setting.type())));
    } else {
      store(setting, text, result);
    }
  }

  /**
   * What stands at its default and is put back as it was shown stays unwritten: an equal
   * configuration is no change, and a later default reaches whoever never chose.
   */
  private static void store(Setting setting, String text, Map<String, String> result) {
    String unwritten = setting.defaultText() == null ? "" : setting.defaultText();
    if (result.containsKey(setting.name()) || !text.equals(unwritten)) {
      result.put(setting.name(), text);
    }
  }

  private static void setMap(
      Setting setting, @Nullable Object value, Map<String, String> result, List<Fault> faults) {
    if (value != null && !(value instanceof Map<?, ?>)) {
      faults.add(new Fault(setting.name(), String.valueOf(value), typeName(Type.MAP)));
      return;
    }
    result.keySet().removeIf(k -> k.startsWith(setting.name() + "."));
    if (value instanceof Map<?, ?> map) {
      map.forEach(
          (k, v) -> {
            if (v instanceof String || v instanceof Number || v instanceof Boolean) {
              result.put(setting.name() + "." + k, v.toString());
            } else {
              faults.add(new Fault(setting.name() + "." + k, String.valueOf(v), "a text"));
            }
          });
    }
  }

  /** The stored text of a request's value; null when its type is wrong. */
  private static @Nullable String textOf(Setting setting, Object value) {
    return switch (setting.type()) {
      case BOOLEAN -> value instanceof Boolean ? value.toString() : null;
      case INTEGER -> isWhole(value) ? value.toString() : null;
      case DECIMAL -> value instanceof Number ? value.toString() : null;
      case TEXT -> value instanceof String text ? text : null;
      case LIST ->
          value instanceof List<?> list
                  && list.stream().allMatch(e -> e instanceof String s && !s.contains(","))
              ? String.join(",", list.stream().map(Object::toString).toList())
              : null;
      case MAP -> null;
    };
  }

  private static boolean isWhole(Object value) {
    return value instanceof Integer
        || value instanceof Long
        || value instanceof java.math.BigInteger;
  }

  private static @Nullable Object parse(Setting setting, String text, List<Fault> faults) {
    String trimmed = text.trim();
    if (!checkLength(setting.name(), text, faults)) {
      return null;
    }
    try {
      return switch (setting.type()) {
        case BOOLEAN -> {
          if (!trimmed.equals("true") && !trimmed.equals("false")) {
            throw new NumberFormatException();
          }
          yield Boolean.valueOf(trimmed);
        }
        case INTEGER -> Long.valueOf(trimmed);
        case DECIMAL -> {
          double number = Double.parseDouble(trimmed);
          if (!Double.isFinite(number)) {
            throw new NumberFormatException();
          }
          yield number;
        }
        case TEXT -> text;
        case LIST -> List.of(trimmed.isEmpty() ? new String[0] : trimmed.split("\\s*,\\s*"));
        case MAP -> throw new IllegalStateException(setting.name());
      };
    } catch (NumberFormatException e) {
      faults.add(new Fault(setting.name(), shown(setting, text), typeName(setting.type())));
      return null;
    }
  }

  private static boolean checkLength(String name, String text, List<Fault> faults) {
    if (text.length() > LONGEST_TEXT) {
      faults.add(new Fault(name, text.length() + " characters", "at most " + LONGEST_TEXT));
      return false;
    }
    return true;
  }

  private static void check(
      Setting setting, Object value, List<Fault> faults, Map<String, Object> values) {
    int entries =
        value instanceof Map<?, ?> map
            ? map.size()
            : value instanceof List<?> list ? list.size() : 0;
    if (entries > MOST_ENTRIES) {
      faults.add(
          new Fault(setting.name(), entries + " entries", "at most " + MOST_ENTRIES + " entries"));
      return;
    }
    String expectation = setting.rule().violatedExpectation(value);
    if (expectation == null) {
      values.put(setting.name(), value);
    } else {
      faults.add(new Fault(setting.name(), shown(setting, asText(value)), expectation));
    }
  }

  /** A value for a message; what stands in a map may be a secret, whatever the setting is. */
  private static String asText(Object value) {
    if (value instanceof Map<?, ?> map) {
      return map.size() + " entries";
    }
    return value instanceof List<?> list
        ? list.stream().map(String::valueOf).collect(Collectors.joining(", "))
        : value.toString();
  }

  private @Nullable Setting mapOf(String key) {
    for (Setting setting : settings.values()) {
      if (setting.type() == Type.MAP
          && key.startsWith(setting.name() + ".")
          && key.length() > setting.name().length() + 1) {
        return setting;
      }
    }
    return null;
  }

  private boolean isPrefix(String name) {
    return settings.keySet().stream().anyMatch(s -> s.startsWith(name + "."));
  }

  private static Map<String, ?> keysAsText(Map<?, ?> map) {
    Map<String, Object> result = new LinkedHashMap<>();
    map.forEach((k, v) -> result.put(String.valueOf(k), v));
    return result;
  }

  private static String shown(@Nullable Setting setting, @Nullable String value) {
    return setting == null || setting.secret() ? "***" : String.valueOf(value);
  }

  private static String typeName(Type type) {
    return switch (type) {
      case BOOLEAN -> "true or false";
      case INTEGER -> "a whole number";
      case DECIMAL -> "a number";
      case TEXT -> "a text";
      case LIST -> "a list of texts without commas";
      case MAP -> "an object of texts";
    };
  }
}

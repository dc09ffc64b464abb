package io.fairlead.kernel.settings;

import io.fairlead.kernel.audit.Act;
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
  private final FormerNames formerNames;
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
    this.formerNames = new FormerNames(settings);
    this.checks = List.copyOf(checks);
  }

  /**
   * The same declaration without its rules, so without code of who declares it: for who remembers
   * it longer than that bundle stays.
   */
  public SettingsSchema declaration() {
    return new SettingsSchema(
        settings.values().stream().map(Setting::withoutRule).toList(), List.of());
  }

  /** In declared order. */
  public Collection<Setting> settings() {
    return settings.values();
  }

  /** The former names that a stored form has, each with the one that it is read as. */
  public Map<String, String> formerNamesIn(Map<String, String> stored) {
    return formerNames.in(stored.keySet());
  }

  /**
   * Whether the value of a stored key may be shown to somebody who may see settings: one that is
   * declared, is not write-only and is no entry of a map, as what stands in a map may be a secret.
   */
  public boolean mayBeShown(String key) {
    Setting setting = settings.get(key);
    return setting != null && setting.type() != Type.MAP && !setting.secret();
  }

  /**
   * A value as it may be kept when it comes from where nobody has found it right, as from a file:
   * masked where it looks as if it held a secret.
   */
  public static String unchecked(String value) {
    return WantedSettings.masked(value);
  }

  /** What holds while a key is not stored; empty where nothing does. */
  public Optional<String> defaultOf(String key) {
    return Optional.ofNullable(settings.get(key)).map(Setting::defaultText);
  }

  /**
   * Reads the stored form, settings by former names too.
   *
   * @throws Invalid naming every wrong or unknown key
   */
  public SettingsValues read(Map<String, String> stored) {
    List<Fault> faults = new ArrayList<>();
    return readRenamed(formerNames.renamed(stored, faults), faults);
  }

  private SettingsValues readRenamed(Map<String, String> stored, List<Fault> faults) {
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
        entries.forEach((key, text) -> checkText(setting.name() + "." + key, text, faults));
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
   * @return the new stored form, by present names, already found right by {@link #read}
   * @throws Invalid naming every wrong field
   */
  public Map<String, String> merge(
      Map<String, String> stored, Map<String, ?> patch, Set<String> shown) {
    Act.present().ifPresent(act -> new WantedSettings(settings, formerNames).tell(patch, act));
    List<Fault> faults = new ArrayList<>();
    Map<String, String> result = new TreeMap<>(stored);
    new SettingsPatch(settings, formerNames, result, faults).lay("", patch, shown);
    result = formerNames.renamed(result, faults);
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

  private static @Nullable Object parse(Setting setting, String text, List<Fault> faults) {
    String trimmed = text.trim();
    if (!checkText(setting.name(), text, faults)) {
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
        case LIST -> List.copyOf(ListText.split(trimmed));
        case MAP -> throw new IllegalStateException(setting.name());
      };
    } catch (NumberFormatException e) {
      faults.add(new Fault(setting.name(), shown(setting, text), typeName(setting.type())));
      return null;
    }
  }

  private static boolean checkText(String name, String text, List<Fault> faults) {
    if (text.length() > LONGEST_TEXT) {
      faults.add(new Fault(name, text.length() + " characters", "at most " + LONGEST_TEXT));
      return false;
    }
    if (text.indexOf('\0') >= 0) {
      faults.add(new Fault(name, "a text with U+0000", "a text without it"));
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

  static String shown(@Nullable Setting setting, @Nullable String value) {
    return setting == null || setting.secret() ? "***" : String.valueOf(value);
  }

  static String typeName(Type type) {
    return switch (type) {
      case BOOLEAN -> "true or false";
      case INTEGER -> "a whole number";
      case DECIMAL -> "a number";
      case TEXT -> "a text";
      case LIST -> "a list of texts";
      case MAP -> "an object of texts";
    };
  }
}

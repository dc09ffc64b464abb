package io.fairlead.kernel.settings;

import io.fairlead.kernel.error.Fault;
import io.fairlead.kernel.settings.Setting.Type;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One request's fields on their way into the stored form; see {@link SettingsSchema#merge}. */
final class SettingsPatch {

  private final Map<String, Setting> settings;
  private final FormerNames formerNames;
  private final Map<String, String> result;
  private final List<Fault> faults;
  private final Map<String, String> laid = new HashMap<>();

  /**
   * @param result the stored form, to be changed
   * @param faults takes what is wrong
   */
  SettingsPatch(
      Map<String, Setting> settings,
      FormerNames formerNames,
      Map<String, String> result,
      List<Fault> faults) {
    this.settings = settings;
    this.formerNames = formerNames;
    this.result = result;
    this.faults = faults;
  }

  void lay(String prefix, Map<String, ?> patch, Set<String> shown) {
    for (Map.Entry<String, ?> entry : patch.entrySet()) {
      String name = prefix + entry.getKey();
      Object value = entry.getValue();
      Setting setting = settings.get(formerNames.present(name));
      if (setting != null) {
        takeUp(setting, name);
        set(setting, value);
      } else if (value instanceof Map<?, ?> nested && isPrefix(name)) {
        lay(name + ".", keysAsText(nested), Set.of());
      } else if (!shown.contains(name)) {
        faults.add(
            isPrefix(name)
                ? new Fault(name, String.valueOf(value), "an object")
                : new Fault(name, "a value", "no such field"));
      }
    }
  }

  /** What the file has by a former name is replaced, too: the request says what is meant. */
  private void takeUp(Setting setting, String given) {
    String other = laid.put(setting.name(), given);
    if (other != null) {
      faults.add(FormerNames.twice(given.equals(setting.name()) ? other : given, setting.name()));
    }
    for (String former : setting.formerNames()) {
      String text = result.remove(former);
      if (text != null) {
        result.putIfAbsent(setting.name(), text);
      }
    }
  }

  private void set(Setting setting, @Nullable Object value) {
    String name = setting.name();
    if (setting.type() == Type.MAP) {
      setMap(setting, value);
      return;
    }
    if (value == null) {
      if (setting.clearable()) {
        store(setting, "");
      } else {
        faults.add(new Fault(name, "null", "a value"));
      }
      return;
    }
    String text = textOf(setting, value);
    if (text == null) {
      faults.add(
          new Fault(
              name,
              SettingsSchema.shown(setting, String.valueOf(value)),
              SettingsSchema.typeName(setting.type())));
    } else {
      store(setting, text);
    }
  }

  /**
   * What stands at its default and is put back as it was shown stays unwritten: an equal
   * configuration is no change, and a later default reaches whoever never chose.
   */
  private void store(Setting setting, String text) {
    String unwritten = setting.defaultText() == null ? "" : setting.defaultText();
    if (result.containsKey(setting.name()) || !text.equals(unwritten)) {
      result.put(setting.name(), text);
    }
  }

  private void setMap(Setting setting, @Nullable Object value) {
    if (value != null && !(value instanceof Map<?, ?>)) {
      faults.add(
          new Fault(setting.name(), String.valueOf(value), SettingsSchema.typeName(Type.MAP)));
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
          value instanceof List<?> list && list.stream().allMatch(e -> e instanceof String)
              ? ListText.join(list.stream().map(Object::toString).toList())
              : null;
      case MAP -> null;
    };
  }

  private static boolean isWhole(Object value) {
    return value instanceof Integer
        || value instanceof Long
        || value instanceof java.math.BigInteger;
  }

  private boolean isPrefix(String name) {
    return settings.keySet().stream().anyMatch(s -> s.startsWith(name + "."))
        || formerNames.anyBelow(name + ".");
  }

  private static Map<String, ?> keysAsText(Map<?, ?> map) {
    Map<String, Object> result = new LinkedHashMap<>();
    map.forEach((k, v) -> result.put(String.valueOf(k), v));
    return result;
  }
}

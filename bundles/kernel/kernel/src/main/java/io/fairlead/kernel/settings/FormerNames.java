package io.fairlead.kernel.settings;

import io.fairlead.kernel.error.Fault;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The names that settings had in earlier versions, and what each is called now. */
final class FormerNames {

  private final Map<String, String> present = new HashMap<>();

  FormerNames(Collection<Setting> settings) {
    List<String> names = settings.stream().map(Setting::name).toList();
    for (Setting setting : settings) {
      for (String former : setting.formerNames()) {
        if (names.contains(former) || present.put(former, setting.name()) != null) {
          throw new IllegalArgumentException("declared twice: " + former);
        }
      }
    }
  }

  /** What a setting of this name is called now. */
  String present(String name) {
    return present.getOrDefault(name, name);
  }

  boolean anyBelow(String prefix) {
    return present.keySet().stream().anyMatch(former -> former.startsWith(prefix));
  }

  /** The former names that are among these, each with the present one. */
  Map<String, String> in(Collection<String> names) {
    Map<String, String> found = new TreeMap<>(present);
    found.keySet().retainAll(names);
    return found;
  }

  /** The same settings by their present names. Which value is meant is unknown when two are. */
  Map<String, String> renamed(Map<String, String> stored, List<Fault> faults) {
    Map<String, String> result = new TreeMap<>(stored);
    in(stored.keySet())
        .forEach(
            (former, name) -> {
              if (result.putIfAbsent(name, stored.getOrDefault(former, "")) != null) {
                faults.add(twice(former, name));
              }
              result.remove(former);
            });
    return result;
  }

  /** What is wrong when a setting is given by two of its names. */
  static Fault twice(String former, String name) {
    return new Fault(former, "a value", "none beside " + name + ", which it is called now");
  }
}

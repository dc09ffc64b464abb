package io.fairlead.shell;

import io.fairlead.kernel.error.Fault;
import io.fairlead.kernel.error.Invalid;
import io.fairlead.kernel.settings.ListText;
import io.fairlead.kernel.settings.Setting;
import io.fairlead.kernel.settings.SettingsSchema;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A command's words, sorted: the target, {@code name=value} options, {@code --json}. */
final class Arguments {

  private final String target;
  private final Map<String, String> options;
  private final boolean json;
  private final UnaryOperator<@Nullable String> secrets;

  private Arguments(
      String target,
      Map<String, String> options,
      boolean json,
      UnaryOperator<@Nullable String> secrets) {
    this.target = target;
    this.options = options;
    this.json = json;
    this.secrets = secrets;
  }

  /**
   * Sorts the words.
   *
   * @throws Invalid naming every word that the operation does not take
   */
  static Arguments of(Operation operation, List<String> words) {
    return of(operation, words, name -> null);
  }

  /**
   * As {@link #of(Operation, List)}.
   *
   * @param secrets asked for a secret that is needed and is not among the words; null when there is
   *     no answer
   */
  static Arguments of(
      Operation operation, List<String> words, UnaryOperator<@Nullable String> secrets) {
    List<Fault> faults = new ArrayList<>();
    Map<String, String> options = new LinkedHashMap<>();
    List<String> known = operation.options().get();
    String target = null;
    boolean json = false;
    for (String word : words) {
      int equals = word.indexOf('=');
      if (word.equals("--json")) {
        json = true;
      } else if (operation.target() != null && target == null) {
        target = word;
      } else if (equals > 0 && isKnown(known, word.substring(0, equals))) {
        options.put(word.substring(0, equals), word.substring(equals + 1));
      } else {
        String expectation =
            known.isEmpty()
                ? operation.usage()
                : "name=value with one of " + String.join(", ", known);
        faults.add(new Fault("argument", word, expectation));
      }
    }
    if (operation.target() != null && target == null) {
      faults.add(new Fault(operation.target(), "nothing", operation.usage()));
    }
    if (!faults.isEmpty()) {
      throw new Invalid(faults);
    }
    return new Arguments(target == null ? "" : target, options, json, secrets);
  }

  private static boolean isKnown(List<String> known, String name) {
    return known.stream()
        .anyMatch(
            k ->
                k.equals(name)
                    || k.endsWith(".*") && name.startsWith(k.substring(0, k.length() - 1)));
  }

  String target() {
    return target;
  }

  /** The target as an id; 0, which nothing has, when it could be none. */
  long targetId() {
    try {
      return Long.parseLong(target);
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  boolean json() {
    return json;
  }

  Optional<String> option(String name) {
    return Optional.ofNullable(options.get(name));
  }

  /** An option as a whole number. */
  Optional<Long> number(String name) {
    return option(name)
        .map(
            text -> {
              try {
                return Long.valueOf(text);
              } catch (NumberFormatException e) {
                throw new Invalid(name, text, "a whole number");
              }
            });
  }

  /**
   * The options as a patch: numbers, true, false and null as what they look like, lists at commas
   * where the setting is one. Secrets that are needed and not given are asked for.
   */
  Map<String, Object> patch(SettingsSchema schema) {
    Map<String, Object> patch = new LinkedHashMap<>();
    Map<String, Object> nested = new LinkedHashMap<>();
    options.forEach(
        (name, text) -> {
          var setting = schema.settings().stream().filter(s -> s.name().equals(name)).findFirst();
          if (setting.isPresent()) {
            patch.put(name, typed(setting.get().type(), text));
          } else {
            int dot = name.indexOf('.');
            if (dot < 0) {
              patch.put(name, text);
            } else {
              @SuppressWarnings("unchecked")
              Map<String, Object> inner =
                  (Map<String, Object>)
                      nested.computeIfAbsent(
                          name.substring(0, dot), n -> new LinkedHashMap<String, Object>());
              inner.put(name.substring(dot + 1), text);
            }
          }
        });
    patch.putAll(nested);
    for (Setting setting : schema.settings()) {
      if (setting.secret() && setting.required() && !options.containsKey(setting.name())) {
        String answer = secrets.apply(setting.name());
        if (answer != null) {
          patch.put(setting.name(), answer);
        }
      }
    }
    return patch;
  }

  private static @Nullable Object typed(Setting.Type type, String text) {
    if (text.equals("null")) {
      return null;
    }
    try {
      return switch (type) {
        case BOOLEAN ->
            text.equals("true") || text.equals("false") ? (Object) Boolean.valueOf(text) : text;
        case INTEGER -> Long.valueOf(text);
        case DECIMAL -> Double.valueOf(text);
        case LIST -> ListText.split(text);
        case TEXT, MAP -> text;
      };
    } catch (NumberFormatException e) {
      return text; // the schema says what was expected
    }
  }
}

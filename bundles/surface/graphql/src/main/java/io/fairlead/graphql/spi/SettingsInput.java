package io.fairlead.graphql.spi;

import io.fairlead.kernel.error.Fault;
import io.fairlead.kernel.error.Invalid;
import io.fairlead.kernel.settings.Setting;
import io.fairlead.kernel.settings.SettingsSchema;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The input object of a kind of settings, made from the declaration that the file and REST follow
 * too: a setting that is declared is a field. Dotted names are nested inputs.
 */
public final class SettingsInput {

  private final Shape.Input shape;
  private final Map<String, String> toRest = new HashMap<>();
  private final Map<String, String> toGraphql = new HashMap<>();
  private final Map<String, Map<String, Setting>> nested = new LinkedHashMap<>();

  /**
   * @param name the input's type name
   * @param renamed those settings, by REST's name, whose GraphQL name is not that in camelCase
   */
  public SettingsInput(String name, SettingsSchema schema, Map<String, String> renamed) {
    List<Argument> fields = new ArrayList<>();
    for (Setting setting : schema.settings()) {
      String full = setting.name();
      int dot = full.indexOf('.');
      if (dot < 0) {
        String field = renamed.getOrDefault(full, Names.camel(full));
        remember(full, field);
        fields.add(new Argument(field, shapeOf(setting), describe(setting)));
      } else {
        nested
            .computeIfAbsent(full.substring(0, dot), p -> new LinkedHashMap<>())
            .put(full.substring(dot + 1), setting);
      }
    }
    nested.forEach((prefix, settings) -> fields.add(nest(prefix, settings)));
    this.shape = new Shape.Input(name, fields);
  }

  /** The input object's type. */
  public Shape.Input shape() {
    return shape;
  }

  /**
   * Does a change with what was given, in REST's names; what is wrong about it is said in
   * GraphQL's.
   */
  public <T> T apply(Map<String, Object> input, Function<Map<String, Object>, T> change) {
    try {
      return change.apply(patch("", input));
    } catch (Invalid e) {
      throw new Invalid(
          e.faults().stream()
              .map(f -> new Fault(graphqlName(f.field()), f.value(), f.expectation()))
              .toList());
    }
  }

  private Argument nest(String prefix, Map<String, Setting> settings) {
    String field = Names.camel(prefix);
    remember(prefix, field);
    List<Argument> inner = new ArrayList<>();
    settings.forEach(
        (name, setting) -> {
          remember(setting.name(), field + "." + Names.camel(name));
          inner.add(new Argument(Names.camel(name), shapeOf(setting), describe(setting)));
        });
    String type = Character.toUpperCase(field.charAt(0)) + field.substring(1) + "Input";
    return new Argument(field, new Shape.Input(type, inner), "");
  }

  private void remember(String rest, String graphql) {
    toRest.put(graphql, rest);
    toGraphql.put(rest, graphql);
  }

  private Map<String, Object> patch(String prefix, Map<?, ?> input) {
    Map<String, Object> result = new LinkedHashMap<>();
    input.forEach(
        (key, value) -> {
          String rest = toRest.getOrDefault(prefix + key, prefix + key);
          String name = rest.substring(rest.lastIndexOf('.') + 1);
          if (value instanceof Map<?, ?> inner && nested.containsKey(rest)) {
            result.put(name, patch(prefix + key + ".", inner));
          } else {
            result.put(name, whole(value));
          }
        });
    return result;
  }

  private String graphqlName(String rest) {
    for (int end = rest.length(); end > 0; end = rest.lastIndexOf('.', end - 1)) {
      String known = toGraphql.get(rest.substring(0, end));
      if (known != null) {
        return known + rest.substring(end);
      }
    }
    return Names.camel(rest);
  }

  /** A {@code Float} that is a whole number is one to the settings. */
  private static @Nullable Object whole(@Nullable Object value) {
    if (value instanceof Double number
        && number == Math.rint(number)
        && Math.abs(number) < 1L << 53) {
      return number.longValue();
    }
    return value;
  }

  private static Shape shapeOf(Setting setting) {
    String name = setting.name();
    return switch (setting.type()) {
      case BOOLEAN -> Shape.BOOLEAN;
      case INTEGER ->
          name.endsWith("_bytes") ? Shape.BIG_INT : name.endsWith("_ms") ? Shape.FLOAT : Shape.INT;
      case DECIMAL -> Shape.FLOAT;
      case TEXT -> Shape.STRING;
      case LIST -> Shape.STRING.list();
      case MAP -> Shape.JSON;
    };
  }

  private static String describe(Setting setting) {
    String change =
        setting.change() == Setting.Change.HOT
            ? "Hot: takes hold in what lives."
            : "Sealed: a change takes a new generation.";
    return setting.description() + (setting.secret() ? " Write-only. " : " ") + change;
  }
}

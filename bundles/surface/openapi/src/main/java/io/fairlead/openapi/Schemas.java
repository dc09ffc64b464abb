package io.fairlead.openapi;

import io.fairlead.kernel.settings.ListText;
import io.fairlead.kernel.settings.Setting;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * JSON schemas of Java types, in the form in which REST shows them: records by name below {@code
 * components/schemas}, everything else in place. What may be null says so.
 */
final class Schemas {

  /** By name, as they are found. */
  private final Map<String, Map<String, Object>> named = new TreeMap<>();

  /** By name, what it describes: two types of one simple name get two names. */
  private final Map<String, String> owners = new HashMap<>();

  Map<String, Map<String, Object>> named() {
    return named;
  }

  Map<String, Object> of(Type type) {
    return of(type, Map.of());
  }

  /** A schema; the variables are those of the generic record that is being described. */
  private Map<String, Object> of(Type type, Map<String, Type> variables) {
    Type known = variables.getOrDefault(type.getTypeName(), type);
    if (known instanceof ParameterizedType generic
        && generic.getRawType() instanceof Class<?> raw) {
      Type[] arguments = generic.getActualTypeArguments();
      if (Collection.class.isAssignableFrom(raw)) {
        return Map.of("type", "array", "items", of(arguments[0], variables));
      }
      if (Map.class.isAssignableFrom(raw)) {
        return Map.of("type", "object", "additionalProperties", of(arguments[1], variables));
      }
      if (raw.isRecord()) {
        return generic(raw, arguments);
      }
    }
    if (known instanceof Class<?> type1) {
      return plain(type1);
    }
    return Map.of();
  }

  private Map<String, Object> plain(Class<?> type) {
    if (type.isRecord()) {
      return record(name(type), type, Map.of());
    }
    if (type == boolean.class || type == Boolean.class) {
      return Map.of("type", "boolean");
    }
    if (type == int.class || type == Integer.class) {
      return Map.of("type", "integer", "format", "int32");
    }
    if (type == long.class || type == Long.class) {
      return Map.of("type", "integer", "format", "int64");
    }
    if (type == double.class || type == Double.class) {
      return Map.of("type", "number");
    }
    if (type == Instant.class) {
      return Map.of("type", "string", "format", "date-time");
    }
    return type == String.class || type.isEnum() ? Map.of("type", "string") : Map.of();
  }

  private Map<String, Object> generic(Class<?> raw, Type[] arguments) {
    Map<String, Type> variables = new LinkedHashMap<>();
    StringBuilder name = new StringBuilder(name(raw));
    for (int i = 0; i < arguments.length; i++) {
      variables.put(raw.getTypeParameters()[i].getTypeName(), arguments[i]);
      name.append("Of").append(arguments[i] instanceof Class<?> type ? name(type) : "Object");
    }
    return record(name.toString(), raw, variables);
  }

  private Map<String, Object> record(String wanted, Class<?> type, Map<String, Type> variables) {
    String key = type.getName() + variables;
    String name = wanted;
    for (int i = 2; !owners.computeIfAbsent(name, n -> key).equals(key); i++) {
      name = wanted + i;
    }
    if (!named.containsKey(name)) {
      Map<String, Object> schema = new LinkedHashMap<>();
      named.put(name, schema);
      Map<String, Object> properties = new LinkedHashMap<>();
      for (RecordComponent component : type.getRecordComponents()) {
        Map<String, Object> property = of(component.getGenericType(), variables);
        properties.put(
            snakeCase(component.getName()),
            component.getAnnotatedType().isAnnotationPresent(Nullable.class)
                ? orNull(property)
                : property);
      }
      schema.put("type", "object");
      schema.put("properties", properties);
      schema.put("required", List.copyOf(properties.keySet()));
    }
    return Map.of("$ref", "#/components/schemas/" + name);
  }

  /** {@code PoolView} is {@code Pool}; what is nested carries the outer name. */
  private static String name(Class<?> type) {
    String simple = type.getSimpleName();
    String own = simple.endsWith("View") ? simple.substring(0, simple.length() - 4) : simple;
    Class<?> outer = type.getEnclosingClass();
    return outer == null || !outer.isRecord() ? own : name(outer) + own;
  }

  private static Map<String, Object> orNull(Map<String, Object> schema) {
    if (schema.get("type") instanceof String type) {
      Map<String, Object> either = new LinkedHashMap<>(schema);
      either.put("type", List.of(type, "null"));
      return either;
    }
    return Map.of("anyOf", List.of(schema, Map.of("type", "null")));
  }

  /** {@code maxSizeMs} is {@code max_size_ms}. */
  static String snakeCase(String name) {
    return name.replaceAll("(?<=[a-z0-9])(?=[A-Z])", "_").toLowerCase(Locale.ROOT);
  }

  /**
   * The body of a request that sets these.
   *
   * @param creates whether what is required has to be there
   */
  static Map<String, Object> ofSettings(Collection<Setting> settings, boolean creates) {
    Map<String, Object> root = object();
    List<String> required = new ArrayList<>();
    for (Setting setting : settings) {
      if (creates && setting.required()) {
        required.add(setting.name());
      }
      Map<String, Object> place = root;
      String[] path = setting.name().split("\\.", -1);
      for (int i = 0; i < path.length - 1; i++) {
        place = child(place, path[i]);
      }
      properties(place).put(path[path.length - 1], ofSetting(setting));
    }
    if (!required.isEmpty()) {
      root.put("required", required);
    }
    return root;
  }

  private static Map<String, Object> ofSetting(Setting setting) {
    Map<String, Object> schema = new LinkedHashMap<>();
    String type =
        switch (setting.type()) {
          case BOOLEAN -> "boolean";
          case INTEGER -> "integer";
          case DECIMAL -> "number";
          case TEXT -> "string";
          case LIST -> "array";
          case MAP -> "object";
        };
    schema.put("type", setting.clearable() ? List.of(type, "null") : type);
    switch (setting.type()) {
      case LIST -> schema.put("items", Map.of("type", "string"));
      case MAP -> schema.put("additionalProperties", Map.of("type", "string"));
      case INTEGER -> schema.put("format", "int64");
      default -> {}
    }
    schema.put("description", setting.description());
    Object value = defaultOf(setting);
    if (value != null) {
      schema.put("default", value);
    }
    if (setting.secret()) {
      schema.put("writeOnly", true);
    }
    schema.put("x-change", setting.change().name().toLowerCase(Locale.ROOT));
    return schema;
  }

  private static @Nullable Object defaultOf(Setting setting) {
    String text = setting.defaultText();
    if (text == null) {
      return null;
    }
    return switch (setting.type()) {
      case BOOLEAN -> Boolean.valueOf(text.trim());
      case INTEGER -> Long.valueOf(text.trim());
      case DECIMAL -> Double.valueOf(text.trim());
      case LIST -> ListText.split(text);
      case TEXT, MAP -> text;
    };
  }

  private static Map<String, Object> object() {
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("type", "object");
    schema.put("properties", new LinkedHashMap<String, Object>());
    return schema;
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> properties(Map<String, Object> object) {
    return (Map<String, Object>) object.get("properties");
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> child(Map<String, Object> object, String name) {
    return (Map<String, Object>) properties(object).computeIfAbsent(name, n -> object());
  }
}

package io.fairlead.graphql.schema;

import io.fairlead.graphql.schema.OutputType.OutputField;
import io.fairlead.graphql.spi.Shape;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Derives types from records, each once with all that it leads to.
 *
 * <p>A component is null only where JSpecify says {@code @Nullable}. {@code int} is {@code Int},
 * {@code long} {@code BigInt}, {@code double} {@code Float}; by its name a component is an {@code
 * ID} ({@code id}, {@code poolId}), a duration in whole seconds ({@code ageSecs}: {@code Int}, good
 * for 68 years) or in milliseconds ({@code skipMs}: {@code Float}).
 */
final class RecordTypes {

  private final String owner;
  private final Map<Class<?>, Rule> rules = new LinkedHashMap<>();
  private final Map<String, OutputType> types = new LinkedHashMap<>();

  /** How a record is named. */
  private record Rule(String name, Map<String, String> renamed) {}

  /**
   * @param owner the fragment's class, for sentences
   */
  RecordTypes(String owner) {
    this.owner = owner;
  }

  void rule(Class<? extends Record> source, String name, Map<String, String> renamed) {
    List<String> components =
        Arrays.stream(source.getRecordComponents()).map(RecordComponent::getName).toList();
    for (String component : renamed.keySet()) {
      if (!components.contains(component)) {
        throw new RejectedFragmentException(
            owner,
            source.getName() + " has no component " + component,
            "only a component is renamed");
      }
    }
    if (rules.put(source, new Rule(name, Map.copyOf(renamed))) != null) {
      throw new RejectedFragmentException(
          owner, source.getName() + " is named twice", "a record has one type");
    }
  }

  /** All types derived so far, by name. */
  Map<String, OutputType> types() {
    return types;
  }

  /** The same shape with records by their types' names, which are derived where they are new. */
  Shape resolve(Shape shape) {
    if (shape instanceof Shape.Required required) {
      return resolve(required.shape()).required();
    }
    if (shape instanceof Shape.ListOf list) {
      return new Shape.ListOf(resolve(list.element()));
    }
    return shape instanceof Shape.Output output
        ? derive(output.source(), output.parameters())
        : shape;
  }

  private Shape derive(Class<?> source, List<Class<?>> parameters) {
    Rule rule = rules.getOrDefault(source, new Rule(source.getSimpleName(), Map.of()));
    StringBuilder name = new StringBuilder();
    parameters.forEach(p -> name.append(nameOf(p)));
    name.append(rule.name());
    String typeName = GraphqlNames.checkType(name.toString(), owner, source.getName());
    OutputType known = types.get(typeName);
    if (known != null && known.source() != source) {
      throw new RejectedFragmentException(
          owner,
          "type %s follows from %s and from %s"
              .formatted(typeName, known.source().getName(), source.getName()),
          "a type follows from one record");
    }
    if (known == null) {
      // Known before its fields are, so that a record may lead to itself.
      types.put(typeName, new OutputType(typeName, source, List.of()));
      types.put(typeName, new OutputType(typeName, source, fields(source, parameters, rule)));
    }
    return new Shape.Named(typeName);
  }

  private String nameOf(Class<?> source) {
    Rule rule = rules.get(source);
    return rule == null ? source.getSimpleName() : rule.name();
  }

  private List<OutputField> fields(Class<?> source, List<Class<?>> parameters, Rule rule) {
    if (!Modifier.isPublic(source.getModifiers())) {
      throw new RejectedFragmentException(
          owner, source.getName() + " is not public", "the host reads its components");
    }
    List<OutputField> fields = new ArrayList<>();
    for (RecordComponent component : source.getRecordComponents()) {
      String field = rule.renamed().getOrDefault(component.getName(), component.getName());
      String place = source.getName() + "." + component.getName();
      GraphqlNames.checkField(field, owner, place);
      Map<String, Class<?>> variables = new LinkedHashMap<>();
      TypeVariable<?>[] names = source.getTypeParameters();
      for (int i = 0; i < Math.min(names.length, parameters.size()); i++) {
        variables.put(names[i].getName(), parameters.get(i));
      }
      Shape shape = shape(component.getAnnotatedType(), component.getName(), place, variables);
      fields.add(new OutputField(field, shape, component.getAccessor()));
    }
    return fields;
  }

  private Shape shape(
      AnnotatedType annotated, String name, String place, Map<String, Class<?>> variables) {
    Shape shape = nullable(annotated.getType(), annotated, name, place, variables);
    return isNullable(annotated) ? shape : shape.required();
  }

  private Shape nullable(
      Type type,
      AnnotatedType annotated,
      String name,
      String place,
      Map<String, Class<?>> variables) {
    Type meant = type instanceof TypeVariable<?> v ? variables.get(v.getName()) : type;
    if (meant instanceof ParameterizedType parameterized) {
      if (parameterized.getRawType() == Map.class) {
        return Shape.JSON;
      }
      if (parameterized.getRawType() == List.class
          && annotated instanceof AnnotatedParameterizedType inner) {
        return new Shape.ListOf(
            shape(inner.getAnnotatedActualTypeArguments()[0], name, place, variables));
      }
    }
    if (meant instanceof Class<?> plain) {
      Shape scalar = scalar(plain, name);
      if (scalar != null) {
        return scalar;
      }
      if (plain.isRecord()) {
        return derive(plain, List.of());
      }
    }
    throw new RejectedFragmentException(
        owner,
        place + ": " + type.getTypeName() + " has no GraphQL type",
        "a component is a boolean, number, String, Instant, enum, Map, List or record");
  }

  private static @Nullable Shape scalar(Class<?> type, String name) {
    if (isIdentifier(name) && (type == String.class || isWhole(type))) {
      return Shape.ID;
    }
    if (isWhole(type)) {
      if (name.endsWith("Ms")) {
        return Shape.FLOAT;
      }
      boolean seconds = name.endsWith("Secs") || name.endsWith("Seconds");
      return type == int.class || type == Integer.class || seconds ? Shape.INT : Shape.BIG_INT;
    }
    if (type == String.class || type.isEnum()) {
      return Shape.STRING;
    }
    if (type == boolean.class || type == Boolean.class) {
      return Shape.BOOLEAN;
    }
    if (type == double.class || type == Double.class || type == float.class) {
      return Shape.FLOAT;
    }
    return type == Instant.class ? Shape.DATE_TIME : type == Map.class ? Shape.JSON : null;
  }

  private static boolean isIdentifier(String name) {
    return name.equals("id") || name.endsWith("Id");
  }

  private static boolean isWhole(Class<?> type) {
    return type == int.class
        || type == Integer.class
        || type == long.class
        || type == Long.class
        || type == BigInteger.class;
  }

  /** By name: the annotation may have come through another class loader. */
  private static boolean isNullable(AnnotatedType type) {
    return Arrays.stream(type.getAnnotations())
        .anyMatch(a -> a.annotationType().getName().equals("org.jspecify.annotations.Nullable"));
  }
}

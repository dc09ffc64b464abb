package io.fairlead.graphql.spi;

import java.util.List;

/** The type of an argument, an input's field or a result. Nullable unless {@link #required}. */
public sealed interface Shape {

  Shape ID = new Named("ID");
  Shape STRING = new Named("String");
  Shape INT = new Named("Int");
  Shape FLOAT = new Named("Float");
  Shape BOOLEAN = new Named("Boolean");

  /** A whole number beyond 32 bits: goes out as text, comes in as text or number. */
  Shape BIG_INT = new Named("BigInt");

  /** RFC 3339 in UTC; an {@link java.time.Instant}. */
  Shape DATE_TIME = new Named("DateTime");

  /** Maps, lists, texts, numbers and booleans as they are. */
  Shape JSON = new Named("JSON");

  /** The type that follows from a record. */
  static Shape of(Class<? extends Record> source) {
    return new Output(source, List.of());
  }

  /** The type that follows from a record with type parameters: a page of connections. */
  static Shape of(Class<? extends Record> source, Class<?>... parameters) {
    return new Output(source, List.of(parameters));
  }

  /** A list of these, without nulls. */
  default Shape list() {
    return new ListOf(required());
  }

  /** This, never null. */
  default Shape required() {
    return this instanceof Required ? this : new Required(this);
  }

  /** A scalar, or a type that is known by its name. */
  record Named(String name) implements Shape {}

  record Output(Class<? extends Record> source, List<Class<?>> parameters) implements Shape {}

  /** An input object; every field is one of {@code fields}. */
  record Input(String name, List<Argument> fields) implements Shape {
    public Input {
      fields = List.copyOf(fields);
    }
  }

  record ListOf(Shape element) implements Shape {}

  record Required(Shape shape) implements Shape {}
}

package io.fairlead.graphql.spi;

/**
 * An argument of a field, or a field of an input.
 *
 * @param description one sentence for the schema's documentation; may be empty
 */
public record Argument(String name, Shape shape, String description) {

  public static Argument of(String name, Shape shape) {
    return new Argument(name, shape, "");
  }
}

package io.fairlead.graphql.schema;

import io.fairlead.graphql.spi.Shape;
import java.lang.reflect.Method;
import java.util.List;

/**
 * A type that follows from a record. Two are the same when they have the same fields from the same
 * record.
 *
 * @param source the record
 */
record OutputType(String name, Class<?> source, List<OutputField> fields) {

  /**
   * @param shape with types of records by their names
   * @param accessor of the component
   */
  record OutputField(String name, Shape shape, Method accessor) {}
}

/** Fragments become one schema, on change only. */
@org.jspecify.annotations.NullMarked
package io.fairlead.graphql.schema;

/** From a query's text to its answer or its stream, within limits. */
@org.jspecify.annotations.NullMarked
package io.fairlead.graphql.execution;

/** Traffic over GraphQL. */
@org.jspecify.annotations.NullMarked
package io.fairlead.graphql.traffic;

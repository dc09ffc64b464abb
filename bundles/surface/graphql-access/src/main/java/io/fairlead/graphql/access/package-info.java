/** Users and roles over GraphQL. */
@org.jspecify.annotations.NullMarked
package io.fairlead.graphql.access;

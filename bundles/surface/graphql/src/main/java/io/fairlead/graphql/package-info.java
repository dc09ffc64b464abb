/** GraphQL host. */
@org.jspecify.annotations.NullMarked
package io.fairlead.graphql;

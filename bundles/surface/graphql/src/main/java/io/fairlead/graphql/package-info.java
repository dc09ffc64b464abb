/** The GraphQL host: its services, as the framework sees them. */
@org.jspecify.annotations.NullMarked
package io.fairlead.graphql;

/** Pools, connections, sessions and the network over GraphQL: the twins of REST's operations. */
@org.jspecify.annotations.NullMarked
package io.fairlead.graphql.traffic;

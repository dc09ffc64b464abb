/**
 * Network, pools, connections and sessions over GraphQL: the same records and the same facades as
 * REST, under the same operations' names.
 */
@org.jspecify.annotations.NullMarked
package io.fairlead.graphql.traffic;

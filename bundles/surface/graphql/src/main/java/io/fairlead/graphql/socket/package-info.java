/** Operations over a WebSocket, by the protocol graphql-transport-ws. */
@org.jspecify.annotations.NullMarked
package io.fairlead.graphql.socket;

/**
 * The native protocol: requests and answers in bincode 2's standard encoding, without framing and
 * without authentication. {@code docs/protocol.md} describes it for clients.
 */
@org.jspecify.annotations.NullMarked
package io.fairlead.wire.basic;

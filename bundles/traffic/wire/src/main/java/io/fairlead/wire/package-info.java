/**
 * The transport: listeners, their clients' sockets, protocols told apart by the first byte, replies
 * that spill to disk. Plain Java on Netty; {@link io.fairlead.wire.WireComponent} and its
 * neighbours are all that knows OSGi.
 */
@org.jspecify.annotations.NullMarked
package io.fairlead.wire;

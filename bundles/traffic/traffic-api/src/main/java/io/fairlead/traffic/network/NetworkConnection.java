package io.fairlead.traffic.network;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A client's socket.
 *
 * @param connectionId a positive number, as text
 * @param protocol the protocol's name; {@code unknown} before the first byte
 * @param state established, closing or closed
 */
public record NetworkConnection(
    String connectionId,
    String remoteAddress,
    String localAddress,
    String protocol,
    String state,
    @Nullable Long sessionId,
    Instant connectedAt,
    long bytesSent,
    long bytesReceived,
    Instant lastActivity,
    String listener,
    boolean tls) {}

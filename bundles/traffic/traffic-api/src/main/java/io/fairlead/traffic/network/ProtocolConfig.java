package io.fairlead.traffic.network;

import org.jspecify.annotations.Nullable;

/**
 * What all native listeners share.
 *
 * @param maxPacketSize the longest SQL text in bytes
 * @param compressionEnabled always false while no codec bundle is there
 * @param encryptionEnabled whether every native listener has TLS
 * @param keepAliveIntervalSecs TCP keep-alive of the sockets: idle time before the first probe
 * @param timeoutSecs a client that asks nothing for so long is told and closed
 * @param requestTimeoutSecs a request that has begun to arrive must be complete within this time
 * @param maxResultRows a result with more rows is an Error
 * @param maxResultBytes a result of more encoded bytes is an Error
 * @param spillThresholdBytes a result beyond this goes to a temporary file
 */
public record ProtocolConfig(
    String protocolVersion,
    int maxPacketSize,
    boolean compressionEnabled,
    boolean encryptionEnabled,
    int keepAliveIntervalSecs,
    int timeoutSecs,
    int requestTimeoutSecs,
    int maxResultRows,
    long maxResultBytes,
    long spillThresholdBytes,
    String revision,
    boolean applied,
    @Nullable String configError) {}

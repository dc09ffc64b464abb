package io.fairlead.traffic.network;

import java.util.List;

/**
 * @param status healthy, degraded (something below full, see reasons) or unhealthy (no client can
 *     be served)
 * @param bytesSent to clients, since the start
 * @param errors protocol errors, aborted connections and failed binds since the start
 * @param rejectedConnections refused at the cap since the start
 */
public record NetworkStatus(
    String status,
    List<String> reasons,
    int activeConnections,
    long totalConnectionsLifetime,
    long bytesSent,
    long bytesReceived,
    long errors,
    long uptimeSeconds,
    long rejectedConnections) {}

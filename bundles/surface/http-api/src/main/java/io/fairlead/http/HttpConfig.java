package io.fairlead.http;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The limits of HTTP, and who is served.
 *
 * @param hostNames under which the server is served, besides localhost and its address
 * @param allowedOrigins whose pages may ask
 * @param writeTimeoutSecs how long an answer may make no progress
 * @param maxPendingBodyBytes of all bodies that are still arriving
 */
public record HttpConfig(
    List<String> hostNames,
    List<String> allowedOrigins,
    long maxBodyBytes,
    long maxPendingBodyBytes,
    int bodyTimeoutSecs,
    int headerTimeoutSecs,
    int writeTimeoutSecs,
    int maxConnections,
    int maxConnectionsPerAddressPercent,
    int drainSecs,
    int lingerMs,
    String revision,
    boolean applied,
    @Nullable String configError) {}

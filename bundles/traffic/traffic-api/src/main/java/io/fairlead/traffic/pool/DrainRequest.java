package io.fairlead.traffic.pool;

import java.time.Duration;

/**
 * @param serveWaiters whether those who wait now are still served; otherwise each gets an error at
 *     once
 * @param deadline when what is still out is cancelled and closed, its holder gets an Error
 */
public record DrainRequest(boolean serveWaiters, Duration deadline) {}

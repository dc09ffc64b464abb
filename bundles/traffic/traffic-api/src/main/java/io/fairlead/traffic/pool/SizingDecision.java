package io.fairlead.traffic.pool;

import java.time.Instant;

/**
 * A pool became larger or smaller, or tried to.
 *
 * @param from connections that were there or being opened
 * @param to how many it was to be
 * @param reason {@code 7 waiting, p95 wait 41 ms in the last 60 s}
 */
public record SizingDecision(Instant at, int from, int to, String reason) {}

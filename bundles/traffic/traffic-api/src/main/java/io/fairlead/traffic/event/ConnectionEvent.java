package io.fairlead.traffic.event;

import java.time.Instant;

/** A database connection was created, destroyed, acquired or released. */
public record ConnectionEvent(String type, long connectionId, String poolId, Instant timestamp) {}

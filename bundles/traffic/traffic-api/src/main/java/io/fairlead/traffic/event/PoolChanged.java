package io.fairlead.traffic.event;

import java.time.Instant;

/** A pool was created, changed, removed, or its state turned: {@code what} says it in a word. */
public record PoolChanged(String poolId, String what, Instant timestamp) {}

package io.fairlead.traffic.event;

import java.time.Instant;

/** A session was created or terminated, or became idle or active. */
public record SessionEvent(String type, long sessionId, Instant timestamp) {}

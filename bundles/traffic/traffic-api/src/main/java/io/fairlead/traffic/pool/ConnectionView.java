package io.fairlead.traffic.pool;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One database connection.
 *
 * @param sessionId the session that holds it; null when none does
 * @param username the holder's user; null when idle
 * @param database the database's name as the driver says it
 * @param clientAddress where the holder's client is; null when idle
 * @param state idle, active, validating, resetting, cancelling, stuck or closing
 * @param statement what runs on it now; null when nothing does
 * @param pinnedBecause why it stays with its session; null when it does not
 * @param transaction whether a transaction is open on it
 * @param generation of the pool's generations the one that it belongs to
 * @param leakSuspect whether it has been out for longer than the pool's leak threshold
 */
public record ConnectionView(
    long connectionId,
    String poolId,
    @Nullable Long sessionId,
    @Nullable String username,
    @Nullable String database,
    @Nullable String clientAddress,
    Instant createdAt,
    Instant lastActivity,
    long queriesExecuted,
    String state,
    long idleTimeSecs,
    @Nullable String statement,
    @Nullable String pinnedBecause,
    boolean transaction,
    long ageSecs,
    long borrowCount,
    int generation,
    boolean leakSuspect) {}

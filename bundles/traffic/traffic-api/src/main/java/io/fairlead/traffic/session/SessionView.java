package io.fairlead.traffic.session;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One session.
 *
 * @param state active (a statement runs), waiting (for a connection), idle_in_transaction or idle
 * @param currentQuery what runs now, cut at 1,000 characters; null when nothing does
 * @param transactionId the open transaction; null when none is
 * @param statements how many it has run
 * @param transactions how many it has begun, as a request or as text
 * @param connectionId the database connection that it holds; null when it holds none
 * @param waitingFor the pool whose connection it waits for; null when it does not
 * @param pinnedBecause why it keeps its connection between statements; null when it does not
 */
public record SessionView(
    long sessionId,
    String username,
    String database,
    String pool,
    String clientAddress,
    String listener,
    String protocol,
    Instant createdAt,
    Instant lastActivity,
    String state,
    @Nullable String currentQuery,
    @Nullable Long transactionId,
    @Nullable Long connectionId,
    long statements,
    long transactions,
    @Nullable String waitingFor,
    @Nullable String pinnedBecause) {}

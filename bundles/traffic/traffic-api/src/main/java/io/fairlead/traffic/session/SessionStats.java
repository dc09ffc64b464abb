package io.fairlead.traffic.session;

/**
 * Numbers over all sessions.
 *
 * @param activeSessions those that run or wait now
 * @param totalSessions those that are open now
 * @param totalConnections how many client connections have had a session since the start
 * @param peakSessions the most at one time since the start
 * @param avgSessionDuration mean length in seconds of those that have ended
 */
public record SessionStats(
    int activeSessions,
    int idleSessions,
    int totalSessions,
    long totalConnections,
    int peakSessions,
    int peakConnections,
    double avgSessionDuration) {}

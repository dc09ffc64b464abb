package io.fairlead.traffic.pool;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The numbers of a pool's wait queue since the pool was made. Times in milliseconds, of those who
 * had to wait and were granted.
 *
 * @param totalDequeued granted after a wait
 * @param refused turned away: the queue was full, it was cleared, the pool closed, a deadlock, or
 *     the pool to move to did not take it
 * @param moved taken in by another pool, which counts what becomes of them, when this one drained
 * @param boostedCount levels by which long waiters were raised
 */
public record WaitQueueStats(
    String poolId,
    int currentSize,
    int maxSize,
    long totalEnqueued,
    long totalDequeued,
    double averageWaitTimeMs,
    double maxWaitTimeMs,
    double p50,
    double p95,
    double p99,
    long timeouts,
    long cancelled,
    long refused,
    long cleared,
    long moved,
    long boostedCount,
    long deadlocksDetected,
    @Nullable Deadlock lastDeadlock) {

  /**
   * Waiters that wait for each other and for nobody else.
   *
   * @param members who waits, on which pool, holding what
   * @param refused who was refused for it; null when it was only reported
   */
  public record Deadlock(Instant at, List<String> members, @Nullable String refused) {}
}

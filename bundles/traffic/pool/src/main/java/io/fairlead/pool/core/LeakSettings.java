package io.fairlead.pool.core;

import java.time.Duration;

/**
 * When a loan is taken for a leak, and what is done about it.
 *
 * @param threshold zero to look for none
 * @param reclaim whether the connection is taken back and replaced
 * @param stacks whether each borrower's stack is kept, not only that of a thread that is found to
 *     hold a connection for too long
 */
public record LeakSettings(Duration threshold, boolean reclaim, boolean stacks) {

  public static final LeakSettings OFF = new LeakSettings(Duration.ZERO, false, false);
}

package io.fairlead.kernel.audit;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How the audit is kept, and how it fares.
 *
 * @param maxFileBytes a file that has grown so long is followed by another
 * @param maxFiles how many there are; beyond it the oldest goes
 * @param files how many there are now
 * @param bytes how long they are together
 * @param waiting records that the disk has not taken yet
 * @param lost records that were neither written nor kept, since the start
 * @param lastError why the disk did not take them; null when it takes them
 */
public record AuditConfig(
    long maxFileBytes,
    int maxFiles,
    int files,
    long bytes,
    int waiting,
    long lost,
    @Nullable LastError lastError,
    String revision,
    boolean applied,
    @Nullable String configError) {

  /** When it began, and what it is. */
  public record LastError(Instant at, String text) {}
}

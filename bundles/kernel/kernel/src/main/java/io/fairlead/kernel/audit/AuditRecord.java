package io.fairlead.kernel.audit;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One line of the audit.
 *
 * @param at when it was noted
 * @param user who; see {@link AuditEntry} for this and the next ones
 * @param count how many attempts this stands for: 1, or more where the same was refused again and
 *     again, and the rest of a minute was only counted
 */
public record AuditRecord(
    Instant at,
    String user,
    String address,
    String surface,
    String operation,
    String target,
    @Nullable Map<String, String> before,
    @Nullable Map<String, String> after,
    String outcome,
    int count) {

  /** One entry, noted then. */
  public static AuditRecord of(Instant at, AuditEntry entry) {
    return new AuditRecord(
        at,
        entry.user(),
        entry.address(),
        entry.surface(),
        entry.operation(),
        entry.target(),
        entry.before(),
        entry.after(),
        entry.outcome(),
        1);
  }
}

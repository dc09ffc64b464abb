package io.fairlead.kernel.audit;

import io.fairlead.kernel.access.Caller;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What somebody did, or was not let do.
 *
 * @param user the name of somebody who is known; empty when nobody known is behind it
 * @param address from where, as text; empty for what comes from no network
 * @param surface by which way: {@code rest}, {@code graphql}, {@code shell}, {@code http} (refused
 *     before a surface took it), {@code file} (an edit by hand), {@code server} (by itself)
 * @param operation the operationId
 * @param target what it was done to: a name, an id; empty when there is only one
 * @param before the values that changed, as they were, write-only ones as {@code ***}; null when
 *     there were none
 * @param after the values that changed, as they are now; of what was refused, those that were
 *     wanted; null when there are none
 * @param outcome {@link #OK}, or the code of the refusal
 */
public record AuditEntry(
    String user,
    String address,
    String surface,
    String operation,
    String target,
    @Nullable Map<String, String> before,
    @Nullable Map<String, String> after,
    String outcome) {

  /** The outcome of what was done. */
  public static final String OK = "OK";

  public AuditEntry {
    before = before == null ? null : Map.copyOf(before);
    after = after == null ? null : Map.copyOf(after);
  }

  /** Somebody was not let do something. */
  public static AuditEntry refused(
      Caller caller, String surface, String operation, String target, String code) {
    return new AuditEntry(
        caller.name(), caller.address(), surface, operation, target, null, null, code);
  }
}

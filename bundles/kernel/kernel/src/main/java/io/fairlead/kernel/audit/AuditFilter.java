package io.fairlead.kernel.audit;

import io.fairlead.kernel.error.Invalid;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which records are asked for; what is empty matches all.
 *
 * @param outcome a code, or {@value #REFUSED} for whatever is not {@link AuditEntry#OK}
 * @param since not before
 */
public record AuditFilter(
    Optional<String> user,
    Optional<String> operation,
    Optional<String> outcome,
    Optional<Instant> since) {

  /** As an outcome: any but OK. */
  public static final String REFUSED = "REFUSED";

  /** All there is. */
  public static final AuditFilter ALL =
      new AuditFilter(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

  /**
   * Takes what the caller gave, null where nothing was given.
   *
   * @throws Invalid when {@code since} is no time
   */
  public static AuditFilter of(
      @Nullable String user,
      @Nullable String operation,
      @Nullable String outcome,
      @Nullable String since) {
    return new AuditFilter(
        Optional.ofNullable(user),
        Optional.ofNullable(operation),
        Optional.ofNullable(outcome),
        Optional.ofNullable(since).map(AuditFilter::time));
  }

  public boolean matches(AuditRecord candidate) {
    return user.map(candidate.user()::equals).orElse(true)
        && operation.map(candidate.operation()::equals).orElse(true)
        && outcome.map(wanted -> isOutcome(wanted, candidate.outcome())).orElse(true)
        && since.map(time -> !candidate.at().isBefore(time)).orElse(true);
  }

  private static boolean isOutcome(String wanted, String outcome) {
    return wanted.equals(outcome) || wanted.equals(REFUSED) && !outcome.equals(AuditEntry.OK);
  }

  private static Instant time(String text) {
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      throw new Invalid("since", text, "a time such as 2026-01-31T12:00:00Z");
    }
  }
}

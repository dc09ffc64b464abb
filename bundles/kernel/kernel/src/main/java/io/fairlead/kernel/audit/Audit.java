package io.fairlead.kernel.audit;

import io.fairlead.kernel.access.Caller;
import io.fairlead.kernel.error.FairleadException;
import java.util.function.Supplier;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Takes note of what happens. It is always there: while nobody is deployed who could write it down,
 * so much is kept in memory, and the rest is counted.
 */
@ProviderType
@FunctionalInterface
public interface Audit {

  /**
   * Takes note. What was done is on the disk when it returns; what was refused may be a moment
   * later. Never throws for the audit's own sake.
   */
  void note(AuditEntry entry);

  /**
   * Begins something that changes something, on this thread, which has to end it.
   *
   * @param target what it is done to; empty when whoever stores the change knows better
   */
  default Act begin(Caller caller, String surface, String operation, String target) {
    return Act.begin(this, caller, surface, operation, target);
  }

  /** Does something that changes something, as an {@link Act}. */
  default <T extends @org.jspecify.annotations.Nullable Object> T audited(
      Caller caller, String surface, String operation, String target, Supplier<T> work) {
    try (Act act = begin(caller, surface, operation, target)) {
      try {
        T result = work.get();
        act.done();
        return result;
      } catch (FairleadException e) {
        act.refused(e.code());
        throw e;
      }
    }
  }
}

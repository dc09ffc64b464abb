package io.fairlead.kernel.audit;

import io.fairlead.kernel.access.Caller;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Something that somebody does that changes something, from its beginning to its end on one thread.
 * It leaves one record: when the change is stored, or at the end when nothing was stored.
 */
public final class Act implements AutoCloseable {

  /** The outcome of what failed in a way that nobody foresaw. */
  public static final String INTERNAL = "INTERNAL";

  private static final ThreadLocal<Act> PRESENT = new ThreadLocal<>();

  private final Audit audit;
  private final Caller caller;
  private final String surface;
  private final String operation;
  private final String target;
  private final @Nullable Act outer;
  private String user;
  private String aim = "";
  private @Nullable Map<String, String> wanted;
  private boolean noted;
  private boolean ended;

  private Act(
      Audit audit,
      Caller caller,
      String surface,
      String operation,
      String target,
      @Nullable Act outer) {
    this.audit = audit;
    this.caller = caller;
    this.surface = surface;
    this.operation = operation;
    this.target = target;
    this.outer = outer;
    this.user = caller.name();
  }

  static Act begin(Audit audit, Caller caller, String surface, String operation, String target) {
    Act act = new Act(audit, caller, surface, operation, target, PRESENT.get());
    PRESENT.set(act);
    return act;
  }

  /** The one that is under way on this thread. */
  public static Optional<Act> present() {
    return Optional.ofNullable(PRESENT.get());
  }

  /** Who began it. */
  public Caller caller() {
    return caller;
  }

  /**
   * Who it turned out to be, of somebody who was not known when it began; a name that is somebody's
   * only, as what else is typed for a name may be a password.
   */
  public void by(String name) {
    user = name;
  }

  /**
   * What it is to be done to, should it be refused and nobody have said so before.
   *
   * @param what a name; not more than somebody may see who sees settings
   */
  public void aims(String what) {
    aim = what;
  }

  /**
   * What is wanted, should it be refused.
   *
   * @param values without secrets, and few enough to be written down
   */
  public void wants(Map<String, String> values) {
    wanted = Map.copyOf(values);
  }

  /**
   * Something was stored. Its record is on the disk when this returns.
   *
   * @param stored what it was done to, where that was not known before
   * @param before the values that changed, without secrets; null when there were none
   * @param after as before
   */
  public void changed(
      String stored, @Nullable Map<String, String> before, @Nullable Map<String, String> after) {
    noted = true;
    note(target.isEmpty() ? stored : target, before, after, AuditEntry.OK);
  }

  /** It is done. */
  public void done() {
    if (!ended && !noted) {
      note(target, null, null, AuditEntry.OK);
    }
    ended = true;
  }

  /** It was not done, or not all of it. */
  public void refused(String code) {
    if (!ended) {
      note(target.isEmpty() ? aim : target, null, wanted, code);
    }
    ended = true;
  }

  /** Ends it on this thread; what was neither done nor refused has failed. */
  @Override
  public void close() {
    if (outer == null) {
      PRESENT.remove();
    } else {
      PRESENT.set(outer);
    }
    refused(INTERNAL);
  }

  private void note(
      String what,
      @Nullable Map<String, String> before,
      @Nullable Map<String, String> after,
      String outcome) {
    audit.note(
        new AuditEntry(user, caller.address(), surface, operation, what, before, after, outcome));
  }
}

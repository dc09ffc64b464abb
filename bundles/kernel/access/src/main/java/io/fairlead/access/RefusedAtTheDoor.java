package io.fairlead.access;

import io.fairlead.kernel.audit.Act;
import io.fairlead.kernel.audit.Audit;
import io.fairlead.kernel.audit.AuditEntry;
import io.fairlead.kernel.error.Unauthenticated;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Tells the audit of credentials that let nobody in, whatever they came for. A name is told only
 * when it is a user's: what else was typed there may be a password.
 */
final class RefusedAtTheDoor {

  private static final String SURFACE = "http";
  private static final String OPERATION = "authenticate";

  private final Audit audit;
  private final Function<String, Optional<User>> known;

  RefusedAtTheDoor(Audit audit, Function<String, Optional<User>> known) {
    this.audit = audit;
    this.known = known;
  }

  void note(@Nullable String authorization, String address, String code) {
    audit.note(
        new AuditEntry(user(authorization), address, SURFACE, OPERATION, "", null, null, code));
  }

  /** Somebody says who they are within an act that began without. */
  void nameInAct(String name) {
    known.apply(name).ifPresent(user -> Act.present().ifPresent(act -> act.by(user.name())));
  }

  private String user(@Nullable String authorization) {
    try {
      return known.apply(BasicHeader.parse(authorization).user()).map(User::name).orElse("");
    } catch (Unauthenticated e) {
      return "";
    }
  }
}

package io.fairlead.graphql.operation;

import io.fairlead.http.Credentials;
import io.fairlead.kernel.access.Access;
import io.fairlead.kernel.access.Caller;
import io.fairlead.kernel.audit.Audit;
import io.fairlead.kernel.error.Unavailable;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/** Asks who comes in and what they may do; while there is nobody to ask, nobody comes in. */
public final class Doorway {

  private final Audit audit;
  private volatile @Nullable Access access;

  public Doorway(Audit audit) {
    this.audit = audit;
  }

  /** Whom to ask from now on. */
  public synchronized void ask(Access asked) {
    access = asked;
  }

  /** Whom to ask no more. */
  public synchronized void leave(Access gone) {
    if (access == gone) {
      access = null;
    }
  }

  /** Whom to tell what was done. */
  public Audit audit() {
    return audit;
  }

  /** As {@link Access#authenticate}. */
  public Caller enter(@Nullable String authorization, String address) {
    return present().authenticate(authorization, address);
  }

  /** Who sends a request: by what it says or, when it says nothing, by its connection. */
  public Caller enter(HttpServletRequest request) {
    return present()
        .authenticate(
            Credentials.authorization(request),
            Credentials.certificate(request),
            request.getRemoteAddr());
  }

  /** Whether a request or its connection says who sends it. */
  public static boolean isNamed(HttpServletRequest request) {
    return Credentials.authorization(request) != null || Credentials.certificate(request) != null;
  }

  /** As {@link Access#authorize}. */
  public void authorize(Caller caller, String operation) {
    present().authorize(caller, operation);
  }

  /** As {@link Access#confirm}. */
  public void confirm(Caller caller, String operation) {
    present().confirm(caller, operation);
  }

  private Access present() {
    Access present = access;
    if (present == null) {
      throw new Unavailable("nobody is let in: the access service is not there");
    }
    return present;
  }
}

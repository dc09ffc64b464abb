package io.fairlead.graphql.operation;

import io.fairlead.kernel.access.Access;
import io.fairlead.kernel.access.Caller;
import io.fairlead.kernel.audit.Audit;
import io.fairlead.kernel.error.Unauthenticated;
import io.fairlead.kernel.error.Unavailable;
import jakarta.servlet.http.HttpServletRequest;
import java.security.cert.X509Certificate;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Asks who comes in and what they may do; while there is nobody to ask, nobody comes in. */
public final class Doorway {

  /** What a client has shown in TLS's handshake (Servlet 6.0, section 3.10). */
  private static final String CERTIFICATES = "jakarta.servlet.request.X509Certificate";

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
        .authenticate(authorization(request), certificateOf(request), request.getRemoteAddr());
  }

  private static @Nullable String authorization(HttpServletRequest request) {
    List<String> given = Collections.list(request.getHeaders("Authorization"));
    if (given.size() > 1) {
      throw new Unauthenticated("Authorization: given " + given.size() + " times (expected: once)");
    }
    return given.isEmpty() ? null : given.get(0);
  }

  /** Whether a request or its connection says who sends it. */
  public static boolean isNamed(HttpServletRequest request) {
    return request.getHeader("Authorization") != null || certificateOf(request) != null;
  }

  private static @Nullable X509Certificate certificateOf(HttpServletRequest request) {
    return request.getAttribute(CERTIFICATES) instanceof X509Certificate[] chain && chain.length > 0
        ? chain[0]
        : null;
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

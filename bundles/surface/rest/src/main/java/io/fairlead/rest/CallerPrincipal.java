package io.fairlead.rest;

import io.fairlead.kernel.access.Caller;
import jakarta.ws.rs.core.SecurityContext;
import java.security.Principal;

/**
 * Who asks, for operations that have to know: {@code @Context SecurityContext} gives it to them.
 *
 * @param caller as the access service said; without a name and roles where an operation is open to
 *     everybody
 */
public record CallerPrincipal(Caller caller) implements Principal {

  /** Who sent the request that is being answered. */
  public static Caller of(SecurityContext security) {
    if (security.getUserPrincipal() instanceof CallerPrincipal principal) {
      return principal.caller();
    }
    throw new IllegalStateException("the request came past the host");
  }

  @Override
  public String getName() {
    return caller.name();
  }
}

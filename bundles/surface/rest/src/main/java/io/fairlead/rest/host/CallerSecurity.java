package io.fairlead.rest.host;

import io.fairlead.kernel.access.Access;
import io.fairlead.kernel.access.Caller;
import io.fairlead.rest.CallerPrincipal;
import jakarta.ws.rs.core.SecurityContext;
import java.security.Principal;

/** What JAX-RS tells a resource of its caller. */
record CallerSecurity(Caller caller, boolean isSecure) implements SecurityContext {

  @Override
  public Principal getUserPrincipal() {
    return new CallerPrincipal(caller);
  }

  @Override
  public boolean isUserInRole(String role) {
    return caller.roles().contains(role);
  }

  @Override
  public String getAuthenticationScheme() {
    if (caller.credential().equals(Access.CERTIFICATE)) {
      return CLIENT_CERT_AUTH;
    }
    return caller.until() == null ? BASIC_AUTH : "BEARER";
  }
}

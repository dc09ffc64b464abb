package io.fairlead.rest.host;

import io.fairlead.kernel.error.Fault;
import io.fairlead.kernel.error.Forbidden;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Set;

/**
 * Refuses what a browser sends on behalf of another site. A browser that remembers the password
 * adds it to such requests too, and a write without a body needs no preflight.
 */
final class Origins {

  private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS");

  private Origins() {}

  /**
   * @throws Forbidden when the request would change something and comes from a page elsewhere
   */
  static void check(HttpServletRequest request) {
    if (SAFE.contains(request.getMethod())) {
      return;
    }
    String origin = request.getHeader("Origin");
    String host = request.getHeader("Host");
    if (origin != null && !origin.equals("http://" + host) && !origin.equals("https://" + host)) {
      throw new Forbidden("Origin: " + new Fault("", origin, "").value() + " is not this server");
    }
    String site = request.getHeader("Sec-Fetch-Site");
    if (site != null && !site.equals("same-origin") && !site.equals("none")) {
      throw new Forbidden("Sec-Fetch-Site: only pages of this server may change anything");
    }
  }
}

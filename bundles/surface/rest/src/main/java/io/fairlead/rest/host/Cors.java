package io.fairlead.rest.host;

import io.fairlead.http.Sites;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/**
 * What pages of allowed sites are told (Fetch standard, CORS protocol). They are never allowed what
 * the browser would send by itself: such a page gives a token, or it is nobody.
 */
final class Cors {

  private static final String METHODS = "GET, HEAD, POST, PUT, DELETE";
  private static final String HEADERS = "Authorization, Content-Type, If-Match, Accept";
  private static final String EXPOSED = "ETag, Location, Retry-After, Allow";
  private static final String MAX_AGE_SECS = "600";

  private final Sites sites;

  Cors(Sites sites) {
    this.sites = sites;
  }

  static boolean isPreflight(HttpServletRequest request) {
    return request.getMethod().equals("OPTIONS")
        && request.getHeader("Origin") != null
        && request.getHeader("Access-Control-Request-Method") != null;
  }

  /** Sets what an answer needs so that an allowed page may read it. */
  void answer(HttpServletRequest request, HttpServletResponse response) {
    if (!sites.isOpen()) {
      return;
    }
    // Also where no page asks: a cache must not give that answer to one.
    response.addHeader("Vary", "Origin");
    String origin = request.getHeader("Origin");
    if (sites.allows(origin)) {
      response.setHeader("Access-Control-Allow-Origin", origin);
      response.setHeader("Access-Control-Expose-Headers", EXPOSED);
    }
  }

  /** Answers a preflight, which never has credentials: what may be asked is no secret. */
  void preflight(HttpServletRequest request, HttpServletResponse response) {
    if (sites.isOpen()) {
      response.addHeader(
          "Vary", "Origin, Access-Control-Request-Method, Access-Control-Request-Headers");
    }
    String origin = request.getHeader("Origin");
    if (sites.allows(origin)) {
      response.setHeader("Access-Control-Allow-Origin", origin);
      response.setHeader("Access-Control-Allow-Methods", METHODS);
      response.setHeader("Access-Control-Allow-Headers", HEADERS);
      response.setHeader("Access-Control-Max-Age", MAX_AGE_SECS);
    }
    response.setStatus(HttpServletResponse.SC_NO_CONTENT);
  }
}

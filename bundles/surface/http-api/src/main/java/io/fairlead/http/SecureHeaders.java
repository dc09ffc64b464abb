package io.fairlead.http;

import jakarta.servlet.http.HttpServletResponse;

/** The headers by which a browser keeps what comes from here to itself. */
public final class SecureHeaders {

  private SecureHeaders() {}

  /** For every answer; a page then says in a policy of its own what it is made of. */
  public static void set(HttpServletResponse response) {
    response.setHeader("X-Content-Type-Options", "nosniff");
    response.setHeader("X-Frame-Options", "DENY");
    response.setHeader("Referrer-Policy", "no-referrer");
    response.setHeader("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
    response.setHeader("Cross-Origin-Resource-Policy", "same-origin");
    response.setHeader("Cache-Control", "no-store");
  }

  /**
   * For what a page is made of, after {@link #set}.
   *
   * @param policy its content security policy
   */
  public static void page(HttpServletResponse response, String policy) {
    response.setHeader("Content-Security-Policy", policy);
    response.setHeader("Cross-Origin-Opener-Policy", "same-origin");
  }
}

package io.fairlead.http;

import io.fairlead.kernel.error.Unauthenticated;
import jakarta.servlet.http.HttpServletRequest;
import java.security.cert.X509Certificate;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a request says of who sends it. For a page of another site only a token counts: a password
 * that the browser remembers, or a certificate of its user, it adds to whatever a page makes it
 * send.
 */
public final class Credentials {

  /** What a client has shown in TLS's handshake (Servlet 6.0, section 3.10). */
  private static final String CERTIFICATES = "jakarta.servlet.request.X509Certificate";

  private static final String BEARER = "Bearer ";

  private Credentials() {}

  /**
   * The value of {@code Authorization}; null when there is none that counts.
   *
   * @throws Unauthenticated when there are several
   */
  public static @Nullable String authorization(HttpServletRequest request) {
    List<String> given = Collections.list(request.getHeaders("Authorization"));
    if (given.size() > 1) {
      throw new Unauthenticated("Authorization: given " + given.size() + " times (expected: once)");
    }
    return given.isEmpty() || Sites.isForeign(request) && !isToken(given.get(0))
        ? null
        : given.get(0);
  }

  /** The client's own certificate, which TLS has verified; null when there is none that counts. */
  public static @Nullable X509Certificate certificate(HttpServletRequest request) {
    return request.getAttribute(CERTIFICATES) instanceof X509Certificate[] chain
            && chain.length > 0
            && !Sites.isForeign(request)
        ? chain[0]
        : null;
  }

  /** Whether that is a token and no password. */
  public static boolean isToken(String authorization) {
    return authorization.regionMatches(true, 0, BEARER, 0, BEARER.length());
  }
}

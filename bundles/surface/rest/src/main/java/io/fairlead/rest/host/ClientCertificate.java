package io.fairlead.rest.host;

import jakarta.servlet.http.HttpServletRequest;
import java.security.cert.X509Certificate;
import org.jspecify.annotations.Nullable;

/** What a client has shown in the handshake of its connection. */
final class ClientCertificate {

  /** The servlet container's word for it (Servlet 6.0, section 3.10). */
  private static final String ATTRIBUTE = "jakarta.servlet.request.X509Certificate";

  private ClientCertificate() {}

  /** The client's own certificate, which TLS has verified; null when there is none. */
  static @Nullable X509Certificate of(HttpServletRequest request) {
    return request.getAttribute(ATTRIBUTE) instanceof X509Certificate[] chain && chain.length > 0
        ? chain[0]
        : null;
  }
}

package io.fairlead.client;

import java.io.IOException;

/**
 * The server asked for a client's certificate, got none, and ended the connection before it said
 * anything. In TLS 1.3 that is seen only when something is read or written after the handshake, and
 * mostly as a connection that was reset (RFC 8446, section 4.4.2.4).
 */
public final class CertificateAskedException extends IOException {

  private static final long serialVersionUID = 1L;

  CertificateAskedException(IOException cause) {
    super(
        "the server asked for a client's certificate, got none and ended the connection"
            + " (expected: a certificate and its key)",
        cause);
  }
}

package io.fairlead.kernel.tls;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The TLS of one listener as it is in force.
 *
 * @param usedBy {@code listener native}, {@code https}
 * @param names what the certificate is for: DNS names and IP addresses
 * @param serialNumber hexadecimal
 * @param clientAuth none, optional or required
 * @param loadedAt since when this certificate is in force
 * @param failedHandshakes clients that did not get through, since the listener has TLS
 * @param lastError why the files as they are now are not in force, or why nobody can listen with
 *     them; null when all is well
 */
public record TlsView(
    String usedBy,
    String subject,
    String issuer,
    List<String> names,
    String serialNumber,
    Instant validFrom,
    Instant expiresAt,
    String clientAuth,
    Instant loadedAt,
    long failedHandshakes,
    @Nullable String lastError,
    @Nullable Instant lastErrorAt) {

  public TlsView {
    names = List.copyOf(names);
  }

  /** The same, with another reason. */
  public TlsView failed(String reason, Instant at) {
    return new TlsView(
        usedBy,
        subject,
        issuer,
        names,
        serialNumber,
        validFrom,
        expiresAt,
        clientAuth,
        loadedAt,
        failedHandshakes,
        reason,
        at);
  }
}

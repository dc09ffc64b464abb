package io.fairlead.http;

import org.jspecify.annotations.Nullable;

/**
 * How HTTP is served beside the plain port.
 *
 * @param httpsAddress where HTTPS listens, once there is a certificate
 * @param allowPlaintextRemote whether the port without TLS may be reached from elsewhere
 */
public record HttpsConfig(
    String httpsAddress,
    int httpsPort,
    boolean allowPlaintextRemote,
    Tls tls,
    String revision,
    boolean applied,
    @Nullable String configError) {

  /**
   * The files, absolute or from {@code etc/} on. Null where none is set.
   *
   * @param certificate null where there is no HTTPS
   * @param clientCa whose certificates clients may show
   * @param clientAuth none, optional or required
   */
  public record Tls(
      @Nullable String certificate,
      @Nullable String key,
      @Nullable String clientCa,
      String clientAuth,
      int handshakeTimeoutSecs) {}
}

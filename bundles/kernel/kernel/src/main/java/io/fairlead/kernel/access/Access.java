package io.fairlead.kernel.access;

import io.fairlead.kernel.error.Exhausted;
import io.fairlead.kernel.error.Forbidden;
import io.fairlead.kernel.error.Unauthenticated;
import java.security.cert.X509Certificate;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Who may come in and what they may do. The surfaces ask this for everything but liveness,
 * readiness, login and CORS preflight; while no such service is there they refuse everything (fail
 * closed).
 */
@ProviderType
public interface Access {

  /**
   * A property of any service: the names of the operations of its bundle's that {@code viewer} may
   * do. What no bundle declares, and the product has not decided about, is admin's.
   */
  String VIEWER_PROPERTY = "fairlead.viewer";

  /** As {@link #VIEWER_PROPERTY}, for {@code operator}. */
  String OPERATOR_PROPERTY = "fairlead.operator";

  /**
   * Verifies an HTTP {@code Authorization} header's value ({@code Basic …}, {@code Bearer …}). May
   * run a key derivation and so block for a moment; at most two run at a time. An unknown user
   * costs the same as a known one.
   *
   * @param authorization the header's value; null when there was none
   * @param address where the request came from
   * @throws Unauthenticated when nobody, or nobody known, is behind it; the message never says
   *     which
   * @throws Exhausted when too many verifications are under way
   */
  Caller authenticate(@Nullable String authorization, String address);

  /** What {@link Caller#credential} begins with when it was a client's certificate. */
  String CERTIFICATE = "certificate";

  /**
   * Who shows a certificate that TLS has verified: the user whom its subject names. It is nobody
   * unless there is such a user, with whatever roles that one has now.
   *
   * @throws Unauthenticated when the certificate names nobody who is let in
   */
  default Caller certified(X509Certificate certificate, String address) {
    throw new Unauthenticated("certificates of clients are nobody's here");
  }

  /**
   * As {@link #authenticate(String, String)} for somebody who may have shown a certificate, too.
   * What is said in the request goes before what the connection has.
   */
  default Caller authenticate(
      @Nullable String authorization, @Nullable X509Certificate certificate, String address) {
    return authorization == null && certificate != null
        ? certified(certificate, address)
        : authenticate(authorization, address);
  }

  /**
   * As {@link #authenticate(String, X509Certificate, String)}, for somebody who wants nothing but
   * to end the login: a token is also good when its login is over and only not written down yet, so
   * that who was told of it can try again. For nothing else, as {@link #confirm} does not know such
   * a one.
   */
  default Caller authenticateForLogout(
      @Nullable String authorization, @Nullable X509Certificate certificate, String address) {
    return authenticate(authorization, certificate, address);
  }

  /**
   * @param operation the operationId: {@code updatePoolConfig}
   * @throws Forbidden when this caller may not do that; the message names the operation and the
   *     role that may
   */
  void authorize(Caller caller, String operation);

  /**
   * As {@link #authorize}, for somebody who was let in a while ago and is still here, as on a
   * stream or a socket: with the roles of now, and only while the credential still holds. Answers
   * from memory.
   *
   * @throws Unauthenticated when the token has expired or was revoked, the password was changed, or
   *     the user is let in no more
   * @throws Forbidden as {@link #authorize}
   */
  void confirm(Caller caller, String operation);
}

package io.fairlead.rest.host;

import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.eclipse.jetty.server.internal.HttpConnection;
import org.jspecify.annotations.Nullable;

/** What the other end of a connection is at. */
final class HttpPeers {

  private static final String NO_HANDSHAKE_YET = "SSL_NULL_WITH_NULL_NULL";

  private HttpPeers() {}

  /** HTTP/1.1, inside of TLS where there is TLS; null for anything else, as a WebSocket. */
  static @Nullable HttpConnection http(EndPoint endPoint) {
    return inner(endPoint) instanceof HttpConnection http ? http : null;
  }

  private static @Nullable Connection inner(EndPoint endPoint) {
    Connection connection = endPoint.getConnection();
    return connection instanceof SslConnection tls
        ? tls.getSslEndPoint().getConnection()
        : connection;
  }

  /** Whether nobody is served: no request is under way, and a WebSocket has said nothing yet. */
  static boolean isSilent(EndPoint endPoint) {
    Connection connection = inner(endPoint);
    return connection instanceof HttpConnection
        ? awaitsHead(endPoint)
        : connection != null && connection.getMessagesIn() == 0;
  }

  /** Whether TLS is not agreed upon yet. */
  static boolean inHandshake(EndPoint endPoint) {
    return endPoint.getConnection() instanceof SslConnection tls
        && NO_HANDSHAKE_YET.equals(tls.getSSLEngine().getSession().getCipherSuite());
  }

  /** Whether the head of a request is waited for, or the rest of it: none is under way. */
  static boolean awaitsHead(EndPoint endPoint) {
    HttpConnection http = http(endPoint);
    return http != null && http.getParser().inHeaderState();
  }

  /** Whether a head is owed: it has begun, or it is the first. */
  static boolean owesHead(HttpConnection http) {
    return http.getParser().inHeaderState()
        && (!http.getParser().isStart() || http.getMessagesIn() == 0);
  }
}

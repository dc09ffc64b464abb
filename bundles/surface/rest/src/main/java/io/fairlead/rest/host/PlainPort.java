package io.fairlead.rest.host;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Closes the HTTP server's own port, which has no TLS, when it can be reached from elsewhere and
 * nobody has said that this is wanted. One thread at a time.
 */
final class PlainPort {

  private static final Logger LOG = LoggerFactory.getLogger(PlainPort.class);

  private final List<ServerConnector> closed = new ArrayList<>();
  private volatile @Nullable String refusal;

  /** Closes what may not be open, and opens again what it has closed and may be. */
  void guard(Server server, boolean allowRemote) {
    String reason = null;
    for (Connector each : server.getConnectors()) {
      if (each instanceof ServerConnector connector && !(each instanceof TlsConnector)) {
        boolean allowed = allowRemote || isLoopback(connector.getHost());
        if (!allowed) {
          reason =
              "org.apache.felix.http.host: "
                  + shown(connector)
                  + " (expected: a loopback address, as this port has no TLS;"
                  + " allow_plaintext_remote = true in io.fairlead.http.cfg lets everybody on the"
                  + " way read passwords)";
          close(connector, reason);
        } else if (closed.remove(connector)) {
          start(connector);
        }
      }
    }
    refusal = reason;
  }

  /** Why it is closed; empty when it is not. */
  Optional<String> refusal() {
    return Optional.ofNullable(refusal);
  }

  /** The server goes. */
  void forget() {
    closed.clear();
    refusal = null;
  }

  private void close(ServerConnector connector, String reason) {
    if (!closed.contains(connector)) {
      LOG.error("HTTP is not served: {}", reason);
      closed.add(connector);
      try {
        connector.stop();
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private static void start(ServerConnector connector) {
    try {
      connector.start();
      LOG.warn("HTTP is served without TLS on {}", shown(connector));
    } catch (Exception e) {
      LOG.error("HTTP cannot be served again on {}: {}", shown(connector), e.getMessage());
    }
  }

  private static String shown(ServerConnector connector) {
    return connector.getHost() == null ? "every address" : connector.getHost();
  }

  static boolean isLoopback(@Nullable String host) {
    try {
      return host != null && InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }
}

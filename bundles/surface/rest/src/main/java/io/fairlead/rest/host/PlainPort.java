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

  private static final String LOOPBACK = "127.0.0.1";

  /**
   * A host that was set and may not be bound.
   *
   * @param name null for every address
   */
  private record Withheld(@Nullable String name) {}

  private final List<ServerConnector> closed = new ArrayList<>();
  private volatile @Nullable String refusal;
  private volatile @Nullable Withheld withheld;
  private volatile boolean remoteAllowed;

  /**
   * What the HTTP server is to bind when this host is set: that, or loopback until it may. The
   * server binds before it can be guarded.
   *
   * @param host null for every address
   */
  @Nullable String bound(@Nullable String host) {
    boolean may = remoteAllowed || isLoopback(host);
    withheld = may ? null : new Withheld(host);
    return may ? host : LOOPBACK;
  }

  /** Closes what may not be open, and opens again what it has closed and may be. */
  void guard(Server server, boolean allowRemote) {
    remoteAllowed = allowRemote;
    String reason = null;
    for (Connector each : server.getConnectors()) {
      if (each instanceof ServerConnector connector && !(each instanceof TlsConnector)) {
        Withheld instead = withheld;
        String host = instead == null ? connector.getHost() : instead.name();
        boolean allowed = allowRemote || isLoopback(host);
        if (!allowed) {
          reason =
              "org.apache.felix.http.host: "
                  + shown(host)
                  + " (expected: a loopback address, as this port has no TLS;"
                  + " allow_plaintext_remote = true in io.fairlead.http.cfg lets everybody on the"
                  + " way read passwords)";
          close(connector, reason);
        } else {
          if (instead != null) {
            stop(connector);
            connector.setHost(host);
            withheld = null;
          }
          if (closed.remove(connector)) {
            start(connector);
          }
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
      stop(connector);
    }
  }

  private void stop(ServerConnector connector) {
    if (!closed.contains(connector)) {
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
      LOG.warn("HTTP is served without TLS on {}", shown(connector.getHost()));
    } catch (Exception e) {
      LOG.error(
          "HTTP cannot be served again on {}: {}", shown(connector.getHost()), e.getMessage());
    }
  }

  private static String shown(@Nullable String host) {
    return host == null ? "every address" : host;
  }

  static boolean isLoopback(@Nullable String host) {
    try {
      return host != null && InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }
}

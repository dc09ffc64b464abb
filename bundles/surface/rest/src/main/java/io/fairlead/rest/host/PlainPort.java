package io.fairlead.rest.host;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the HTTP server's own port, which has no TLS, from being reached from elsewhere unless
 * somebody has said that this is wanted: who sets another host is told, and the last good one goes
 * on serving. One thread at a time.
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

  /** Bound elsewhere than the HTTP server knows. */
  private final Set<ServerConnector> moved = new HashSet<>();

  private volatile @Nullable String refusal;
  private volatile @Nullable Withheld withheld;
  private volatile boolean remoteAllowed;
  private volatile String lastGood = LOOPBACK;
  private volatile @Nullable String set;

  /** Whether hosts beyond loopback may be bound from now on. */
  void allowRemote(boolean allowed) {
    remoteAllowed = allowed;
  }

  /**
   * What the HTTP server is to bind when this host is set: that, or what it was last that may be
   * bound. The server binds before it can be guarded.
   *
   * @param host null for every address
   */
  @Nullable String bound(@Nullable String host) {
    boolean loopback = isLoopback(host);
    if (host != null && loopback) {
      lastGood = host;
    }
    boolean may = remoteAllowed || loopback;
    set = host;
    withheld = may ? null : new Withheld(host);
    return may ? host : lastGood;
  }

  /** As {@link #bound}, for another server, which has this setting in a file of its own. */
  @Nullable String boundElsewhere(String pid, @Nullable String host) {
    if (remoteAllowed || isLoopback(host)) {
      return host;
    }
    LOG.error("{}: HTTP is served on {}: {}", pid, LOOPBACK, refused(host));
    return LOOPBACK;
  }

  /**
   * Closes what may not be open, and opens again what it has closed and may be. What is bound to
   * loopback in place of a host that may not be goes on serving.
   */
  void guard(Server server) {
    String reason = null;
    for (Connector each : server.getConnectors()) {
      if (each instanceof ServerConnector connector && !(each instanceof TlsConnector)) {
        String refused = guard(connector);
        reason = refused == null ? reason : refused;
      }
    }
    refusal = reason;
  }

  private @Nullable String guard(ServerConnector connector) {
    Withheld instead = withheld;
    String host = hostOf(connector, instead);
    if (!remoteAllowed && !isLoopback(host)) {
      String reason = refused(host);
      if (isLoopback(connector.getHost())) {
        serveOn(connector, reason);
      } else {
        close(connector, reason);
      }
      return reason;
    }
    if (!Objects.equals(host, connector.getHost())) {
      stop(connector);
      connector.setHost(host);
      moved.add(connector);
      withheld = null;
    }
    if (closed.remove(connector)) {
      start(connector);
    }
    return null;
  }

  /**
   * Where it is to be. The HTTP server sees no change from a host that was withheld to the one that
   * it was told instead, so who has moved a port moves it back.
   */
  private @Nullable String hostOf(ServerConnector connector, @Nullable Withheld instead) {
    if (instead != null) {
      return instead.name();
    }
    return moved.contains(connector) ? set : connector.getHost();
  }

  /** Which host was refused, and why; empty when none was. */
  Optional<String> refusal() {
    return Optional.ofNullable(refusal);
  }

  /** The server goes. */
  void forget() {
    closed.clear();
    moved.clear();
    refusal = null;
  }

  private void serveOn(ServerConnector connector, String reason) {
    if (!reason.equals(refusal)) {
      LOG.error("HTTP stays on {}: {}", connector.getHost(), reason);
    }
    if (closed.remove(connector)) {
      start(connector);
    }
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
      String host = connector.getHost();
      if (isLoopback(host)) {
        LOG.info("HTTP is served on {}", host);
      } else {
        LOG.warn("HTTP is served without TLS on {}", shown(host));
      }
    } catch (Exception e) {
      LOG.error(
          "HTTP cannot be served again on {}: {}", shown(connector.getHost()), e.getMessage());
    }
  }

  private static String refused(@Nullable String host) {
    return "org.apache.felix.http.host: "
        + shown(host)
        + " (expected: a loopback address, as this port has no TLS; allow_plaintext_remote = true"
        + " in io.fairlead.http.cfg lets everybody on the way read passwords)";
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

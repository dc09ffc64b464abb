package io.fairlead.graphql.socket;

import io.fairlead.graphql.execution.Operations;
import io.fairlead.graphql.http.HttpRefusals;
import io.fairlead.graphql.operation.Doorway;
import io.fairlead.graphql.operation.Limits;
import io.fairlead.graphql.operation.Threads;
import io.fairlead.http.HttpRefusal;
import io.fairlead.http.SecureHeaders;
import io.fairlead.http.Sites;
import io.fairlead.kernel.access.Caller;
import io.fairlead.kernel.error.Forbidden;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.eclipse.jetty.ee10.websocket.server.JettyServerUpgradeRequest;
import org.eclipse.jetty.ee10.websocket.server.JettyServerUpgradeResponse;
import org.eclipse.jetty.ee10.websocket.server.JettyWebSocketServletFactory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All WebSockets that are open, and who may open one. */
public final class Sockets implements AutoCloseable {

  /** The only sub-protocol. */
  public static final String PROTOCOL = "graphql-transport-ws";

  private static final long LOOK_MILLIS = 1_000;
  private static final Logger LOG = LoggerFactory.getLogger(Sockets.class);
  private static final String CALLER = Sockets.class.getName() + ".caller";

  private final Doorway doorway;
  private final Operations operations;
  private final Threads threads;
  private final Supplier<Limits> limits;
  private final Set<JettySocket> open = Collections.newSetFromMap(new ConcurrentHashMap<>());
  private @Nullable Future<?> looking;
  private boolean failing;

  public Sockets(Doorway doorway, Operations operations, Threads threads, Supplier<Limits> limits) {
    this.limits = limits;
    this.doorway = doorway;
    this.operations = operations;
    this.threads = threads;
  }

  /** How sockets are made. */
  public void configure(JettyWebSocketServletFactory factory) {
    factory.setIdleTimeout(Duration.ofMillis(4 * JettySocket.PING_MILLIS));
    factory.setCreator(this::create);
  }

  /**
   * Whether the upgrade may go on; else it has been answered. Credentials that come with it are
   * checked here; none is no fault yet.
   */
  public boolean admits(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    SecureHeaders.set(response);
    if (!"websocket".equalsIgnoreCase(request.getHeader("Upgrade"))) {
      response.setHeader("Upgrade", "websocket");
      return refuse(response, 426, "this is a WebSocket (expected: Upgrade: websocket)");
    }
    try {
      Sites.ensureSeen(request);
    } catch (HttpRefusal e) {
      return refuse(response, e.status(), e.detail());
    } catch (Forbidden e) {
      return refuse(response, HttpServletResponse.SC_FORBIDDEN, String.valueOf(e.getMessage()));
    }
    String offered =
        String.join(",", Collections.list(request.getHeaders("Sec-WebSocket-Protocol")));
    if (!List.of(offered.split("\\s*,\\s*")).contains(PROTOCOL)) {
      return refuse(
          response,
          HttpServletResponse.SC_BAD_REQUEST,
          "Sec-WebSocket-Protocol: \"" + offered + "\" (expected: " + PROTOCOL + ")");
    }
    int most = limits.get().sockets();
    if (open.size() >= most) {
      response.setHeader("Retry-After", "1");
      return refuse(
          response,
          HttpServletResponse.SC_SERVICE_UNAVAILABLE,
          "sockets: " + most + " are open (expected: fewer)");
    }
    if (Doorway.isNamed(request)) {
      try {
        request.setAttribute(CALLER, doorway.enter(request));
      } catch (RuntimeException e) {
        HttpRefusals.write(response, e);
        return false;
      }
    }
    return true;
  }

  /** Closes all. */
  @Override
  public void close() {
    open.forEach(JettySocket::end);
  }

  private @Nullable Object create(
      JettyServerUpgradeRequest request, JettyServerUpgradeResponse response) {
    response.setAcceptedSubProtocol(PROTOCOL);
    response.setExtensions(List.of());
    HttpServletRequest http = request.getHttpServletRequest();
    Caller caller = http.getAttribute(CALLER) instanceof Caller known ? known : null;
    String address = http.getRemoteAddr();
    JettySocket[] self = new JettySocket[1];
    JettySocket socket =
        new JettySocket(
            made -> new SocketProtocol(made, doorway, operations, threads, limits, caller, address),
            threads,
            () -> limits.get().messageBytes(),
            () -> open.remove(self[0]));
    self[0] = socket;
    open.add(socket);
    lookAfterAll();
    return socket;
  }

  private synchronized void lookAfterAll() {
    if (looking == null) {
      looking = threads.every(LOOK_MILLIS, this::look);
    }
  }

  /** One timer for all, and none while there is no socket. */
  private void look() {
    Throwable failure = null;
    for (JettySocket socket : open) {
      try {
        socket.look();
      } catch (RuntimeException | LinkageError e) {
        // Whatever becomes of one, as of an access whose bundle is going, the others are looked at.
        failure = e;
      }
    }
    if (failure != null && !failing) {
      LOG.warn("whether the logins of WebSockets hold could not be asked", failure);
    }
    failing = failure != null;
    synchronized (this) {
      if (open.isEmpty() && looking != null) {
        looking.cancel(false);
        looking = null;
      }
    }
  }

  private static boolean refuse(HttpServletResponse response, int status, String message)
      throws IOException {
    HttpRefusals.write(response, status, message);
    return false;
  }
}

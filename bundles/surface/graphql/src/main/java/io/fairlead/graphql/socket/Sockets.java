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
import io.fairlead.kernel.error.Exhausted;
import io.fairlead.kernel.error.Forbidden;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.InetSocketAddress;
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
  private final Strangers strangers;
  private @Nullable Future<?> looking;
  private boolean failing;

  public Sockets(Doorway doorway, Operations operations, Threads threads, Supplier<Limits> limits) {
    this.limits = limits;
    this.doorway = doorway;
    this.operations = operations;
    this.threads = threads;
    this.strangers = new Strangers(() -> limits.get().sockets());
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
    try {
      if (!Doorway.isNamed(request)) {
        return true; // Strangers take nobody's place.
      }
      request.setAttribute(CALLER, doorway.enter(request));
    } catch (RuntimeException e) {
      HttpRefusals.write(response, e);
      return false;
    }
    if (isFull()) {
      response.setHeader("Retry-After", "1");
      return refuse(response, HttpServletResponse.SC_SERVICE_UNAVAILABLE, full());
    }
    return true;
  }

  private boolean isFull() {
    return open.size() - strangers.size() >= limits.get().sockets();
  }

  private String full() {
    return "sockets: " + limits.get().sockets() + " are open (expected: fewer)";
  }

  /**
   * A stranger has said who it is.
   *
   * @throws Exhausted there are as many sockets as there may be
   */
  private synchronized void settle(JettySocket socket) {
    if (isFull()) {
      throw new Exhausted(full());
    }
    strangers.remove(socket);
  }

  private void gone(JettySocket socket) {
    open.remove(socket);
    strangers.remove(socket);
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
            made ->
                new SocketProtocol(
                    made,
                    doorway,
                    operations,
                    threads,
                    limits,
                    caller,
                    address,
                    () -> settle(self[0])),
            threads,
            () -> limits.get().messageBytes(),
            () -> gone(self[0]));
    self[0] = socket;
    open.add(socket);
    if (caller == null && request.getRemoteSocketAddress() instanceof InetSocketAddress remote) {
      JettySocket leaves = strangers.add(socket, remote.getAddress());
      if (leaves != null) {
        open.remove(leaves);
        leaves.cut();
      }
    }
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

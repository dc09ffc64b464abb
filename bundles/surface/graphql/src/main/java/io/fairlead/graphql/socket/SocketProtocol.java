package io.fairlead.graphql.socket;

import io.fairlead.graphql.execution.GraphqlRequest;
import io.fairlead.graphql.execution.Json;
import io.fairlead.graphql.execution.Operations;
import io.fairlead.graphql.operation.Doorway;
import io.fairlead.graphql.operation.Errors;
import io.fairlead.graphql.operation.Limits;
import io.fairlead.graphql.operation.Threads;
import io.fairlead.http.Credentials;
import io.fairlead.kernel.access.Caller;
import io.fairlead.kernel.error.Exhausted;
import io.fairlead.kernel.error.FairleadException;
import io.fairlead.kernel.error.Forbidden;
import io.fairlead.kernel.error.Invalid;
import io.fairlead.kernel.error.Unauthenticated;
import io.fairlead.kernel.error.Unavailable;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The server's side of graphql-transport-ws on one socket. The client says who it is when it opens
 * the socket or in {@code connection_init}, and does so within five seconds.
 */
final class SocketProtocol {

  /** Time for {@code connection_init}. */
  static final long INIT_MILLIS = 5_000;

  /** What whoever is let in may do, with whatever role. */
  private static final String EVERYBODYS = "validate";

  private final Peer peer;
  private final Doorway doorway;
  private final Operations operations;
  private final Threads threads;
  private final Supplier<Limits> limits;
  private final String address;
  private final Runnable settle;
  private final Map<String, SocketOperation> running = new ConcurrentHashMap<>();
  private final Future<?> initTimeout;
  private volatile @Nullable Caller caller;
  private volatile boolean acknowledged;
  private volatile boolean closed;
  private boolean initialised;

  /**
   * @param caller who was known when the socket was opened; null when nobody was
   * @param address the client's
   * @param settle called when a client is known that was not; throws when it may not stay
   */
  SocketProtocol(
      Peer peer,
      Doorway doorway,
      Operations operations,
      Threads threads,
      Supplier<Limits> limits,
      @Nullable Caller caller,
      String address,
      Runnable settle) {
    this.peer = peer;
    this.doorway = doorway;
    this.operations = operations;
    this.threads = threads;
    this.limits = limits;
    this.caller = caller;
    this.address = address;
    this.settle = settle;
    this.initTimeout = threads.after(INIT_MILLIS, this::initTimedOut);
  }

  /** One message after the other, in order. */
  void onText(String text) {
    if (closed) {
      return;
    }
    try {
      Map<?, ?> message = Json.object("message", text);
      switch (String.valueOf(message.get("type"))) {
        case "connection_init" -> initialise(message.get("payload"));
        case "ping" -> pong(message.get("payload"));
        case "pong" -> {}
        case "subscribe" -> subscribe(message);
        case "complete" -> stop(id(message));
        default ->
            throw new Invalid(
                "type",
                message.get("type"),
                "one of connection_init, ping, pong, subscribe, complete");
      }
    } catch (Invalid e) {
      close(CloseCode.INVALID_MESSAGE, String.valueOf(e.getMessage()));
    }
  }

  void onBinary() {
    close(CloseCode.INVALID_MESSAGE, "message: binary (expected: text)");
  }

  /** The socket is closed, whoever did it. */
  void onClosed() {
    closed = true;
    initTimeout.cancel(false);
    running.values().forEach(SocketOperation::cancel);
    running.clear();
  }

  void close(CloseCode code, String reason) {
    if (!closed) {
      onClosed();
      peer.close(code.number(), reason);
    }
  }

  /**
   * Closes when who was let in would not be any more. A role that is missing is no reason, nor that
   * nobody can be asked for the moment: operations are refused for that one by one.
   */
  void confirm() {
    Caller present = caller;
    if (closed || present == null) {
      return;
    }
    try {
      doorway.confirm(present, EVERYBODYS);
    } catch (Unauthenticated e) {
      close(CloseCode.UNAUTHORIZED, "Unauthorized: the login has ended");
    } catch (Forbidden | Unavailable e) {
      // As said above.
    }
  }

  /** Whether somebody is known to be there. */
  boolean isNamed() {
    return caller != null;
  }

  boolean isClosed() {
    return closed;
  }

  /** An operation is over by itself. */
  void finished(String id, SocketOperation operation) {
    running.remove(id, operation);
  }

  void send(Map<String, Object> message, Runnable sent) {
    if (!closed) {
      peer.send(Json.text(message), sent);
    }
  }

  private void initialise(@Nullable Object payload) {
    if (initialised) {
      close(CloseCode.TOO_MANY_INITIALISATIONS, "Too many initialisation requests");
      return;
    }
    initialised = true;
    initTimeout.cancel(false);
    if (caller != null) {
      acknowledge();
      return;
    }
    String authorization = authorization(payload);
    if (authorization == null) {
      close(CloseCode.UNAUTHORIZED, "Unauthorized: no credentials came with the socket or here");
      return;
    }
    try {
      // A token is verified at once; for a password one may have to queue.
      (Credentials.isToken(authorization) ? threads.workers() : threads.porters())
          .execute(() -> authenticate(authorization));
    } catch (Exhausted e) {
      close(CloseCode.TRY_AGAIN_LATER, String.valueOf(e.getMessage()));
    }
  }

  private void authenticate(String authorization) {
    if (closed) {
      return;
    }
    try {
      Caller entered = doorway.enter(authorization, address);
      settle.run();
      caller = entered;
      acknowledge();
    } catch (Unauthenticated | Forbidden e) {
      close(CloseCode.FORBIDDEN, "Forbidden");
    } catch (Exhausted e) {
      close(CloseCode.TRY_AGAIN_LATER, String.valueOf(e.getMessage()));
    } catch (RuntimeException e) {
      close(CloseCode.FORBIDDEN, String.valueOf(Errors.known(e, "connection_init").getMessage()));
    }
  }

  private void acknowledge() {
    acknowledged = true;
    send(Map.of("type", "connection_ack"), () -> {});
  }

  private static @Nullable String authorization(@Nullable Object payload) {
    if (payload instanceof Map<?, ?> map) {
      for (String key : List.of("Authorization", "authorization")) {
        if (map.get(key) instanceof String text) {
          return text;
        }
      }
    } else if (payload != null) {
      throw new Invalid("payload", "no object", "an object");
    }
    return null;
  }

  private void pong(@Nullable Object payload) {
    Map<String, Object> message = new TreeMap<>(Map.of("type", "pong"));
    if (payload != null) {
      message.put("payload", payload);
    }
    send(message, () -> {});
  }

  private void subscribe(Map<?, ?> message) {
    String id = id(message);
    Caller present = caller;
    if (!acknowledged || present == null) {
      close(CloseCode.UNAUTHORIZED, "Unauthorized");
      return;
    }
    if (!(message.get("payload") instanceof Map<?, ?> payload)) {
      throw new Invalid("payload", "no object", "an object");
    }
    GraphqlRequest request = GraphqlRequest.of(payload);
    SocketOperation operation = new SocketOperation(this, id);
    int most = limits.get().socketOperations();
    if (running.size() >= most && !running.containsKey(id)) {
      operation.refuse(
          new Exhausted("operations of one socket: " + most + " (expected: < " + most + ")"));
    } else if (running.putIfAbsent(id, operation) != null) {
      close(CloseCode.SUBSCRIBER_EXISTS, "Subscriber for " + id + " already exists");
    } else {
      try {
        threads.workers().execute(() -> operation.begin(operations, request, present));
      } catch (FairleadException e) {
        operation.refuse(e);
      }
    }
    if (closed) {
      // Another thread closed the socket meanwhile and did not see this one.
      stop(id);
    }
  }

  private void stop(String id) {
    SocketOperation operation = running.remove(id);
    if (operation != null) {
      operation.cancel();
    }
  }

  private void initTimedOut() {
    if (!acknowledged) {
      close(CloseCode.INITIALISATION_TIMEOUT, "Connection initialisation timeout");
    }
  }

  private static String id(Map<?, ?> message) {
    if (message.get("id") instanceof String id && !id.isEmpty()) {
      return id;
    }
    throw new Invalid("id", String.valueOf(message.get("id")), "a text that is not empty");
  }
}

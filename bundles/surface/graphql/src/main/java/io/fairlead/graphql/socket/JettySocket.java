package io.fairlead.graphql.socket;

import io.fairlead.graphql.operation.Threads;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.jspecify.annotations.Nullable;

/**
 * One WebSocket as Jetty sees it. Messages go out one after the other, each when the last has gone;
 * a client that lets too many of them wait, or answers no ping, is closed.
 */
public final class JettySocket implements Session.Listener.AutoDemanding, Peer {

  static final long PING_MILLIS = 30_000;
  private static final long SILENT_NANOS = 3 * PING_MILLIS * 1_000_000;
  private static final int MOST_WAITING = 256;
  private static final int LONGEST_REASON = 120;

  /** So many looks long a client may take to answer a close. */
  private static final int PATIENT_LOOKS = 5;

  /** The same for one of whom nobody knows who it is. */
  private static final int LOOKS_AT_STRANGERS = 1;

  private final Function<JettySocket, SocketProtocol> protocols;
  private final Threads threads;
  private final LongSupplier mostBytes;
  private final Runnable gone;
  private final ArrayDeque<Message> waiting = new ArrayDeque<>();
  private boolean sending;
  private int looksSinceClosed;
  private volatile long heard;
  private @Nullable Session session;
  private @Nullable SocketProtocol protocol;
  private @Nullable Future<?> pinging;
  private boolean cut;

  private record Message(String text, Runnable sent) {}

  /**
   * @param mostBytes the longest message of the moment
   * @param gone called when the socket is closed
   */
  JettySocket(
      Function<JettySocket, SocketProtocol> protocols,
      Threads threads,
      LongSupplier mostBytes,
      Runnable gone) {
    this.mostBytes = mostBytes;
    this.protocols = protocols;
    this.threads = threads;
    this.gone = gone;
  }

  @Override
  public void onWebSocketOpen(Session opened) {
    boolean late;
    synchronized (this) {
      session = opened;
      limit(opened);
      protocol = protocols.apply(this);
      heard = System.nanoTime();
      pinging = threads.every(PING_MILLIS, this::ping);
      late = cut;
    }
    if (late) {
      cut();
    }
  }

  @Override
  public void onWebSocketText(String text) {
    heard = System.nanoTime();
    limit(session());
    protocol().onText(text);
  }

  @Override
  public void onWebSocketBinary(ByteBuffer payload, Callback callback) {
    callback.succeed();
    protocol().onBinary();
  }

  @Override
  public void onWebSocketPong(ByteBuffer payload) {
    heard = System.nanoTime();
  }

  @Override
  public void onWebSocketError(Throwable cause) {
    over();
  }

  @Override
  public void onWebSocketClose(int statusCode, String reason) {
    over();
  }

  @Override
  public void send(String text, Runnable sent) {
    boolean full;
    synchronized (this) {
      full = waiting.size() >= MOST_WAITING;
      if (!full) {
        waiting.add(new Message(text, sent));
      }
    }
    if (full) {
      protocol().close(CloseCode.POLICY, "too many messages wait for this client");
    } else {
      sendNext(false);
    }
  }

  @Override
  public void close(int code, String reason) {
    byte[] bytes = reason.getBytes(StandardCharsets.UTF_8);
    String cut =
        bytes.length <= LONGEST_REASON
            ? reason
            : reason.substring(0, Math.min(reason.length(), LONGEST_REASON / 4));
    session().close(code, cut, Callback.NOOP);
  }

  /** The server goes, not the client. One whose handshake is not over has nobody to be told. */
  void end() {
    SocketProtocol present;
    synchronized (this) {
      present = protocol;
    }
    if (present != null) {
      present.close(CloseCode.GOING_AWAY, "the server's GraphQL part stops");
    }
  }

  /** Somebody else gets its place, now. */
  void cut() {
    Session present;
    synchronized (this) {
      cut = true;
      present = session;
    }
    if (present != null) {
      present.disconnect();
    }
  }

  /** For one timer, once a second: ends what has to end. */
  void look() {
    SocketProtocol present;
    synchronized (this) {
      present = protocol;
    }
    if (present == null) {
      return;
    }
    if (!present.isClosed()) {
      present.confirm();
    } else if (++looksSinceClosed > (present.isNamed() ? PATIENT_LOOKS : LOOKS_AT_STRANGERS)) {
      // It was told, and neither answers nor goes.
      session().disconnect();
    }
  }

  private void limit(Session limited) {
    long most = mostBytes.getAsLong();
    if (limited.getMaxTextMessageSize() != most) {
      limited.setMaxTextMessageSize(most);
      limited.setMaxBinaryMessageSize(most);
      limited.setMaxFrameSize(most);
    }
  }

  private void sendNext(boolean afterSent) {
    Message next;
    synchronized (this) {
      if (sending && !afterSent) {
        return;
      }
      next = waiting.poll();
      sending = next != null;
    }
    if (next != null) {
      session().sendText(next.text(), Callback.from(() -> sent(next), failure -> over()));
    }
  }

  private void sent(Message message) {
    message.sent().run();
    sendNext(true);
  }

  private void ping() {
    if (System.nanoTime() - heard > SILENT_NANOS) {
      protocol().close(CloseCode.POLICY, "no answer to pings");
      session().disconnect();
    } else {
      session().sendPing(ByteBuffer.allocate(0), Callback.NOOP);
    }
  }

  private void over() {
    Future<?> present;
    synchronized (this) {
      present = pinging;
      waiting.clear();
    }
    if (present != null) {
      present.cancel(false);
      protocol().onClosed();
    }
    gone.run();
  }

  private synchronized Session session() {
    if (session == null) {
      throw new IllegalStateException("not open");
    }
    return session;
  }

  private synchronized SocketProtocol protocol() {
    if (protocol == null) {
      throw new IllegalStateException("not open");
    }
    return protocol;
  }
}

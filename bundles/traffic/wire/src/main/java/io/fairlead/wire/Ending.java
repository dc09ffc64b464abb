package io.fairlead.wire;

import io.fairlead.traffic.protocol.ProtocolHandler.Activity;
import io.netty.buffer.Unpooled;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * How a client comes to its end: its timeouts, and what is said before the socket is closed.
 * Closing at once would cost it the last words when more of its own are on their way (RFC 1122,
 * 4.2.2.13), so the output ends first, and what still comes is read and dropped for a moment. On
 * the event loop.
 */
final class Ending {

  /** How long a client that was told its end is read and dropped, and how much. */
  private static final long LINGER_NANOS = TimeUnit.SECONDS.toNanos(1);

  private static final long LINGER_BYTES = 1 << 20;

  /** How long it may take to read what it is told. */
  private static final long FAREWELL_NANOS = TimeUnit.SECONDS.toNanos(10);

  /**
   * A client that has ended its output may still want answers ({@code nc -N}) or may have died; its
   * requests get so long.
   */
  private static final long HALF_CLOSED_NANOS = TimeUnit.SECONDS.toNanos(5);

  /** One that has got no database connection so soon is not worth a place in the queue. */
  private static final long HALF_CLOSED_WAIT_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

  private static final String NOT_WAITED =
      "your output has ended, so the request does not wait for a database connection any longer";

  private enum State {
    OPEN,
    /** The last bytes are on their way. */
    CLOSING,
    /** They have left; the client's own are read and dropped. */
    LINGERING,
    CLOSED
  }

  private final Client client;
  private boolean inputEnded;
  private boolean told;
  private @Nullable String drainReason;
  private long deadline;
  private long dropped;
  private long sentMark;
  private volatile State state = State.OPEN;

  Ending(Client client) {
    this.client = client;
  }

  boolean open() {
    return state == State.OPEN;
  }

  String shown() {
    return switch (state) {
      case OPEN -> "established";
      case CLOSING, LINGERING -> "closing";
      case CLOSED -> "closed";
    };
  }

  private long now() {
    return client.wire().nanoTime();
  }

  // ---- reasons

  /** Tells a client without a protocol, or with one that failed, and closes it. */
  void refuse(String reason) {
    refuse(client.wire().protocols().refusal(reason, client.listener().settings().protocols()));
  }

  /** As {@link #refuse(String)}, in these bytes. */
  void refuse(byte[] words) {
    if (!client.mayBeTold()) {
      client.socket().close();
      return;
    }
    ReplyBuffer reply = client.wire().newReply(client.socket().alloc());
    reply.put(words, 0, words.length);
    client.send(reply, true);
  }

  /** Tells the client the reason, as its protocol does it, and closes it. */
  void end(String reason) {
    if (!open() || told) {
      return;
    }
    told = true;
    deadline = now() + FAREWELL_NANOS;
    Conversation talk = client.conversation();
    if (talk == null) {
      refuse(reason);
      return;
    }
    try {
      talk.handler().end(reason);
    } catch (RuntimeException e) {
      client.inbox().failed(e);
    }
  }

  /** From any thread: tells and closes it once it is about nothing, at the latest so much later. */
  void drain(String reason, Duration atMost) {
    client.onLoop(
        () -> {
          if (drainReason == null && open()) {
            drainReason = reason;
            deadline = now() + atMost.toNanos();
            endIfDone();
          }
        },
        () -> {});
  }

  /** The client has ended its output. */
  void inputEnded() {
    inputEnded = true;
    if (state == State.LINGERING || open() && client.conversation() == null) {
      client.socket().close();
    } else {
      endIfDone();
      if (open()) { // or it would be noticed with the next sweep only
        client
            .socket()
            .eventLoop()
            .schedule(this::look, HALF_CLOSED_WAIT_NANOS, TimeUnit.NANOSECONDS);
      }
    }
  }

  private void look() {
    if (open() && !told) {
      sweep(now());
    }
  }

  private void endIfDone() {
    if (!open() || told || !client.saidAll()) {
      return;
    }
    String reason = drainReason;
    Activity activity = client.activity();
    if (inputEnded && activity != Activity.WORKING && activity != Activity.WAITING) {
      begin();
      outputMoved();
    } else if (reason != null && activity == Activity.IDLE) {
      end(reason);
    }
  }

  // ---- the way to the end

  /** What was sent until now is the last. */
  void begin() {
    state = State.CLOSING;
    deadline = now() + FAREWELL_NANOS;
  }

  /** Some of the output has gone. */
  void outputMoved() {
    if (open()) {
      endIfDone();
    } else if (state == State.CLOSING && client.saidAll()) {
      linger();
    }
  }

  private void linger() {
    state = State.LINGERING;
    client
        .socket()
        .writeAndFlush(Unpooled.EMPTY_BUFFER)
        .addListener(
            done -> {
              if (!done.isSuccess() || inputEnded) {
                client.socket().close();
              } else {
                client.endOutput().addListener(ended -> endSocketsOutput());
              }
            });
  }

  private void endSocketsOutput() {
    deadline = now() + LINGER_NANOS;
    client.socket().shutdownOutput();
    client.socket().config().setAutoRead(true);
  }

  /** Bytes have come that nobody wants any more. */
  void dropped(int bytes) {
    dropped += bytes;
    if (dropped > LINGER_BYTES) {
      client.socket().close();
    }
  }

  void closed() {
    state = State.CLOSED;
  }

  // ---- time

  /** Looks after whatever has a deadline. */
  void sweep(long now) {
    String draining = drainReason;
    if (client.handshakeIsLate(now)) {
      client.handshakeFailed("it was not done in time");
    } else if (!open()) {
      if (now - deadline >= 0) {
        client.socket().close();
      }
    } else if (told) {
      if (now - deadline >= 0) {
        client.abort("its protocol did not end it");
      }
    } else if (draining != null && now - deadline >= 0) {
      end(draining);
    } else if (client.unsent() > 0 || !client.output().empty()) {
      sweepSlowReader(now);
    } else {
      sweepQuiet(now);
      endIfDone();
    }
  }

  private void sweepSlowReader(long now) {
    long mark = client.bytesSent() - client.unsent();
    if (mark != sentMark) {
      sentMark = mark;
      client.touch();
    } else if (now - client.lastActivity() >= idleTimeout().toNanos()) {
      client.abort("it reads nothing");
    }
  }

  private void sweepQuiet(long now) {
    long quiet = now - client.lastActivity();
    switch (client.activity()) {
      case IDLE -> {
        if (quiet >= idleTimeout().toNanos()) {
          end("idle timeout: nothing was asked for " + idleTimeout().toSeconds() + " s");
        }
      }
      case RECEIVING -> {
        Duration limit = client.wire().settings().requestTimeout();
        if (now - client.inbox().receivingSince() >= limit.toNanos()) {
          client.protocolError();
          end("request timeout: the request was not complete after " + limit.toSeconds() + " s");
        }
      }
      case WORKING -> {
        if (inputEnded && quiet >= HALF_CLOSED_NANOS) {
          client.socket().close();
        }
      }
      case WAITING -> {
        if (inputEnded && quiet >= HALF_CLOSED_WAIT_NANOS) {
          end(NOT_WAITED);
        }
      }
    }
  }

  private Duration idleTimeout() {
    return client.wire().settings().idleTimeout();
  }
}

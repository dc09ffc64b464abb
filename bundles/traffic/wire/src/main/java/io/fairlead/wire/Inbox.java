package io.fairlead.wire;

import io.fairlead.kernel.error.FairleadException;
import io.fairlead.traffic.protocol.ProtocolHandler;
import io.fairlead.traffic.protocol.ProtocolHandler.Activity;
import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A client's bytes on their way to its protocol. Holds none while the protocol takes them all, and
 * reads none while the protocol wants none or its answers pile up. On the event loop.
 */
final class Inbox {

  private static final Logger LOG = LoggerFactory.getLogger(Inbox.class);

  private final Client client;
  private @Nullable ByteBuf input;
  private boolean held;
  private boolean outputAwaited;
  private boolean awaiting;
  private boolean receiving;
  private long receivingSince;

  Inbox(Client client) {
    this.client = client;
  }

  void received(ByteBuf bytes) {
    ByteBuf before = input;
    if (before == null) {
      input = bytes;
    } else {
      before.discardSomeReadBytes().writeBytes(bytes);
      bytes.release();
    }
    deliver();
  }

  private boolean blocked() {
    return held || !client.output().clear();
  }

  private void deliver() {
    ByteBuf bytes = input;
    if (bytes != null && client.ending().open() && !blocked()) {
      try {
        ProtocolHandler handler = handlerFor(bytes);
        if (handler != null) {
          ByteBuffer view = bytes.internalNioBuffer(bytes.readerIndex(), bytes.readableBytes());
          int from = view.position();
          boolean completed = handler.received(view);
          bytes.skipBytes(view.position() - from);
          delivered(completed, handler, bytes);
        }
      } catch (RuntimeException e) {
        failed(e);
      }
    }
    updateReading();
  }

  private void delivered(boolean completed, ProtocolHandler handler, ByteBuf bytes) {
    if (!client.ending().open()) {
      drop();
      return;
    }
    if (!bytes.isReadable()) {
      drop();
    } else if (!blocked() && bytes.readableBytes() > longest()) {
      client.protocolError();
      client.ending().end("a request is too long: more than " + longest() + " bytes");
      return;
    }
    if (handler.activity() != Activity.RECEIVING) {
      receiving = false;
    } else if (completed || !receiving) {
      receiving = true;
      receivingSince = client.lastActivity();
    }
  }

  /** What a protocol may leave for later: a request with something round it. */
  private long longest() {
    return client.wire().settings().limits().maxPacketSize() + (long) ReplyBuffer.CHUNK;
  }

  /** Since when a request has been arriving. */
  long receivingSince() {
    return receivingSince;
  }

  private @Nullable ProtocolHandler handlerFor(ByteBuf bytes) {
    Conversation talk = client.conversation();
    if (talk != null) {
      return talk.handler();
    }
    Listener listener = client.listener();
    int first = bytes.getUnsignedByte(bytes.readerIndex());
    ProtocolTable.Entry found =
        client.wire().protocols().startingWith(first, listener.settings().protocols());
    if (found == null) {
      if (awaitsProtocol(listener)) {
        return null;
      }
      client.protocolError();
      if (first == Handshake.FIRST_BYTE) {
        listener.tlsHello(client.socket().remoteAddress());
        client.ending().refuse("this port has no TLS");
      } else {
        client.ending().refuse("unknown protocol: first byte " + first);
      }
      drop();
      return null;
    }
    Conversation opened = new Conversation(client, found);
    opened.open();
    client.conversation(opened);
    return opened.handler();
  }

  /**
   * A protocol of the listener's is being updated, perhaps the one that this byte belongs to. Looks
   * again when it is there, and at the latest when it is awaited no more.
   */
  private boolean awaitsProtocol(Listener listener) {
    long nanos = client.wire().protocols().awaited(listener.settings().protocols());
    if (nanos <= 0) {
      return false;
    }
    awaiting = true;
    client.socket().eventLoop().schedule(this::again, nanos, TimeUnit.NANOSECONDS);
    return true;
  }

  /** A protocol has come, or is awaited no more. */
  void again() {
    if (awaiting) {
      awaiting = false;
      deliver();
    }
  }

  /** The protocol has thrown: its client is told what may be told, and closed. */
  void failed(RuntimeException cause) {
    if (cause instanceof FairleadException) {
      client.ending().refuse(String.valueOf(cause.getMessage()));
    } else {
      LOG.error("client {}: its protocol failed", client.id(), cause);
      client.protocolError();
      client.ending().refuse("internal error");
    }
    drop();
  }

  void drop() {
    ByteBuf rest = input;
    input = null;
    if (rest != null) {
      rest.release();
    }
  }

  /** The protocol wants no more, or wants more again. */
  void hold(boolean on) {
    if (held != on) {
      held = on;
      if (!on) {
        client.onLoop(this::deliver, () -> {});
      }
      updateReading();
    }
  }

  /** Whether the protocol may send; when not, it will be told. */
  boolean writable() {
    boolean clear = client.output().clear();
    if (!clear) {
      outputAwaited = true;
    }
    return clear;
  }

  private void updateReading() {
    boolean read = !client.ending().open() || !held && !awaiting && writable();
    if (client.socket().config().isAutoRead() != read) {
      client.socket().config().setAutoRead(read);
    }
  }

  void outputMoved() {
    if (!client.ending().open()) {
      return;
    }
    updateReading();
    Conversation talk = client.conversation();
    if (outputAwaited && talk != null && client.output().clear()) {
      outputAwaited = false;
      try {
        talk.handler().writable();
      } catch (RuntimeException e) {
        failed(e);
      }
      deliver();
    }
  }
}

package io.fairlead.wire;

import io.fairlead.traffic.network.NetworkConnection;
import io.fairlead.traffic.protocol.ProtocolHandler.Activity;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client's socket, from its acceptance to its end. Everything happens on its event loop; what
 * other threads look at is volatile.
 */
final class Client extends ChannelInboundHandlerAdapter {

  private static final Logger LOG = LoggerFactory.getLogger(Client.class);

  /** A flood of clients over the cap is not worth a descriptor each. */
  private static final int MOST_FAREWELLS = 500;

  private final Wire wire;
  private final Listener listener;
  private final SocketChannel socket;
  private final @Nullable Handshake handshake;
  private final Loop loop;
  private final Inbox inbox = new Inbox(this);
  private final Ending ending = new Ending(this);
  private final Output output;
  private final long openedNanos;

  /** Where its loop keeps it; -1 when it does not. */
  int slot = -1;

  private boolean admitted;
  private @Nullable String refusal;
  private boolean inTurn;
  private boolean flushDue;

  private volatile long id;
  private volatile @Nullable Conversation conversation;
  private volatile long lastActivity;
  private volatile long bytesSent;
  private volatile long bytesReceived;

  /**
   * @param handshake null where there is no TLS
   */
  Client(Wire wire, Listener listener, SocketChannel socket, @Nullable Handshake handshake) {
    this.wire = wire;
    this.listener = listener;
    this.socket = socket;
    this.handshake = handshake;
    this.output = new Output(this, socket);
    this.loop = wire.loopOf(socket.eventLoop());
    this.openedNanos = wire.nanoTime();
    this.lastActivity = openedNanos;
  }

  long id() {
    return id;
  }

  Wire wire() {
    return wire;
  }

  Listener listener() {
    return listener;
  }

  SocketChannel socket() {
    return socket;
  }

  Inbox inbox() {
    return inbox;
  }

  Ending ending() {
    return ending;
  }

  Output output() {
    return output;
  }

  /** What it speaks; null before its first byte. */
  @Nullable Conversation conversation() {
    return conversation;
  }

  void conversation(Conversation begun) {
    conversation = begun;
  }

  /** What it is doing. On the loop. */
  Activity activity() {
    Conversation talk = conversation;
    return talk == null ? Activity.IDLE : talk.handler().activity();
  }

  // ---- what the socket says

  @Override
  public void channelActive(ChannelHandlerContext context) {
    loop.add(this);
    String reason = wire.clients().admit(listener);
    if (reason == null) {
      admitted = true;
      id = wire.nextConnectionId();
      wire.clients().add(this);
    } else if (loop.size() > wire.clients().size() + MOST_FAREWELLS) {
      socket.close();
    } else if (mayBeTold()) {
      ending.refuse(reason);
    } else {
      refusal = reason;
    }
  }

  /** Whether it understands what it is sent: not in the middle of TLS's handshake. */
  boolean mayBeTold() {
    return handshake == null || handshake.over();
  }

  /** Whether its TLS handshake has taken too long. */
  boolean handshakeIsLate(long now) {
    return handshake != null
        && handshake.underWay()
        && now - openedNanos >= handshake.tls().settings().handshakeTimeout().toNanos();
  }

  /** Closes a client whose handshake did not succeed. */
  void handshakeFailed(@Nullable String why) {
    if (handshake != null && handshake.fail()) {
      handshake.tls().handshakeFailed(Addresses.text(socket.remoteAddress()), why);
      abort("no TLS handshake");
    }
  }

  private void secured(Handshake done) {
    String reason = done.done();
    if (refusal != null) {
      ending.refuse(refusal);
    } else if (reason != null) {
      protocolError();
      ending.refuse(reason);
    }
  }

  /** It speaks to a port of TLS without it: says so in its own words when they are known. */
  private void withoutTls(Handshake plain, int first) {
    protocolError();
    plain
        .tls()
        .handshakeFailed(
            Addresses.text(socket.remoteAddress()), "its first byte is " + first + ", not TLS's");
    if (wire.protocols().startingWith(first, listener.settings().protocols()) == null) {
      ending.refuse(Handshake.alert());
    } else {
      ending.refuse(refusal == null ? "this port wants TLS" : refusal);
    }
  }

  /** Whom it is by its certificate; null when it has shown none. */
  @Nullable String user() {
    return handshake == null ? null : handshake.user();
  }

  /** Ends the output of what is on top of the socket. */
  Future<?> endOutput() {
    SslHandler encrypting = handshake == null ? null : handshake.handler();
    return encrypting == null ? socket.newSucceededFuture() : encrypting.closeOutbound();
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    ByteBuf bytes = (ByteBuf) message;
    int count = bytes.readableBytes();
    bytesReceived = bytesReceived + count;
    wire.counters().bytesReceived.add(count);
    if (!ending.open()) {
      bytes.release();
      ending.dropped(count);
      return;
    }
    touch();
    inTurn = true;
    if (handshake != null && handshake.plain()) {
      withoutTls(handshake, bytes.getUnsignedByte(bytes.readerIndex()));
      bytes.release();
      return;
    }
    inbox.received(bytes);
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    inTurn = false;
    flushIfDue();
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    if (socket.isWritable() && !inTurn && !output.pumping()) {
      flush();
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event == ChannelInputShutdownEvent.INSTANCE || event == SslCloseCompletionEvent.SUCCESS) {
      touch();
      ending.inputEnded();
    } else if (event instanceof SslHandshakeCompletionEvent completion && handshake != null) {
      if (!completion.isSuccess()) {
        handshakeFailed(completion.cause().getMessage());
      } else if (handshake.underWay()) {
        secured(handshake);
      }
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable thrown) {
    Throwable cause =
        thrown instanceof DecoderException && thrown.getCause() != null
            ? thrown.getCause()
            : thrown;
    if (ending.open() && mayBeTold()) {
      wire.counters().errors.increment();
    }
    if (cause instanceof IOException) {
      LOG.debug("client {}: {}", id, cause.toString());
    } else {
      LOG.warn("client {}: closed after an unforeseen error", id, cause);
    }
    socket.close();
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    ending.closed();
    inbox.drop();
    output.release();
    loop.remove(this);
    if (admitted) {
      wire.clients().gone(this);
    }
    Conversation talk = conversation;
    if (talk != null) {
      talk.closed();
    }
  }

  // ---- from the protocol to bytes

  /** On the loop. What is sent in one turn goes out together. */
  void send(ReplyBuffer reply, boolean close) {
    if (!ending.open()) {
      reply.discard();
      return;
    }
    output.add(reply);
    if (close) {
      ending.begin();
    }
    if (!flushDue) {
      flushDue = true;
      if (!inTurn) {
        onLoop(this::flushIfDue, () -> {});
      }
    }
  }

  private void flushIfDue() {
    if (flushDue) {
      flush();
    }
  }

  private void flush() {
    flushDue = false;
    // Before the bytes leave: who has the answer may count on it.
    touch();
    output.pump();
    outputMoved();
  }

  /** Some of the output has gone. */
  void outputMoved() {
    inbox.outputMoved();
    ending.outputMoved();
  }

  /** Whether everything that was said is with the socket. */
  boolean saidAll() {
    return output.empty() && !flushDue;
  }

  /** How many bytes the socket has not sent yet. */
  long unsent() {
    ChannelOutboundBuffer buffer = socket.unsafe().outboundBuffer();
    return buffer == null ? 0 : buffer.totalPendingWriteBytes();
  }

  void sent(int bytes) {
    bytesSent = bytesSent + bytes;
    wire.counters().bytesSent.add(bytes);
  }

  long bytesSent() {
    return bytesSent;
  }

  void touch() {
    lastActivity = wire.nanoTime();
  }

  long lastActivity() {
    return lastActivity;
  }

  /** Closes it without a word, since none would arrive. */
  void abort(String why) {
    LOG.debug("client {}: closed: {}", id, why);
    protocolError();
    socket.close();
  }

  void protocolError() {
    wire.counters().errors.increment();
  }

  // ---- for others

  /** Runs in a later turn of the loop; when the loop has ended, the other one here and now. */
  void onLoop(Runnable task, Runnable otherwise) {
    try {
      socket.eventLoop().execute(task);
    } catch (RejectedExecutionException e) {
      otherwise.run();
    }
  }

  NetworkConnection view() {
    Conversation talk = conversation;
    return new NetworkConnection(
        Long.toString(id),
        Addresses.text(socket.remoteAddress()),
        Addresses.text(socket.localAddress()),
        talk == null ? "unknown" : talk.protocol().name(),
        ending.shown(),
        talk == null ? null : talk.sessionId(),
        wire.instantOf(openedNanos),
        bytesSent,
        bytesReceived,
        wire.instantOf(lastActivity),
        listener.name(),
        handshake != null && handshake.encrypted());
  }
}

package io.fairlead.wire;

import io.fairlead.kernel.error.FairleadException;
import io.fairlead.traffic.network.NetworkConnection;
import io.fairlead.traffic.protocol.ProtocolHandler;
import io.fairlead.traffic.protocol.ProtocolHandler.Activity;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.SocketChannel;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client's socket, from its acceptance to its end. Everything happens on its event loop; what
 * other threads look at is volatile.
 */
final class Client extends ChannelInboundHandlerAdapter {

  private static final Logger LOG = LoggerFactory.getLogger(Client.class);

  /** How long a client that was told its end is read and dropped, and how much. */
  private static final long LINGER_NANOS = TimeUnit.SECONDS.toNanos(1);

  private static final long LINGER_BYTES = 1 << 20;

  /** How long a client may take to read what it is told at its end. */
  private static final long FAREWELL_NANOS = TimeUnit.SECONDS.toNanos(10);

  /**
   * A client that has ended its output may still want answers ({@code nc -N}) or may have died; its
   * requests get so long.
   */
  private static final long HALF_CLOSED_NANOS = TimeUnit.SECONDS.toNanos(5);

  /** A flood of clients over the cap is not worth a descriptor each. */
  private static final int MOST_FAREWELLS = 500;

  private static final int FIRST_BYTE_OF_TLS = 22;

  private enum State {
    OPEN,
    /** The last bytes are on their way. */
    CLOSING,
    /** They have left; the client's own bytes are read and dropped. */
    LINGERING,
    CLOSED
  }

  private final Wire wire;
  private final Listener listener;
  private final SocketChannel socket;
  private final Loop loop;
  private final long openedNanos;

  /** Where its loop keeps it; -1 when it does not. */
  int slot = -1;

  private @Nullable Output output;
  private volatile @Nullable Conversation conversation;
  private @Nullable ByteBuf input;
  private boolean admitted;
  private boolean held;
  private boolean inTurn;
  private boolean flushDue;
  private boolean outputAwaited;
  private boolean inputEnded;
  private boolean ended;
  private @Nullable String drainReason;
  private long deadline;
  private long receivingSince;
  private long dropped;
  private long sentMark;

  private volatile State state = State.OPEN;
  private volatile long lastActivity;
  private volatile long bytesSent;
  private volatile long bytesReceived;

  private volatile long id;

  Client(Wire wire, Listener listener, SocketChannel socket) {
    this.wire = wire;
    this.listener = listener;
    this.socket = socket;
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

  @Nullable Conversation conversation() {
    return conversation;
  }

  private Output output() {
    Output present = output;
    if (present == null) {
      throw new IllegalStateException("not on a channel");
    }
    return present;
  }

  private boolean open() {
    return state == State.OPEN;
  }

  // ---- what the socket says

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    output = new Output(this, context);
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    loop.add(this);
    String refusal = wire.clients().admit(listener);
    if (refusal == null) {
      admitted = true;
      id = wire.nextConnectionId();
      wire.clients().add(this);
    } else if (loop.size() > wire.clients().size() + MOST_FAREWELLS) {
      socket.close();
    } else {
      refuse(refusal);
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    ByteBuf bytes = (ByteBuf) message;
    int count = bytes.readableBytes();
    bytesReceived = bytesReceived + count;
    wire.counters().bytesReceived.add(count);
    if (!open()) {
      bytes.release();
      dropped += count;
      if (dropped > LINGER_BYTES) {
        socket.close();
      }
      return;
    }
    lastActivity = wire.nanoTime();
    ByteBuf before = input;
    if (before == null) {
      input = bytes;
    } else {
      before.discardSomeReadBytes().writeBytes(bytes);
      bytes.release();
    }
    inTurn = true;
    deliver();
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    inTurn = false;
    if (flushDue) {
      flush();
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    if (socket.isWritable() && !inTurn && !output().pumping()) {
      flush();
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event == ChannelInputShutdownEvent.INSTANCE) {
      inputEnded = true;
      if (state == State.LINGERING || open() && conversation == null) {
        socket.close();
      } else {
        lastActivity = wire.nanoTime();
        endIfDone();
      }
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    if (open()) {
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
    state = State.CLOSED;
    dropInput();
    output().release();
    loop.remove(this);
    if (admitted) {
      wire.clients().gone(this);
    }
    Conversation talk = conversation;
    if (talk != null) {
      talk.closed();
    }
  }

  // ---- from bytes to the protocol

  private boolean blocked() {
    return held || !output().clear();
  }

  private void deliver() {
    if (input == null || !open() || blocked()) {
      updateReading();
      return;
    }
    ByteBuf bytes = input;
    try {
      ProtocolHandler handler = handlerFor(bytes);
      if (handler != null) {
        ByteBuffer view = bytes.internalNioBuffer(bytes.readerIndex(), bytes.readableBytes());
        int from = view.position();
        boolean completed = handler.received(view);
        bytes.skipBytes(view.position() - from);
        after(completed, handler, bytes);
      }
    } catch (RuntimeException e) {
      failed(e);
    }
    updateReading();
  }

  private void after(boolean completed, ProtocolHandler handler, ByteBuf bytes) {
    if (!open() || !bytes.isReadable()) {
      dropInput();
    } else if (!blocked()
        && bytes.readableBytes()
            > wire.settings().limits().maxPacketSize() + (long) ReplyBuffer.CHUNK) {
      protocolError();
      end("a request is too long: more than " + wire.settings().limits().maxPacketSize());
      return;
    }
    if (completed || receivingSince == 0) {
      receivingSince = lastActivity;
    }
    if (open() && handler.activity() != Activity.RECEIVING) {
      receivingSince = 0;
    }
  }

  private @Nullable ProtocolHandler handlerFor(ByteBuf bytes) {
    Conversation talk = conversation;
    if (talk != null) {
      return talk.handler();
    }
    int first = bytes.getUnsignedByte(bytes.readerIndex());
    ProtocolTable.Entry found =
        wire.protocols().startingWith(first, listener.settings().protocols());
    if (found == null) {
      protocolError();
      if (first == FIRST_BYTE_OF_TLS) {
        listener.tlsHello(socket.remoteAddress());
        refuse("this port has no TLS");
      } else {
        refuse("unknown protocol: first byte " + first);
      }
      dropInput();
      return null;
    }
    Conversation opened = new Conversation(this, found);
    opened.open();
    conversation = opened;
    return opened.handler();
  }

  private void failed(RuntimeException cause) {
    if (cause instanceof FairleadException) {
      refuse(String.valueOf(cause.getMessage()));
    } else {
      LOG.error("client {}: its protocol failed", id, cause);
      protocolError();
      refuse("internal error");
    }
    dropInput();
  }

  private void dropInput() {
    ByteBuf rest = input;
    input = null;
    if (rest != null) {
      rest.release();
    }
  }

  private void updateReading() {
    boolean read = !open() || !blocked();
    if (!read && !held) {
      outputAwaited = true;
    }
    if (socket.config().isAutoRead() != read) {
      socket.config().setAutoRead(read);
    }
  }

  void hold(boolean on) {
    if (held != on) {
      held = on;
      if (!on) {
        onLoop(this::deliver, () -> {});
      }
      updateReading();
    }
  }

  boolean writable() {
    boolean clear = output().clear();
    if (!clear) {
      outputAwaited = true;
    }
    return clear;
  }

  // ---- from the protocol to bytes

  /** On the loop. */
  void send(ReplyBuffer reply, boolean close) {
    if (!open()) {
      reply.discard();
      return;
    }
    output().add(reply);
    if (close) {
      state = State.CLOSING;
      deadline = wire.nanoTime() + FAREWELL_NANOS;
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
    if (state == State.CLOSED) {
      return;
    }
    lastActivity = wire.nanoTime();
    output().pump();
    outputMoved();
  }

  void sent(int bytes) {
    bytesSent = bytesSent + bytes;
    wire.counters().bytesSent.add(bytes);
  }

  /** Some of the output has gone. */
  void outputMoved() {
    if (state == State.CLOSING) {
      closeWhenFlushed();
    } else if (open()) {
      updateReading();
      Conversation talk = conversation;
      if (outputAwaited && talk != null && output().clear()) {
        outputAwaited = false;
        talk.handler().writable();
        deliver();
      }
      endIfDone();
    }
  }

  // ---- the end

  /** Tells a client without a handler, or with one that failed, and closes it. */
  private void refuse(String reason) {
    ReplyBuffer reply = wire.newReply(socket.alloc());
    byte[] text = wire.protocols().refusal(reason, listener.settings().protocols());
    reply.put(text, 0, text.length);
    send(reply, true);
  }

  /** Tells the client the reason, as its protocol does it, and closes it. On the loop. */
  void end(String reason) {
    Conversation talk = conversation;
    if (!open() || ended) {
      return;
    }
    ended = true;
    deadline = wire.nanoTime() + FAREWELL_NANOS;
    if (talk == null) {
      refuse(reason);
      return;
    }
    try {
      talk.handler().end(reason);
    } catch (RuntimeException e) {
      failed(e);
    }
  }

  /** Tells and closes it as soon as it is about nothing, at the latest so much later. */
  private void drain(String reason, long nanos) {
    if (drainReason == null && open()) {
      drainReason = reason;
      deadline = wire.nanoTime() + nanos;
      endIfDone();
    }
  }

  /** {@link #drain} from any thread. */
  void drainOnLoop(String reason, Duration atMost) {
    onLoop(() -> drain(reason, atMost.toNanos()), () -> {});
  }

  /** Closes it without a word, since none would arrive. */
  void abort(String why) {
    LOG.debug("client {}: closed: {}", id, why);
    wire.counters().errors.increment();
    socket.close();
  }

  private Activity activity() {
    Conversation talk = conversation;
    return talk == null ? Activity.IDLE : talk.handler().activity();
  }

  private void endIfDone() {
    if (!open() || !output().empty() || flushDue || ended) {
      return;
    }
    String reason = drainReason;
    if (inputEnded && activity() != Activity.WORKING) {
      state = State.CLOSING;
      deadline = wire.nanoTime() + FAREWELL_NANOS;
      closeWhenFlushed();
    } else if (reason != null && activity() == Activity.IDLE) {
      end(reason);
    }
  }

  private void closeWhenFlushed() {
    if (!output().empty()) {
      return;
    }
    state = State.LINGERING;
    socket
        .writeAndFlush(Unpooled.EMPTY_BUFFER)
        .addListener(
            done -> {
              if (!done.isSuccess() || inputEnded) {
                socket.close();
                return;
              }
              deadline = wire.nanoTime() + LINGER_NANOS;
              socket.shutdownOutput();
              socket.config().setAutoRead(true);
            });
  }

  /** Looks after whatever has a deadline. */
  void sweep(long now) {
    if (!open()) {
      if (now - deadline >= 0) {
        socket.close();
      }
    } else if (ended) {
      if (now - deadline >= 0) {
        abort("its protocol did not end it");
      }
    } else if (drainReason != null && now - deadline >= 0) {
      end(drainReason);
    } else if (unsent() > 0 || !output().empty()) {
      sweepSlowReader(now);
    } else {
      sweepQuiet(now);
    }
  }

  private void sweepSlowReader(long now) {
    long mark = bytesSent - unsent();
    if (mark != sentMark) {
      sentMark = mark;
      lastActivity = now;
    } else if (now - lastActivity >= wire.settings().idleTimeout().toNanos()) {
      abort("it reads nothing");
    }
  }

  private void sweepQuiet(long now) {
    switch (activity()) {
      case IDLE -> {
        if (now - lastActivity >= wire.settings().idleTimeout().toNanos()) {
          end(
              "idle timeout: nothing was asked for "
                  + wire.settings().idleTimeout().toSeconds()
                  + " s");
        }
      }
      case RECEIVING -> {
        if (now - receivingSince >= wire.settings().requestTimeout().toNanos()) {
          protocolError();
          end(
              "request timeout: the request was not complete after "
                  + wire.settings().requestTimeout().toSeconds()
                  + " s");
        }
      }
      case WORKING -> {
        if (inputEnded && now - lastActivity >= HALF_CLOSED_NANOS) {
          socket.close();
        }
      }
    }
    endIfDone();
  }

  private long unsent() {
    ChannelOutboundBuffer buffer = socket.unsafe().outboundBuffer();
    return buffer == null ? 0 : buffer.totalPendingWriteBytes();
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
        switch (state) {
          case OPEN -> "established";
          case CLOSING, LINGERING -> "closing";
          case CLOSED -> "closed";
        },
        talk == null ? null : talk.sessionId(),
        wire.instantOf(openedNanos),
        bytesSent,
        bytesReceived,
        wire.instantOf(lastActivity),
        listener.name(),
        false);
  }
}

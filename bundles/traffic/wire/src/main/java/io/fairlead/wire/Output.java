package io.fairlead.wire;

import io.fairlead.wire.ReplyBuffer.Spilled;
import io.netty.buffer.ByteBuf;
import io.netty.channel.socket.SocketChannel;
import org.jspecify.annotations.Nullable;

/**
 * The replies of one client that are not with the socket yet. Hands on only what the socket takes,
 * so that a slow client's big result stays in its file. On the event loop.
 */
final class Output {

  private final Client client;
  private final SocketChannel socket;

  private @Nullable ReplyBuffer head;
  private @Nullable ReplyBuffer tail;
  private @Nullable Spilled fetching;
  private boolean fetchUnderWay;
  private boolean pumping;
  private boolean held;
  private long added;
  private boolean released;
  private long fetched;

  Output(Client client, SocketChannel socket) {
    this.client = client;
    this.socket = socket;
  }

  void add(ReplyBuffer reply) {
    if (tail == null) {
      head = reply;
    } else {
      tail.next = reply;
    }
    tail = reply;
    added += reply.size();
  }

  /** Whether the client may get more without anything piling up. */
  boolean clear() {
    return !held && added < ReplyBuffer.CHUNK && socket.isWritable();
  }

  /** Whether nothing waits here; the socket may still have some. */
  boolean empty() {
    return head == null && fetching == null;
  }

  /** Whether {@link #pump} is at work; it may call back into the client through the socket. */
  boolean pumping() {
    return pumping;
  }

  /** Hands on what the socket takes, and flushes. */
  void pump() {
    if (pumping) {
      return;
    }
    pumping = true;
    try {
      while (handOn()) {
        if (!socket.isWritable()) {
          socket.flush();
        }
      }
    } finally {
      pumping = false;
    }
    added = 0;
    held = !empty();
    socket.flush();
  }

  /** Hands one part on; false when there is none, or none that is wanted now. */
  private boolean handOn() {
    if (released || !socket.isWritable()) {
      return false;
    }
    if (fetching != null) {
      fetch();
      return false;
    }
    ReplyBuffer first = head;
    if (first == null) {
      return false;
    }
    Object part = first.poll();
    if (part == null) {
      head = first.next;
      tail = head == null ? null : tail;
      first.next = null;
    } else if (part instanceof ByteBuf bytes) {
      write(bytes);
    } else {
      fetching = (Spilled) part;
      fetched = 0;
    }
    return true;
  }

  private void write(ByteBuf bytes) {
    client.sent(bytes.readableBytes());
    socket.write(bytes, socket.voidPromise());
  }

  private void fetch() {
    Spilled from = fetching;
    if (fetchUnderWay || from == null) {
      return;
    }
    fetchUnderWay = true;
    int length = (int) Math.min(ReplyBuffer.CHUNK, from.length - fetched);
    client
        .wire()
        .spill()
        .read(
            from.file,
            fetched,
            length,
            socket.alloc(),
            bytes -> client.onLoop(() -> fetched(bytes), () -> abandon(bytes)));
  }

  private void fetched(@Nullable ByteBuf bytes) {
    fetchUnderWay = false;
    Spilled from = fetching;
    if (released || from == null || bytes == null) {
      abandon(bytes);
      endFetching();
      if (bytes == null) {
        client.abort("a spilled result is lost");
      }
      return;
    }
    fetched += bytes.readableBytes();
    if (fetched == from.length) {
      endFetching();
    }
    write(bytes);
    pump();
    client.outputMoved();
  }

  private static void abandon(@Nullable ByteBuf bytes) {
    if (bytes != null) {
      bytes.release();
    }
  }

  private void endFetching() {
    Spilled done = fetching;
    fetching = null;
    if (done != null) {
      done.close();
    }
  }

  /** Gives everything back; nothing will be sent any more. */
  void release() {
    released = true;
    for (ReplyBuffer each = head; each != null; each = each.next) {
      each.discard();
    }
    head = null;
    tail = null;
    if (!fetchUnderWay) {
      endFetching();
    }
  }
}

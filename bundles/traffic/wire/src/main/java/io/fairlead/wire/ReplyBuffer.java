package io.fairlead.wire;

import io.fairlead.traffic.protocol.Reply;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * A reply: chunks in order, the last one being written, and once they are more than the threshold a
 * file in the place of those that are full. A small reply is one small buffer.
 */
final class ReplyBuffer implements Reply {

  static final int CHUNK = 64 * 1024;
  private static final int SMALLEST = 256;
  private static final int GROWTH = 4;
  private static final int COPIED_WHEN_APPENDED = 16 * 1024;
  private static final int LONGEST_UTF8_CHAR = 4;

  private final ByteBufAllocator allocator;
  private final SpillStore store;
  private final long threshold;

  /** {@link ByteBuf}s and {@link Spilled}s; null while the tail is all there is. */
  private @Nullable ArrayDeque<Object> parts;

  private @Nullable ByteBuf tail;
  private long inMemory;
  private long size;

  /** Behind this one on its way to the client. */
  @Nullable ReplyBuffer next;

  /** A file and how many bytes of it count. */
  static final class Spilled {
    final FileChannel file;
    long length;

    Spilled(FileChannel file) {
      this.file = file;
    }

    void close() {
      try {
        file.close();
      } catch (IOException e) {
        // It has no name and nobody reads it: there is nothing to save.
      }
    }
  }

  ReplyBuffer(ByteBufAllocator allocator, SpillStore store, long threshold) {
    this.allocator = allocator;
    this.store = store;
    this.threshold = threshold;
  }

  @Override
  public void put(byte value) {
    room(1).writeByte(value);
    size++;
  }

  @Override
  public void put(byte[] source, int offset, int length) {
    int from = offset;
    int left = length;
    while (left > 0) {
      ByteBuf to = room(left);
      int n = Math.min(left, to.writableBytes());
      to.writeBytes(source, from, n);
      from += n;
      left -= n;
    }
    size += length;
  }

  @Override
  public void putUtf8(String text) {
    int chars = text.length();
    int from = 0;
    while (from < chars) {
      ByteBuf to = room(chars - from > CHUNK ? CHUNK : 3 * (chars - from));
      int fitting = Math.min(chars - from, to.writableBytes() / 3);
      if (from + fitting < chars
          && fitting > 0
          && Character.isHighSurrogate(text.charAt(from + fitting - 1))) {
        fitting--;
      }
      if (fitting == 0) {
        fitting = Character.charCount(text.codePointAt(from));
        putAcrossChunks(text, from, from + fitting);
      } else {
        ByteBuffer view = to.internalNioBuffer(to.writerIndex(), to.writableBytes());
        int start = view.position();
        int written = Utf8.encode(text, from, from + fitting, view, start) - start;
        to.writerIndex(to.writerIndex() + written);
        size += written;
      }
      from += fitting;
    }
  }

  private void putAcrossChunks(String text, int from, int to) {
    byte[] one = text.substring(from, to).getBytes(StandardCharsets.UTF_8);
    put(one, 0, one.length);
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public void append(Reply other) {
    ReplyBuffer that = (ReplyBuffer) other;
    ByteBuf bytes = that.tail;
    if (that.parts == null && that.size <= COPIED_WHEN_APPENDED) {
      if (bytes != null) {
        while (bytes.isReadable()) {
          ByteBuf to = room(bytes.readableBytes());
          to.writeBytes(bytes, Math.min(bytes.readableBytes(), to.writableBytes()));
        }
        size += that.size;
      }
      that.discard();
      return;
    }
    endTail();
    if (that.parts != null) {
      parts().addAll(that.parts);
    }
    tail = bytes;
    size += that.size;
    inMemory += that.inMemory;
    that.forget();
  }

  @Override
  public void discard() {
    for (Object part = poll(); part != null; part = poll()) {
      if (part instanceof ByteBuf bytes) {
        bytes.release();
      } else {
        ((Spilled) part).close();
      }
    }
    forget();
  }

  /** The next part to be sent, taken out; null when all are. */
  @Nullable Object poll() {
    if (parts != null && !parts.isEmpty()) {
      Object part = parts.poll();
      if (part instanceof ByteBuf bytes) {
        store.holds(-bytes.capacity());
      }
      return part;
    }
    ByteBuf last = tail;
    tail = null;
    return last;
  }

  private void forget() {
    parts = null;
    tail = null;
    size = 0;
    inMemory = 0;
  }

  /** A buffer with room for at least one byte, or for a whole character, or as much as wanted. */
  private ByteBuf room(int wanted) {
    ByteBuf present = tail;
    if (present != null) {
      int missing = wanted - present.writableBytes();
      if (missing <= 0) {
        return present;
      }
      int capacity = present.capacity();
      if (capacity < CHUNK) {
        int grown = Math.max(capacity * GROWTH, capacity + missing);
        present.capacity(Math.min(CHUNK, grown));
        return present;
      }
      if (present.writableBytes() >= LONGEST_UTF8_CHAR) {
        return present;
      }
      if (present.isWritable() && wanted <= 1) {
        return present;
      }
      endTail();
    }
    int capacity = parts != null ? CHUNK : Math.max(SMALLEST, Math.min(wanted, CHUNK));
    ByteBuf fresh = allocator.directBuffer(capacity, CHUNK);
    tail = fresh;
    return fresh;
  }

  private void endTail() {
    ByteBuf full = tail;
    if (full == null) {
      return;
    }
    parts().add(full);
    tail = null;
    inMemory += full.capacity();
    store.holds(full.capacity());
    if (inMemory > threshold || store.crowded()) {
      spill();
    }
  }

  private ArrayDeque<Object> parts() {
    ArrayDeque<Object> present = parts;
    if (present == null) {
      present = new ArrayDeque<>();
      parts = present;
    }
    return present;
  }

  /** Moves all that is behind the last file into it, or into a new one. */
  private void spill() {
    ArrayDeque<Object> all = parts();
    ArrayDeque<ByteBuf> moving = new ArrayDeque<>();
    while (all.peekLast() instanceof ByteBuf bytes) {
      moving.addFirst(bytes);
      store.holds(-bytes.capacity());
      all.removeLast();
    }
    try {
      if (all.isEmpty()) {
        all.add(new Spilled(store.create()));
      }
      Spilled to = (Spilled) all.getLast();
      for (ByteBuf bytes : moving) {
        int length = bytes.readableBytes();
        while (bytes.isReadable()) {
          long at = to.length + length - bytes.readableBytes();
          bytes.readBytes(to.file, at, bytes.readableBytes());
        }
        to.length += length;
      }
      inMemory = 0;
    } catch (IOException e) {
      throw SpillStore.unavailable(e);
    } finally {
      moving.forEach(ByteBuf::release);
    }
  }
}

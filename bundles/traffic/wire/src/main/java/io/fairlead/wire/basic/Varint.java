package io.fairlead.wire.basic;

import io.fairlead.traffic.protocol.Reply;
import java.nio.ByteBuffer;

/**
 * bincode 2's variable-length unsigned integer: below 251 the byte itself, else 251, 252, 253 and
 * two, four, eight bytes, least first. Reads it byte by byte where it must.
 */
final class Varint {

  static final int MOST_BYTES_OF_U32 = 4;
  static final int MOST_BYTES_OF_U64 = 8;

  private static final int TWO_BYTES = 251;
  private static final int FOUR_BYTES = 252;
  private static final int EIGHT_BYTES = 253;

  private long value;
  private int marker;
  private int missing;
  private int shift;
  private boolean invalid;

  /** Whether some of its bytes are here and others are not. */
  boolean begun() {
    return missing > 0;
  }

  /** True when it is whole, or found to be none; then it is ready for the next. */
  boolean read(ByteBuffer in, int mostBytes) {
    if (missing == 0) {
      if (!in.hasRemaining()) {
        return false;
      }
      marker = in.get() & 0xff;
      invalid = false;
      if (marker < TWO_BYTES) {
        value = marker;
        return true;
      }
      int bytes = marker > EIGHT_BYTES ? Integer.MAX_VALUE : 2 << (marker - TWO_BYTES);
      if (bytes > mostBytes) {
        invalid = true;
        return true;
      }
      missing = bytes;
      value = 0;
      shift = 0;
    }
    while (missing > 0 && in.hasRemaining()) {
      value |= (in.get() & 0xffL) << shift;
      shift += 8;
      missing--;
    }
    return missing == 0;
  }

  /** The last one read, as unsigned. */
  long value() {
    return value;
  }

  /** Whether the last one's first byte begins none that fits. */
  boolean invalid() {
    return invalid;
  }

  @Override
  public String toString() {
    return invalid ? "byte " + marker : Long.toUnsignedString(value);
  }

  static void put(Reply to, long value) {
    if (value >= 0 && value < TWO_BYTES) {
      to.put((byte) value);
    } else if (value >>> 16 == 0) {
      put(to, TWO_BYTES, value, 2);
    } else if (value >>> 32 == 0) {
      put(to, FOUR_BYTES, value, 4);
    } else {
      put(to, EIGHT_BYTES, value, 8);
    }
  }

  private static void put(Reply to, int marker, long value, int bytes) {
    to.put((byte) marker);
    for (int i = 0; i < bytes; i++) {
      to.put((byte) (value >>> (8 * i)));
    }
  }
}

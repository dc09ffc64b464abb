package io.fairlead.wire.basic;

import io.fairlead.wire.basic.Request.Bad;
import io.fairlead.wire.basic.Request.Plain;
import io.fairlead.wire.basic.Request.Query;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Takes requests out of a stream that may be split anywhere. Memory follows the bytes that came,
 * never the length that was announced. A variable-length integer may be longer than needed, as
 * bincode accepts it.
 */
final class Decoder {

  /** A text that is too long is skipped up to this; a longer one is not believed. */
  static final long LONGEST_SKIPPED = 64L << 20;

  private static final int QUERY = 0;
  private static final Plain[] PLAIN = {Plain.BEGIN, Plain.COMMIT, Plain.ROLLBACK, Plain.PING};
  private static final int FIRST_GUESS = 1_024;
  private static final byte[] NOTHING = {};

  private enum State {
    VARIANT,
    LENGTH,
    TEXT,
    SKIPPING,
    LOST
  }

  private final Varint varint = new Varint();
  private State state = State.VARIANT;
  private long left;
  private byte[] text = NOTHING;
  private int filled;

  /** Whether a part of a request is here. */
  boolean amid() {
    return state != State.VARIANT || varint.begun();
  }

  /**
   * The next request; null when more bytes are needed, then all are taken.
   *
   * @param longest the longest text in bytes
   */
  @Nullable Request next(ByteBuffer in, int longest) {
    while (true) {
      switch (state) {
        case VARIANT -> {
          if (!varint.read(in, Varint.MOST_BYTES_OF_U32)) {
            return null;
          }
          if (varint.invalid() || varint.value() < 0 || varint.value() > PLAIN.length) {
            return lost("unknown request: " + varint + " (expected: 0 to 4)");
          }
          if (varint.value() != QUERY) {
            return PLAIN[(int) varint.value() - 1];
          }
          state = State.LENGTH;
        }
        case LENGTH -> {
          if (!varint.read(in, Varint.MOST_BYTES_OF_U64)) {
            return null;
          }
          if (varint.invalid()) {
            return lost("invalid length of the SQL text: " + varint);
          }
          left = varint.value();
          if (left < 0 || left > longest) {
            return tooLong(longest);
          }
          state = State.TEXT;
        }
        case TEXT -> {
          return take(in) ? query() : null;
        }
        case SKIPPING -> {
          int n = (int) Math.min(left, in.remaining());
          in.position(in.position() + n);
          left -= n;
          if (left > 0) {
            return null;
          }
          state = State.VARIANT;
        }
        case LOST -> {
          in.position(in.limit());
          return null;
        }
      }
    }
  }

  private Bad lost(String message) {
    state = State.LOST;
    return new Bad(message, true);
  }

  private Bad tooLong(int longest) {
    boolean skipped = left >= 0 && left <= LONGEST_SKIPPED;
    state = skipped ? State.SKIPPING : State.LOST;
    return new Bad(
        "SQL query too large: "
            + Long.toUnsignedString(left)
            + " bytes (max: "
            + longest
            + " bytes)",
        !skipped);
  }

  /** Takes what is there of the text; true when it is whole. */
  private boolean take(ByteBuffer in) {
    int n = (int) Math.min(left, in.remaining());
    if (text.length - filled < n) {
      int all = filled + (int) left;
      boolean whole = n == left;
      int wanted = whole ? all : Math.max(filled + n, Math.max(FIRST_GUESS, 2 * text.length));
      text = Arrays.copyOf(text, Math.min(all, wanted));
    }
    in.get(text, filled, n);
    filled += n;
    left -= n;
    return left == 0;
  }

  private Request query() {
    byte[] bytes = text;
    int length = filled;
    text = NOTHING;
    filled = 0;
    state = State.VARIANT;
    String sql = new String(bytes, 0, length, StandardCharsets.UTF_8);
    // The constructor puts U+FFFD for what is wrong, but it may as well have been sent.
    if (sql.indexOf('\uFFFD') >= 0 && !wellFormed(bytes, length)) {
      return new Bad("invalid UTF-8 in the SQL text", false);
    }
    return new Query(sql);
  }

  private static boolean wellFormed(byte[] bytes, int length) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, 0, length));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }
}

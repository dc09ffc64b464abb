package io.fairlead.tracing;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * What a collector says about spans that it threw away: of an {@code ExportTraceServiceResponse},
 * the first field with its first and second (opentelemetry-proto, trace_service.proto).
 *
 * @param rejected how many
 * @param message why
 */
record PartialSuccess(long rejected, String message) {

  private static final int VARINT = 0;
  private static final int FIXED64 = 1;
  private static final int BYTES = 2;
  private static final int FIXED32 = 5;

  /** Empty when all were taken, or when the answer is no such message. */
  static Optional<PartialSuccess> of(byte[] response) {
    try {
      Reader outer = new Reader(response, 0, response.length);
      while (outer.more()) {
        long tag = outer.varint();
        if (tag == (1 << 3 | BYTES)) {
          PartialSuccess partial = inner(outer.nested());
          return partial.rejected > 0 ? Optional.of(partial) : Optional.empty();
        }
        outer.skip((int) (tag & 7));
      }
    } catch (IllegalArgumentException e) {
      // it took the request; what else it wrote is no reason to say otherwise
    }
    return Optional.empty();
  }

  private static PartialSuccess inner(Reader reader) {
    long rejected = 0;
    String message = "";
    while (reader.more()) {
      long tag = reader.varint();
      if (tag == (1 << 3 | VARINT)) {
        rejected = reader.varint();
      } else if (tag == (2 << 3 | BYTES)) {
        message = reader.nested().text();
      } else {
        reader.skip((int) (tag & 7));
      }
    }
    return new PartialSuccess(rejected, message);
  }

  /** Protocol Buffers' wire format, as much as is needed of it. */
  private static final class Reader {
    private final byte[] bytes;
    private final int end;
    private int at;

    Reader(byte[] bytes, int from, int end) {
      this.bytes = bytes;
      this.at = from;
      this.end = end;
    }

    boolean more() {
      return at < end;
    }

    long varint() {
      long value = 0;
      for (int shift = 0; shift < 64 && at < end; shift += 7) {
        byte b = bytes[at++];
        value |= (long) (b & 0x7f) << shift;
        if (b >= 0) {
          return value;
        }
      }
      throw new IllegalArgumentException("no number");
    }

    Reader nested() {
      long length = varint();
      int from = at;
      forward(length);
      return new Reader(bytes, from, at);
    }

    void skip(int type) {
      switch (type) {
        case VARINT -> varint();
        case FIXED64 -> forward(8);
        case BYTES -> forward(varint());
        case FIXED32 -> forward(4);
        default -> throw new IllegalArgumentException("type " + type);
      }
    }

    private void forward(long length) {
      if (length < 0 || length > end - at) {
        throw new IllegalArgumentException("longer than what it stands in");
      }
      at += (int) length;
    }

    String text() {
      return new String(bytes, at, end - at, StandardCharsets.UTF_8);
    }
  }
}

package io.fairlead.client;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Decodes answers from a stream, however it is cut. A length that lies costs nothing: memory grows
 * with the bytes that have come, never with what was announced.
 */
final class AnswerReader {

  static final int QUERY_RESULT = 0;
  static final int TRANSACTION_ID = 1;
  static final int OK = 2;
  static final int ERROR = 3;
  static final int PONG = 4;

  private static final int FIRST_PIECE = 8_192;
  private static final long LONGEST_TEXT = Integer.MAX_VALUE - 8L;

  private final InputStream in;
  private final long limit;
  private final CharsetDecoder utf8 =
      StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .onUnmappableCharacter(CodingErrorAction.REPORT);
  private long taken;

  /**
   * @param limit the most bytes of one answer
   */
  AnswerReader(InputStream in, long limit) {
    this.in = in;
    this.limit = limit;
  }

  /** Begins the next answer: its variant. */
  int variant() throws IOException {
    taken = 0;
    int variant = next();
    if (variant > PONG) {
      throw new ProtocolException("answer variant " + variant + " (expected: 0 to " + PONG + ")");
    }
    return variant;
  }

  long varint() throws IOException {
    int first = next();
    return switch (first) {
      case 0xFB -> littleEndian(2);
      case 0xFC -> littleEndian(4);
      case 0xFD -> littleEndian(8);
      case 0xFE, 0xFF ->
          throw new ProtocolException("varint marker " + first + " (expected: at most 253)");
      default -> first;
    };
  }

  String text() throws IOException {
    long length = length();
    if (length > LONGEST_TEXT) {
      throw new ProtocolException(
          "a text of " + length + " bytes (expected: at most " + LONGEST_TEXT + ")");
    }
    byte[] bytes = bytes(length);
    try {
      return utf8.decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new ProtocolException("a text that is not UTF-8");
    }
  }

  /** The rest of a result after its variant; returns the rows affected. */
  long result(RowHandler handler) throws IOException {
    long columnCount = length();
    List<String> columns = new ArrayList<>();
    for (long i = 0; i < columnCount; i++) {
      columns.add(text());
    }
    handler.columns(columns);
    long rows = length();
    for (long row = 0; row < rows; row++) {
      long values = length();
      if (values != columns.size()) {
        throw new ProtocolException(
            "a row of "
                + Long.toUnsignedString(values)
                + " values (expected: "
                + columns.size()
                + ", one for each column)");
      }
      List<String> line = new ArrayList<>(columns.size());
      for (long i = 0; i < values; i++) {
        line.add(text());
      }
      handler.row(line);
    }
    return varint();
  }

  /** A length or count: each counted thing takes at least a byte, so none is beyond the limit. */
  private long length() throws IOException {
    long length = varint();
    if (length < 0 || length > limit - taken) {
      throw new ProtocolException(
          "an answer that announces "
              + Long.toUnsignedString(length)
              + " more (expected: at most "
              + (limit - taken)
              + " bytes)");
    }
    return length;
  }

  private byte[] bytes(long length) throws IOException {
    byte[] piece = new byte[(int) Math.min(length, FIRST_PIECE)];
    int filled = 0;
    while (filled < length) {
      if (filled == piece.length) {
        piece = Arrays.copyOf(piece, (int) Math.min(length, 2L * piece.length));
      }
      int n = in.read(piece, filled, piece.length - filled);
      if (n < 0) {
        throw new EOFException("the server closed in the middle of an answer");
      }
      filled += n;
    }
    taken += length;
    return piece;
  }

  private long littleEndian(int bytes) throws IOException {
    long value = 0;
    for (int i = 0; i < bytes; i++) {
      value |= (long) next() << (8 * i);
    }
    return value;
  }

  private int next() throws IOException {
    int b = in.read();
    if (b < 0) {
      throw new EOFException(
          taken == 0
              ? "the server closed the connection"
              : "the server closed in the middle of an answer");
    }
    taken++;
    return b;
  }
}

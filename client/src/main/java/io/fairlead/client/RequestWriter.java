package io.fairlead.client;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Encodes requests: bincode 2's standard encoding, variant and lengths as varints, little-endian.
 */
final class RequestWriter {

  static final int QUERY = 0;
  static final int BEGIN = 1;
  static final int COMMIT = 2;
  static final int ROLLBACK = 3;
  static final int PING = 4;

  private static final int ONE_BYTE = 250;
  private static final int U16 = 0xFB;
  private static final int U32 = 0xFC;
  private static final int U64 = 0xFD;

  private final OutputStream out;

  RequestWriter(OutputStream out) {
    this.out = out;
  }

  /**
   * @throws IllegalArgumentException the text has half a surrogate pair, which UTF-8 cannot say;
   *     nothing was written
   */
  void query(String sql) throws IOException {
    ByteBuffer utf8;
    try {
      utf8 = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(sql));
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("the SQL text has half a surrogate pair in it", e);
    }
    out.write(QUERY);
    varint(utf8.remaining());
    out.write(utf8.array(), utf8.arrayOffset(), utf8.remaining());
  }

  void plain(int variant) throws IOException {
    out.write(variant);
  }

  void varint(long value) throws IOException {
    if (Long.compareUnsigned(value, ONE_BYTE) <= 0) {
      out.write((int) value);
    } else if (Long.compareUnsigned(value, 0xFFFFL) <= 0) {
      out.write(U16);
      littleEndian(value, 2);
    } else if (Long.compareUnsigned(value, 0xFFFF_FFFFL) <= 0) {
      out.write(U32);
      littleEndian(value, 4);
    } else {
      out.write(U64);
      littleEndian(value, 8);
    }
  }

  private void littleEndian(long value, int bytes) throws IOException {
    for (int i = 0; i < bytes; i++) {
      out.write((int) (value >>> (8 * i)));
    }
  }
}

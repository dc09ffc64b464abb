package io.fairlead.wire.basic;

import io.fairlead.traffic.protocol.Reply;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** The answers' encoding, but for that of results. */
final class Answers {

  static final byte QUERY_RESULT = 0;
  static final byte TRANSACTION_ID = 1;
  static final byte OK = 2;
  static final byte ERROR = 3;
  static final byte PONG = 4;

  private Answers() {}

  static void putText(Reply to, String text) {
    Varint.put(to, Reply.utf8Length(text));
    to.putUtf8(text);
  }

  static void putError(Reply to, String message) {
    to.put(ERROR);
    putText(to, message);
  }

  static void putTransactionId(Reply to, long id) {
    to.put(TRANSACTION_ID);
    Varint.put(to, id);
  }

  /** An error as bytes, for those who have no reply. */
  static byte[] error(String message) {
    Bytes bytes = new Bytes();
    putError(bytes, message);
    return bytes.out.toByteArray();
  }

  /** A reply into an array. */
  private static final class Bytes implements Reply {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @Override
    public void put(byte value) {
      out.write(value);
    }

    @Override
    public void put(byte[] source, int offset, int length) {
      out.write(source, offset, length);
    }

    @Override
    public void putUtf8(String text) {
      out.writeBytes(text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public long size() {
      return out.size();
    }

    @Override
    public void append(Reply other) {
      throw new UnsupportedOperationException("an error is one piece");
    }

    @Override
    public void discard() {
      out.reset();
    }
  }
}

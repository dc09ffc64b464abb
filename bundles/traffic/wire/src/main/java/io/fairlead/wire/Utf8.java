package io.fairlead.wire;

import java.nio.ByteBuffer;

/**
 * UTF-8 in one pass and without garbage, as {@link String#getBytes} makes it: a surrogate without
 * its other half is a {@code ?}. Netty's own puts bytes there that are no UTF-8 when such a half is
 * followed by a letter beyond ASCII, which on a stream without framing loses the client its place.
 */
final class Utf8 {

  private Utf8() {}

  /**
   * Encodes a part of a text at an index of a buffer that has room for three bytes for each char.
   *
   * @return the index behind the last byte
   */
  static int encode(String text, int from, int end, ByteBuffer to, int index) {
    int at = index;
    for (int i = from; i < end; i++) {
      char c = text.charAt(i);
      if (c < 0x80) {
        to.put(at++, (byte) c);
      } else if (c < 0x800) {
        to.put(at++, (byte) (0xc0 | c >> 6));
        to.put(at++, (byte) (0x80 | c & 0x3f));
      } else if (!Character.isSurrogate(c)) {
        to.put(at++, (byte) (0xe0 | c >> 12));
        to.put(at++, (byte) (0x80 | c >> 6 & 0x3f));
        to.put(at++, (byte) (0x80 | c & 0x3f));
      } else if (Character.isHighSurrogate(c)
          && i + 1 < end
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        int point = Character.toCodePoint(c, text.charAt(++i));
        to.put(at++, (byte) (0xf0 | point >> 18));
        to.put(at++, (byte) (0x80 | point >> 12 & 0x3f));
        to.put(at++, (byte) (0x80 | point >> 6 & 0x3f));
        to.put(at++, (byte) (0x80 | point & 0x3f));
      } else {
        to.put(at++, (byte) '?');
      }
    }
    return at;
  }
}

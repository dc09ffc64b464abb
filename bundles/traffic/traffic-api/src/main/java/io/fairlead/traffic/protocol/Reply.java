package io.fairlead.traffic.protocol;

import io.fairlead.kernel.error.Unavailable;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Bytes on their way to a client: pooled memory, beyond the spill threshold a temporary file. One
 * thread at a time; where it may have to spill, one that may block.
 */
@ProviderType
public interface Reply {

  void put(byte value);

  /**
   * @throws Unavailable the temporary file cannot be written, say since the disk is full; the same
   *     for the other methods that add bytes
   */
  void put(byte[] source, int offset, int length);

  /** Puts the text as UTF-8: {@link #utf8Length} bytes, without a length in front. */
  void putUtf8(String text);

  /** Bytes so far. */
  long size();

  /** Puts another reply's bytes behind these and takes it over. */
  void append(Reply other);

  /** Gives the memory and the file back; for a reply that will not be sent. Twice is harmless. */
  void discard();

  /**
   * How many bytes {@link #putUtf8} puts; a surrogate without its other half is one, a {@code ?}.
   */
  static long utf8Length(String text) {
    int chars = text.length();
    long bytes = chars;
    for (int i = 0; i < chars; i++) {
      char c = text.charAt(i);
      if (c < 0x80) {
        continue;
      }
      if (c < 0x800) {
        bytes++;
      } else if (!Character.isSurrogate(c)) {
        bytes += 2;
      } else if (Character.isHighSurrogate(c)
          && i + 1 < chars
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        bytes += 2;
        i++;
      }
    }
    return bytes;
  }
}

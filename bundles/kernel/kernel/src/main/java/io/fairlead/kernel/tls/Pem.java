package io.fairlead.kernel.tls;

import io.fairlead.kernel.error.Unavailable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The blocks of a PEM file (RFC 7468); what stands between them is explanation and left out, as
 * tools write it there.
 */
final class Pem {

  private static final int MOST_BYTES = 1 << 20;
  private static final String BEGIN = "-----BEGIN ";
  private static final String END = "-----END ";
  private static final String DASHES = "-----";

  /**
   * @param label what stands behind BEGIN
   */
  record Block(String label, byte[] der) {}

  private Pem() {}

  /**
   * @throws Unavailable it cannot be read; the message names the file and never shows what is in it
   */
  static byte[] read(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MOST_BYTES + 1);
      if (bytes.length > MOST_BYTES) {
        throw new Unavailable(file + ": longer than " + MOST_BYTES + " bytes");
      }
      return bytes;
    } catch (NoSuchFileException e) {
      throw new Unavailable(file + ": there is no such file", e);
    } catch (IOException e) {
      throw new Unavailable(file + ": cannot be read: " + e.getClass().getSimpleName(), e);
    }
  }

  /**
   * @param file for messages
   * @throws Unavailable it is no PEM
   */
  static List<Block> parse(Path file, byte[] bytes) {
    List<Block> blocks = new ArrayList<>();
    String label = null;
    StringBuilder body = new StringBuilder();
    int number = 0;
    for (String raw : (Iterable<String>) text(bytes).lines()::iterator) {
      number++;
      String line = raw.strip();
      String begun = between(BEGIN, line);
      String ended = between(END, line);
      if (label == null) {
        label = begun;
      } else if (begun != null || ended != null && !ended.equals(label)) {
        throw broken(file, number, "expected: " + END + label + DASHES);
      } else if (ended != null) {
        blocks.add(new Block(label, decoded(file, number, body.toString())));
        label = null;
        body.setLength(0);
      } else if (line.contains(":")) {
        throw broken(file, number, "a header, as of an encrypted key (expected: none)");
      } else {
        body.append(line);
      }
    }
    if (label != null) {
      throw broken(file, number, "the file ends (expected: " + END + label + DASHES + ")");
    }
    return blocks;
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  private static @Nullable String between(String start, String line) {
    return line.startsWith(start)
            && line.endsWith(DASHES)
            && line.length() > start.length() + DASHES.length()
        ? line.substring(start.length(), line.length() - DASHES.length())
        : null;
  }

  private static byte[] decoded(Path file, int line, String body) {
    try {
      return Base64.getDecoder().decode(body);
    } catch (IllegalArgumentException e) {
      throw broken(file, line, "what ends here is not base64");
    }
  }

  private static Unavailable broken(Path file, int line, String what) {
    return new Unavailable(file + ": line " + line + ": " + what);
  }
}

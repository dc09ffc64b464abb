package io.fairlead.kernel.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * What lay in {@code deploy/} when it was last looked at, kept over restarts: what somebody changes
 * while nothing runs is found at the next start.
 */
final class DeployMemory {

  /** A memory that has grown longer than that is not one of ours. */
  private static final long LONGEST = 1 << 20;

  /**
   * @param size in bytes
   * @param modified in ms since 1970
   * @param sha256 of its content, in hexadecimal digits, or a word for why there is none
   * @param origin where the bundle came from that the file has replaced; null when it has none
   */
  record Known(long size, long modified, String sha256, @Nullable Origin origin) {
    boolean isAs(long otherSize, long otherModified) {
      return size == otherSize && modified == otherModified;
    }

    Known with(@Nullable Origin replaced) {
      return new Known(size, modified, sha256, replaced);
    }
  }

  /**
   * @param location what the bundle was installed from
   * @param startLevel its own
   */
  record Origin(String location, int startLevel) {}

  private final Path file;
  private final BiConsumer<Path, byte[]> writer;
  private final Map<String, Known> known = new TreeMap<>();
  private boolean changed;

  /**
   * @param writer writes a file durably
   */
  DeployMemory(Path file, BiConsumer<Path, byte[]> writer) {
    this.file = file;
    this.writer = writer;
  }

  Map<String, Known> known() {
    return Map.copyOf(known);
  }

  @Nullable Known of(String name) {
    return known.get(name);
  }

  void put(String name, Known now) {
    changed |= !now.equals(known.put(name, now));
  }

  void remove(String name) {
    changed |= known.remove(name) != null;
  }

  /** Reads what an earlier run has written; nothing when there was none. */
  void read() throws IOException {
    Properties lines = new Properties();
    try {
      if (Files.size(file) > LONGEST) {
        throw new IOException(file + ": longer than " + LONGEST + " bytes");
      }
      lines.load(new StringReader(Files.readString(file, UTF_8)));
      lines.forEach((name, text) -> known.put((String) name, parsed((String) text)));
    } catch (NoSuchFileException e) {
      return;
    } catch (RuntimeException e) {
      throw new IOException(file + ": not as it was written: " + e.getMessage(), e);
    }
  }

  private static Known parsed(String text) {
    String[] parts = text.split(" ", 5);
    return new Known(
        Long.parseLong(parts[0]),
        Long.parseLong(parts[1]),
        parts[2],
        parts.length < 5 ? null : new Origin(parts[4], Integer.parseInt(parts[3])));
  }

  /** Writes what has changed since the last time. */
  void write() throws IOException {
    if (!changed) {
      return;
    }
    Properties lines = new Properties();
    known.forEach((name, each) -> lines.setProperty(name, text(each)));
    StringWriter text = new StringWriter();
    lines.store(text, null);
    writer.accept(file, text.toString().getBytes(UTF_8));
    changed = false;
  }

  private static String text(Known each) {
    Origin origin = each.origin();
    return each.size()
        + " "
        + each.modified()
        + " "
        + each.sha256()
        + (origin == null ? "" : " " + origin.startLevel() + " " + origin.location());
  }
}

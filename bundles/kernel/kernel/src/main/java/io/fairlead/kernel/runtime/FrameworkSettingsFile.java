package io.fairlead.kernel.runtime;

import io.fairlead.kernel.audit.Audit;
import io.fairlead.kernel.audit.AuditEntry;
import io.fairlead.kernel.settings.SettingsSchema;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A file of settings that is the user's and whose owner is none of ours, so that nobody says when
 * it is taken up: looked at from time to time, and held against a copy of what it was, which
 * outlives a restart.
 */
final class FrameworkSettingsFile {

  private static final int LARGEST = 1 << 18;
  private static final int LONGEST_VALUE = 1_000;
  private static final int MOST_VALUES = 100;
  private static final byte[] NOTHING = {};

  private final Path file;
  private final Path copy;
  private final BiConsumer<Path, byte[]> writer;
  private final Audit audit;
  private byte @Nullable [] before;
  private byte @Nullable [] known;

  /**
   * @param copy of what it was
   * @param writer writes a file durably
   */
  FrameworkSettingsFile(Path file, Path copy, BiConsumer<Path, byte[]> writer, Audit audit) {
    this.file = file;
    this.copy = copy;
    this.writer = writer;
    this.audit = audit;
  }

  /** To be called every second or so, on one thread. Told is what was the same twice. */
  void look() throws IOException {
    byte[] now = read(file);
    boolean settled = before != null && Arrays.equals(before, now);
    before = now;
    if (!settled) {
      return;
    }
    if (known == null && Files.exists(copy)) {
      known = read(copy);
    }
    if (Arrays.equals(known, now)) {
      return;
    }
    if (known != null) { // else it is as it was shipped
      tell(settings(known), settings(now));
    }
    writer.accept(copy, now);
    known = now;
  }

  @Override
  public String toString() {
    return file.toString();
  }

  /** Nothing when there is none. */
  private static byte[] read(Path path) throws IOException {
    try (InputStream in = Files.newInputStream(path)) {
      return in.readNBytes(LARGEST);
    } catch (NoSuchFileException e) {
      return NOTHING;
    }
  }

  /** Of a comment that is another nothing is told. */
  private void tell(Map<String, String> was, Map<String, String> is) {
    if (!was.equals(is)) {
      audit.note(
          new AuditEntry(
              "",
              "",
              "file",
              is.isEmpty() ? "deleteFile" : "changeFile",
              file.getFileName().toString(),
              was.isEmpty() ? null : differing(was, is),
              is.isEmpty() ? null : differing(is, was),
              AuditEntry.OK));
    }
  }

  private static Map<String, String> settings(byte[] content) throws IOException {
    Properties properties = new Properties();
    try {
      properties.load(new ByteArrayInputStream(content));
    } catch (IllegalArgumentException e) {
      return Map.of("", "not readable: " + e.getMessage());
    }
    Map<String, String> settings = new TreeMap<>();
    properties.forEach((key, value) -> settings.put((String) key, (String) value));
    return settings;
  }

  private static Map<String, String> differing(Map<String, String> one, Map<String, String> other) {
    Map<String, String> result = new TreeMap<>();
    one.forEach(
        (key, value) -> {
          if (!value.equals(other.get(key)) && result.size() < MOST_VALUES) {
            result.put(cut(key), shown(key, value));
          }
        });
    return result;
  }

  /** Where the name or the value looks like a secret, the value is not told. */
  private static String shown(String key, String value) {
    String setting = key + "=" + value;
    return SettingsSchema.unchecked(setting).equals(setting) ? cut(value) : "***";
  }

  private static String cut(String text) {
    return text.length() > LONGEST_VALUE ? text.substring(0, LONGEST_VALUE) + "…" : text;
  }
}

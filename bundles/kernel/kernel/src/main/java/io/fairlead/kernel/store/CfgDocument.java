package io.fairlead.kernel.store;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A {@code .cfg} file: its settings, and its lines as somebody wrote them. {@link #with} changes
 * only the lines whose settings change, so comments, order and <code>${…}</code> of a file written
 * by hand live on.
 *
 * <p>Read as File Install reads it, in ISO-8859-1, only more strictly: what it would drop, garble
 * or take for typed values is an error here. Blanks at the end of a value are no part of it.
 */
public final class CfgDocument {

  /** A larger file is no file of settings. */
  public static final int LARGEST = 1 << 20;

  private static final String HEADER =
      "# Kept by Fairlead. An edit by hand takes hold within a second or two.";
  private static final int DEEPEST = 20;

  /**
   * Lines that belong together: a comment or blank line (key null), or a setting with its
   * continuations.
   */
  private record Block(List<String> lines, @Nullable String key, String raw, int lineNumber) {}

  private final List<Block> blocks;
  private final Map<String, String> settings;

  private CfgDocument(List<Block> blocks, Map<String, String> settings) {
    this.blocks = blocks;
    this.settings = settings;
  }

  /** A file that is not there yet. */
  public static CfgDocument empty() {
    return new CfgDocument(List.of(new Block(List.of(HEADER), null, "", 1)), Map.of());
  }

  /**
   * @param lookup what <code>${name}</code> stands for beside the file's own keys; null when it is
   *     not known
   * @throws UnreadableException saying the line and what is wrong with it
   */
  public static CfgDocument parse(byte[] content, Function<String, @Nullable String> lookup)
      throws UnreadableException {
    if (content.length > LARGEST) {
      throw new UnreadableException("larger than " + LARGEST + " bytes");
    }
    List<Block> blocks = blocks(new String(content, ISO_8859_1));
    boolean utf8 = isUtf8(content);
    Map<String, String> raw = new TreeMap<>();
    boolean typed = true;
    for (Block block : blocks) {
      if (block.key == null) {
        continue;
      }
      if (utf8 && block.lines.stream().anyMatch(l -> l.chars().anyMatch(c -> c > 127))) {
        throw at(block, "text beyond ASCII must be written as \\uXXXX");
      }
      if (block.key.isEmpty()) {
        throw at(block, "no name before the separator");
      }
      typed &= CfgText.TYPED.matcher(block.raw).matches();
      raw.put(block.key, value(block));
    }
    if (typed && !raw.isEmpty()) {
      throw new UnreadableException(
          "every value stands in quotes or brackets; values are plain text, without quotes");
    }
    String twice = CfgText.sameButForCase(raw.keySet());
    if (twice != null) {
      throw new UnreadableException("two names that differ by case only: " + shown(twice));
    }
    Map<String, String> settings = new Expansion(raw, lookup).all();
    settings.keySet().removeIf(CfgDocument::isFrameworkKey);
    return new CfgDocument(blocks, Collections.unmodifiableMap(settings));
  }

  /** The settings, without the keys that File Install and Configuration Admin add. */
  public Map<String, String> settings() {
    return settings;
  }

  /** The file's content with these settings in place of the present ones. */
  public byte[] with(Map<String, String> wanted) {
    Map<String, String> missing = new TreeMap<>(wanted);
    Map<String, Integer> inForce = new HashMap<>();
    for (Block block : blocks) {
      if (block.key != null) {
        inForce.put(block.key, block.lineNumber);
      }
    }
    List<String> lines = new ArrayList<>();
    for (Block block : blocks) {
      if (block.key == null || isFrameworkKey(block.key)) {
        lines.addAll(block.lines);
        continue;
      }
      String value = wanted.get(block.key);
      if (value != null && Objects.equals(inForce.get(block.key), block.lineNumber)) {
        missing.remove(block.key);
        // What looks typed is harmless only beside something that does not, so it does not stay as
        // it is.
        boolean stays =
            value.equals(settings.get(block.key)) && !CfgText.TYPED.matcher(block.raw).matches();
        lines.addAll(stays ? block.lines : List.of(line(block.key, value)));
      }
    }
    missing.forEach((key, value) -> lines.add(line(key, value)));
    return (String.join("\n", lines) + "\n").getBytes(ISO_8859_1);
  }

  /** Whether this key is one of File Install's or Configuration Admin's own and no setting. */
  public static boolean isFrameworkKey(String key) {
    return key.startsWith("service.")
        || key.startsWith("felix.fileinstall.")
        || key.startsWith(".");
  }

  private static String line(String key, String value) {
    return CfgText.writeKey(key) + " = " + CfgText.writeValue(value);
  }

  private static String value(Block block) throws UnreadableException {
    String text = block.raw;
    int end = text.length();
    while (end > 0 && isBlank(text.charAt(end - 1)) && !isEscaped(text, end - 1)) {
      end--;
    }
    try {
      return CfgText.unescape(text.substring(0, end));
    } catch (UnreadableException e) {
      throw at(block, e.getMessage());
    }
  }

  private static List<Block> blocks(String text) throws UnreadableException {
    String[] lines = text.split("\r\n|\n|\r", -1);
    int count =
        lines.length > 0 && lines[lines.length - 1].isEmpty() ? lines.length - 1 : lines.length;
    List<Block> blocks = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      checkIsText(lines[i], i + 1);
      if (isComment(lines[i])) {
        blocks.add(new Block(List.of(lines[i]), null, "", i + 1));
        continue;
      }
      int first = i;
      List<String> own = new ArrayList<>(List.of(lines[i]));
      StringBuilder joined = new StringBuilder();
      while (isContinued(lines[i])) {
        joined.append(stripLeading(lines[i]), 0, stripLeading(lines[i]).length() - 1);
        i++;
        while (i < count && isComment(lines[i])) {
          checkIsText(lines[i], i + 1);
          own.add(lines[i]);
          i++;
        }
        if (i >= count) {
          throw new UnreadableException(
              "line " + (first + 1) + ": ends with a backslash, and nothing follows");
        }
        checkIsText(lines[i], i + 1);
        own.add(lines[i]);
      }
      joined.append(stripLeading(lines[i]));
      blocks.add(block(own, joined.toString(), first + 1));
    }
    return blocks;
  }

  private static Block block(List<String> lines, String joined, int lineNumber)
      throws UnreadableException {
    StringBuilder key = new StringBuilder();
    int at = 0;
    while (at < joined.length() && !isBlank(joined.charAt(at)) && !isSeparator(joined.charAt(at))) {
      if (joined.charAt(at) == '\\' && at + 1 < joined.length()) {
        at++;
        if (!isBlank(joined.charAt(at)) && !isSeparator(joined.charAt(at))) {
          key.append('\\');
        }
      }
      key.append(joined.charAt(at++));
    }
    while (at < joined.length() && isBlank(joined.charAt(at))) {
      at++;
    }
    if (at < joined.length() && isSeparator(joined.charAt(at))) {
      at++;
      while (at < joined.length() && isBlank(joined.charAt(at))) {
        at++;
      }
    }
    try {
      return new Block(lines, CfgText.unescape(key.toString()), joined.substring(at), lineNumber);
    } catch (UnreadableException e) {
      throw new UnreadableException("line " + lineNumber + ": " + e.getMessage());
    }
  }

  private static void checkIsText(String line, int number) throws UnreadableException {
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c < ' ' && c != '\t' && c != '\f' || c == 127) {
        throw new UnreadableException(
            "line " + number + ": holds the control character 0x" + Integer.toHexString(c));
      }
    }
  }

  private static boolean isComment(String line) {
    String text = line.trim();
    return text.isEmpty() || text.charAt(0) == '#' || text.charAt(0) == '!';
  }

  private static boolean isContinued(String line) {
    return line.endsWith("\\") && isEscaped(line, line.length());
  }

  /** Whether an odd number of backslashes stands before this place. */
  private static boolean isEscaped(String text, int at) {
    int backslashes = 0;
    while (at - backslashes > 0 && text.charAt(at - backslashes - 1) == '\\') {
      backslashes++;
    }
    return backslashes % 2 == 1;
  }

  private static String stripLeading(String line) {
    int from = 0;
    while (from < line.length() && isBlank(line.charAt(from))) {
      from++;
    }
    return line.substring(from);
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t' || c == '\f';
  }

  private static boolean isSeparator(char c) {
    return c == '=' || c == ':';
  }

  private static boolean isUtf8(byte[] content) {
    try {
      UTF_8.newDecoder().decode(ByteBuffer.wrap(content));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }

  private static UnreadableException at(Block block, @Nullable String message) {
    return new UnreadableException("line " + block.lineNumber + ": " + message);
  }

  private static String shown(String key) {
    String text = CfgText.writeKey(key);
    return text.length() > 100 ? text.substring(0, 100) + "…" : text;
  }

  /** Replaces <code>${…}</code> in all values of a file, each computed once. */
  private static final class Expansion {
    private final Map<String, String> raw;
    private final Function<String, @Nullable String> lookup;
    private final Map<String, String> done = new TreeMap<>();
    private final Set<String> under = new HashSet<>();

    Expansion(Map<String, String> raw, Function<String, @Nullable String> lookup) {
      this.raw = raw;
      this.lookup = lookup;
    }

    Map<String, String> all() throws UnreadableException {
      for (String key : raw.keySet()) {
        expanded(key);
      }
      return done;
    }

    private @Nullable String named(String name) throws UnreadableException {
      return raw.containsKey(name) ? expanded(name) : lookup.apply(name);
    }

    private String expanded(String key) throws UnreadableException {
      String known = done.get(key);
      if (known != null) {
        return known;
      }
      if (!under.add(key) || under.size() > DEEPEST) {
        throw new UnreadableException(shown(key) + ": refers to itself");
      }
      try {
        String value = CfgText.substitute(raw.getOrDefault(key, ""), this::named);
        done.put(key, value);
        return value;
      } catch (UnreadableException e) {
        throw under.size() > 1 ? e : new UnreadableException(shown(key) + ": " + e.getMessage());
      } finally {
        under.remove(key);
      }
    }
  }
}

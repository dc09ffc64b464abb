package io.fairlead.kernel.store;

import io.fairlead.kernel.config.ConfigId;
import io.fairlead.kernel.config.StoredConfig;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads files, each time, and remembers what was made of them: the same bytes are the same
 * document. A stamp of a file would not do, as an editor may be quicker than its clock.
 */
final class ReadDocuments {

  /** What is longer is parsed each time, and so is what comes when so many are remembered. */
  private static final int LONGEST = 1 << 16;

  private static final int MOST = 1_000;

  private record Parsed(byte[] content, CfgDocument document) {}

  private record Shown(CfgDocument document, StoredConfig config) {}

  private final FileSystem files;
  private final Revisions revisions;
  private final Function<String, @Nullable String> variables;
  private final Map<Path, Parsed> parsed = new ConcurrentHashMap<>();
  private final Map<ConfigId, Shown> shown = new ConcurrentHashMap<>();

  /**
   * @param variables what <code>${name}</code> in a file stands for; null when not known
   */
  ReadDocuments(
      FileSystem files, Revisions revisions, Function<String, @Nullable String> variables) {
    this.files = files;
    this.revisions = revisions;
    this.variables = variables;
  }

  /**
   * @throws NoSuchFileException when there is none
   * @throws UnreadableException saying what is wrong with it
   */
  CfgDocument read(Path file) throws IOException, UnreadableException {
    byte[] content;
    try {
      content = files.read(file, CfgDocument.LARGEST);
    } catch (NoSuchFileException e) {
      parsed.remove(file);
      throw e;
    }
    Parsed before = parsed.get(file);
    if (before != null && Arrays.equals(before.content, content)) {
      return before.document;
    }
    CfgDocument document = CfgDocument.parse(content, variables);
    if (content.length <= LONGEST && !refersToOthers(content) && hasRoom(parsed, file)) {
      parsed.put(file, new Parsed(content, document));
    }
    return document;
  }

  /** What stands in the file of a configuration, with its revision. */
  StoredConfig stored(ConfigId id, CfgDocument document) {
    Shown before = shown.get(id);
    if (before != null && before.document == document) {
      return before.config;
    }
    StoredConfig config =
        new StoredConfig(id, document.settings(), revisions.of(id, document.settings()));
    if (hasRoom(shown, id)) {
      shown.put(id, new Shown(document, config));
    }
    return config;
  }

  /** Its files have gone. */
  void forget(ConfigId id, Path... gone) {
    shown.remove(id);
    parsed.keySet().removeAll(Set.of(gone));
  }

  private static <K> boolean hasRoom(Map<K, ?> map, K key) {
    return map.size() < MOST || map.containsKey(key);
  }

  /** What <code>${name}</code> stands for may change while the file does not. */
  private static boolean refersToOthers(byte[] content) {
    for (int i = 1; i < content.length; i++) {
      if (content[i] == '{' && content[i - 1] == '$') {
        return true;
      }
    }
    return false;
  }
}

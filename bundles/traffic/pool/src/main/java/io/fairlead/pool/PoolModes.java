package io.fairlead.pool;

import io.fairlead.kernel.audit.Act;
import io.fairlead.kernel.instance.Instance;
import io.fairlead.pool.core.Mode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which pools are paused or drained, over restarts: a word in a small file each. It is no setting,
 * so it is in {@code data/} and changes no revision.
 */
final class PoolModes {

  private static final Logger LOG = LoggerFactory.getLogger(PoolModes.class);
  private static final String SUFFIX = ".mode";

  private final Instance instance;
  private final Path folder;

  PoolModes(Instance instance) {
    this.instance = instance;
    this.folder = instance.data().resolve("pools");
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make " + folder, e);
    }
  }

  /** Removes those of pools that are no more: a new one of the name begins afresh. */
  void keepOnly(Set<String> pools) {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*" + SUFFIX)) {
      for (Path file : files) {
        String name = file.getFileName().toString();
        if (!pools.contains(name.substring(0, name.length() - SUFFIX.length()))) {
          Files.deleteIfExists(file);
        }
      }
    } catch (IOException e) {
      LOG.warn("cannot tidy up {}", folder, e);
    }
  }

  Mode of(String pool) {
    try {
      return switch (Files.readString(file(pool)).trim()) {
        case "paused" -> Mode.PAUSED;
        case "drained" -> Mode.DRAINED;
        default -> Mode.RUNNING;
      };
    } catch (NoSuchFileException e) {
      return Mode.RUNNING;
    } catch (IOException e) {
      LOG.warn("pool {}: cannot read whether it was paused or drained", pool, e);
      return Mode.RUNNING;
    }
  }

  /** When it returns, it is durable. */
  void set(String pool, Mode mode) {
    Mode before = of(pool);
    instance.writeDurably(file(pool), (mode.word() + "\n").getBytes(StandardCharsets.UTF_8));
    Act.present()
        .ifPresent(
            act -> act.changed(pool, Map.of("mode", before.word()), Map.of("mode", mode.word())));
  }

  void forget(String pool) {
    try {
      Files.deleteIfExists(file(pool));
    } catch (IOException e) {
      LOG.warn("pool {}: cannot forget whether it was paused or drained", pool, e);
    }
  }

  private Path file(String pool) {
    return folder.resolve(pool + SUFFIX);
  }
}

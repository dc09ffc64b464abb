package io.fairlead.access;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fairlead.kernel.error.FairleadException;
import io.fairlead.kernel.instance.Instance;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who was let in from where, over a restart: {@code data/access/familiar}, a line with the format's
 * name, then a keyed hash on each. Written now and then, never while somebody waits for it.
 */
final class FamiliarFile {

  private static final Logger LOG = LoggerFactory.getLogger(FamiliarFile.class);
  private static final int MOST = 10_000;
  private static final String FORMAT = "fairlead-familiar 1";
  private static final String HASH = "[A-Za-z0-9_-]{43}";

  private final Instance instance;
  private final Path file;
  private final Familiar familiar;
  private boolean failed;

  FamiliarFile(Instance instance) {
    this.instance = instance;
    this.file = instance.data().resolve("access").resolve("familiar");
    this.familiar = new Familiar(Keys.of(instance, "familiar"), MOST, load());
  }

  Familiar familiar() {
    return familiar;
  }

  /** Writes what is new, if anything is; what the disk does not take is tried the next time. */
  synchronized void write() {
    if (unwritten()) {
      List<String> lines = familiar.all();
      try {
        instance.writeDurably(
            file, (FORMAT + "\n" + String.join("\n", lines) + "\n").getBytes(UTF_8));
        failed = false;
      } catch (FairleadException e) {
        failed = true;
        LOG.warn("who is familiar could not be noted: {}", e.getMessage());
      }
    }
  }

  private boolean unwritten() {
    return familiar.takeChanged() || failed;
  }

  /** What cannot be read costs a place in the strangers' queue, and nothing else. */
  private List<String> load() {
    try {
      List<String> lines = Files.readString(file, UTF_8).lines().toList();
      if (!lines.isEmpty() && lines.get(0).equals(FORMAT)) {
        return lines.stream().skip(1).filter(line -> line.matches(HASH)).limit(MOST).toList();
      }
      LOG.warn("{}: nobody is familiar: line 1 is not {}", file, FORMAT);
    } catch (NoSuchFileException e) {
      // Nobody was let in yet.
    } catch (IOException e) {
      LOG.warn("{}: nobody is familiar: {}", file, e.getMessage());
    }
    return List.of();
  }
}

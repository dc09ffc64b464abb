package io.fairlead.access;

import io.fairlead.kernel.error.Unavailable;
import io.fairlead.kernel.instance.Instance;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** An instance in a folder of a test's, which notes what is written in which order. */
final class TemporaryInstance implements Instance {

  private final Path folder;
  volatile boolean full;
  final List<String> written = new ArrayList<>();

  TemporaryInstance(Path folder) {
    this.folder = folder;
  }

  @Override
  public Path etc() {
    return folder.resolve("etc");
  }

  @Override
  public Path data() {
    return folder.resolve("data");
  }

  @Override
  public Instant startedAt() {
    return Instant.EPOCH;
  }

  @Override
  public byte[] key() {
    return new byte[32];
  }

  @Override
  public void writeDurably(Path file, byte[] content) {
    if (full) {
      throw new Unavailable("cannot write " + file + ": no space left");
    }
    try {
      Files.createDirectories(file.getParent());
      Files.write(file, content);
      written.add(data().relativize(file).toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

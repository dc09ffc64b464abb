package io.fairlead.kernel.store;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * Files that are whole after a crash, the old one or the new one: temporary file, fsync, rename,
 * fsync of the folder. The temporary file's name begins with a dot and ends in {@code .tmp}, so
 * nobody takes it for a real one.
 */
public final class DurableFiles {

  private final FileSystem files;

  public DurableFiles(FileSystem files) {
    this.files = files;
  }

  /**
   * When it returns, the content is durable. Two writers of one file at a time are the caller's
   * mistake.
   */
  public void write(Path file, byte[] content) throws IOException {
    Path folder = folderOf(file);
    Path temporary = folder.resolve("." + file.getFileName() + ".tmp");
    files.createFolder(folder);
    try {
      files.write(temporary, content);
      files.sync(temporary);
      files.rename(temporary, file);
    } catch (IOException e) {
      deleteQuietly(temporary, e);
      throw e;
    }
    files.syncFolder(folder);
  }

  /** When it returns, the file is durably gone. */
  public void delete(Path file) throws IOException {
    files.delete(file);
    files.syncFolder(folderOf(file));
  }

  /** Removes what a crash left half written in a folder: temporary files of names that begin so. */
  public void removeLeftovers(Path folder, String prefix) throws IOException {
    List<String> leftovers =
        files.list(folder).stream()
            .filter(n -> n.startsWith("." + prefix) && n.endsWith(".tmp"))
            .toList();
    for (String name : leftovers) {
      files.delete(folder.resolve(name));
    }
  }

  private void deleteQuietly(Path file, IOException because) {
    try {
      files.delete(file);
    } catch (IOException e) {
      because.addSuppressed(e);
    }
  }

  private static Path folderOf(Path file) {
    return Objects.requireNonNull(file.toAbsolutePath().getParent(), "a file in a folder");
  }
}

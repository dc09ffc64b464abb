package io.fairlead.kernel.store;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * The few calls that durable files need, each of which may be the last before a crash. A seam:
 * tests record the order of the calls and lose what was not synced.
 */
public interface FileSystem {

  /**
   * @param atMost a longer file is an error
   * @throws java.nio.file.NoSuchFileException when there is none
   */
  byte[] read(Path file, int atMost) throws IOException;

  boolean exists(Path file);

  /** The names of the files in a folder, sorted; none when there is no such folder. */
  List<String> list(Path folder) throws IOException;

  /** Makes the folder and those above it, readable by the owner only; nothing when it is there. */
  void createFolder(Path folder) throws IOException;

  /** Writes a whole file, readable by the owner only; not durable before {@link #sync}. */
  void write(Path file, byte[] content) throws IOException;

  /** Makes a file's content durable. */
  void sync(Path file) throws IOException;

  /** Renames atomically and replaces what has that name; not durable before {@link #syncFolder}. */
  void rename(Path from, Path to) throws IOException;

  /** Removes a file if it is there; not durable before {@link #syncFolder}. */
  void delete(Path file) throws IOException;

  /** Makes the names in a folder durable. */
  void syncFolder(Path folder) throws IOException;
}

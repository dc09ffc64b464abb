package io.fairlead.access.audit;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * The few calls that a journal needs, each of which a full disk may fail. A seam: tests let the
 * disk be full.
 */
interface JournalFiles {

  /** A file of the journal. */
  record Part(Path file, long bytes) {}

  /** Those there are, the oldest first. */
  List<Part> list() throws IOException;

  /**
   * Opens a file to write at its end, made when it is not there, for the owner only. Where it ends
   * in a line that a crash has torn, that line is ended first.
   */
  Out open(long number) throws IOException;

  void delete(Path file) throws IOException;

  /** The number in a file's name; those of later files are higher. */
  long number(Path file);

  /** An open file. */
  interface Out {
    long length();

    void write(byte[] line) throws IOException;

    void sync() throws IOException;

    void close() throws IOException;
  }
}

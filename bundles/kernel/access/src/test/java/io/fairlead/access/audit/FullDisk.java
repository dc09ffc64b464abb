package io.fairlead.access.audit;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** Files on a disk that has so much room left, and takes what fits of the line that does not. */
final class FullDisk implements JournalFiles {

  private final LocalJournalFiles files;
  long room = Long.MAX_VALUE;
  int syncs;

  FullDisk(Path folder) {
    this.files = new LocalJournalFiles(folder);
  }

  @Override
  public List<Part> list() throws IOException {
    return files.list();
  }

  @Override
  public Out open(long number) throws IOException {
    Out out = files.open(number);
    return new Out() {
      @Override
      public long length() {
        return out.length();
      }

      @Override
      public void write(byte[] line) throws IOException {
        int fits = (int) Math.min(room, line.length);
        out.write(Arrays.copyOf(line, fits));
        room -= fits;
        if (fits < line.length) {
          throw new IOException("No space left on device");
        }
      }

      @Override
      public void sync() throws IOException {
        syncs++;
        out.sync();
      }

      @Override
      public void close() throws IOException {
        out.close();
      }
    };
  }

  @Override
  public void delete(Path file) throws IOException {
    files.delete(file);
  }

  @Override
  public long number(Path file) {
    return files.number(file);
  }
}

package io.fairlead.access.audit;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code audit-00000001.jsonl} and so on, in a folder of the instance's. No channels: they close
 * when a thread that writes is interrupted.
 */
final class LocalJournalFiles implements JournalFiles {

  private static final Pattern NAME = Pattern.compile("audit-([0-9]{8,18})\\.jsonl");

  private static final boolean POSIX =
      FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
  private static final FileAttribute<?>[] OWNER_FILE = ownerOnly("rw-------");
  private static final FileAttribute<?>[] OWNER_FOLDER = ownerOnly("rwx------");

  private final Path folder;

  LocalJournalFiles(Path folder) {
    this.folder = folder;
  }

  @Override
  public List<Part> list() throws IOException {
    List<Part> parts = new ArrayList<>();
    if (Files.isDirectory(folder)) {
      try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
        for (Path file : files) {
          if (NAME.matcher(file.getFileName().toString()).matches()) {
            parts.add(new Part(file, Files.size(file)));
          }
        }
      }
    }
    parts.sort(Comparator.comparingLong(part -> number(part.file())));
    return parts;
  }

  /** A thread that is interrupted opens it as any other; making it durable takes a channel. */
  @Override
  public Out open(long number) throws IOException {
    boolean interrupted = Thread.interrupted();
    try {
      Files.createDirectories(folder, OWNER_FOLDER);
      Path file = folder.resolve(String.format("audit-%08d.jsonl", number));
      if (!Files.exists(file)) {
        Files.createFile(file, OWNER_FILE);
        try (FileChannel names = FileChannel.open(folder, StandardOpenOption.READ)) {
          names.force(true);
        }
      }
      return out(file);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static Out out(Path file) throws IOException {
    RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw");
    try {
      return new LocalOut(out, endOfLines(out));
    } catch (IOException e) {
      out.close();
      throw e;
    }
  }

  private static FileAttribute<?>[] ownerOnly(String permissions) {
    return POSIX
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        }
        : new FileAttribute<?>[0];
  }

  private static long endOfLines(RandomAccessFile out) throws IOException {
    long length = out.length();
    if (length > 0) {
      out.seek(length - 1);
      if (out.read() != '\n') {
        out.write('\n');
        length++;
      }
    }
    return length;
  }

  @Override
  public void delete(Path file) throws IOException {
    Files.deleteIfExists(file);
  }

  @Override
  public long number(Path file) {
    Matcher name = NAME.matcher(file.getFileName().toString());
    return name.matches() ? Long.parseLong(name.group(1)) : 0;
  }

  private static final class LocalOut implements Out {
    private final RandomAccessFile out;
    private volatile long length;

    LocalOut(RandomAccessFile out, long length) {
      this.out = out;
      this.length = length;
    }

    @Override
    public long length() {
      return length;
    }

    @Override
    public void write(byte[] line) throws IOException {
      out.seek(length);
      out.write(line);
      length += line.length;
    }

    @Override
    public void sync() throws IOException {
      out.getFD().sync();
    }

    @Override
    public void close() throws IOException {
      out.close();
    }
  }
}

package io.fairlead.wire;

import io.fairlead.kernel.error.Unavailable;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where results wait that are too big for memory. Files have no name once they are open, so that
 * nothing of them is left when the process dies. They are read back on threads of their own: a disk
 * may be slow, and event loops must not wait for it.
 */
final class SpillStore implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(SpillStore.class);

  private static final int READERS = 2;
  private static final FileAttribute<?> FILE_0600 =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
  private static final FileAttribute<?> FOLDER_0700 =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

  private final Path folder;
  private final AtomicLong names = new AtomicLong();
  private final AtomicLong inMemory = new AtomicLong();
  private final long mostInMemory;
  private final ThreadPoolExecutor readers;

  /**
   * Makes the folder and empties it of what a crash between two system calls may have left.
   *
   * @param mostInMemory once the replies of all clients hold more, each goes to a file at its first
   *     full chunk
   */
  SpillStore(Path folder, long mostInMemory) {
    this.folder = folder;
    this.mostInMemory = mostInMemory;
    AtomicInteger number = new AtomicInteger();
    readers =
        new ThreadPoolExecutor(
            READERS,
            READERS,
            10,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> {
              Thread thread = new Thread(task, "fairlead-wire-spill-" + number.getAndIncrement());
              thread.setDaemon(true);
              return thread;
            });
    readers.allowCoreThreadTimeOut(true);
    try {
      if (!Files.isDirectory(folder)) {
        Files.createDirectories(folder.getParent());
        Files.createDirectory(folder, FOLDER_0700);
      }
      try (DirectoryStream<Path> left = Files.newDirectoryStream(folder, "*.spill")) {
        for (Path file : left) {
          Files.deleteIfExists(file);
        }
      }
    } catch (IOException e) {
      LOG.warn("{}: big results cannot be spilled: {}", folder, e.toString());
    }
  }

  /** Whether all replies together hold more memory than they may. */
  boolean crowded() {
    return inMemory.get() > mostInMemory;
  }

  /** So many bytes of full chunks wait in memory from now on or, negative, no longer do. */
  void holds(long bytes) {
    inMemory.addAndGet(bytes);
  }

  /** How many bytes of full chunks wait in memory. */
  long inMemory() {
    return inMemory.get();
  }

  /** A new, empty file without a name. */
  FileChannel create() {
    Path file = folder.resolve(names.incrementAndGet() + ".spill");
    try {
      FileChannel channel =
          FileChannel.open(
              file,
              Set.of(
                  StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE),
              FILE_0600);
      Files.delete(file);
      return channel;
    } catch (IOException e) {
      throw unavailable(e);
    }
  }

  /** What a result's reader is told when its file fails. */
  static Unavailable unavailable(IOException e) {
    return new Unavailable(
        "the result is too big for memory and its temporary file failed: " + e.getMessage(), e);
  }

  /**
   * Reads a piece of a file on a thread of the store's, which calls back with it, or with null when
   * it cannot be read; the callee owns it.
   */
  void read(
      FileChannel file,
      long position,
      int length,
      ByteBufAllocator allocator,
      Consumer<@Nullable ByteBuf> done) {
    try {
      readers.execute(() -> done.accept(readNow(file, position, length, allocator)));
    } catch (RejectedExecutionException e) {
      done.accept(null);
    }
  }

  private static @Nullable ByteBuf readNow(
      FileChannel file, long position, int length, ByteBufAllocator allocator) {
    ByteBuf buffer = allocator.directBuffer(length, length);
    try {
      while (buffer.isWritable()) {
        int n = buffer.writeBytes(file, position + buffer.writerIndex(), buffer.writableBytes());
        if (n < 0) {
          throw new IOException("the file is shorter than it was");
        }
      }
      return buffer;
    } catch (IOException e) {
      buffer.release();
      LOG.warn("a spilled result cannot be read: {}", e.toString());
      return null;
    }
  }

  @Override
  public void close() {
    readers.shutdown();
  }
}

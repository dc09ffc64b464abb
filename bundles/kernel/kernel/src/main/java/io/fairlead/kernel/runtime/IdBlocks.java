package io.fairlead.kernel.runtime;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.fairlead.kernel.error.Unavailable;
import io.fairlead.kernel.instance.Ids;
import io.fairlead.kernel.store.DurableFiles;
import io.fairlead.kernel.store.FileSystem;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Numbers given out of blocks. A sequence's file holds the first number of no block yet and is
 * durable before a number of a block is given, so a crash loses numbers but never repeats one. The
 * next block is reserved on another thread when half of the present one is gone; only who finds
 * both empty waits for the disk.
 */
final class IdBlocks implements Ids {

  private static final Logger LOG = LoggerFactory.getLogger(IdBlocks.class);

  static final int BLOCK = 1_000;
  private static final long END = 1L << 53;
  private static final int LONGEST_FILE = 64;

  private final Path folder;
  private final FileSystem files;
  private final Executor ahead;
  private final Map<String, Sequence> sequences = new ConcurrentHashMap<>();

  /**
   * @param folder a file for each sequence
   * @param ahead where blocks are reserved ahead of need
   */
  IdBlocks(Path folder, FileSystem files, Executor ahead) {
    this.folder = folder;
    this.files = files;
    this.ahead = ahead;
  }

  @Override
  public long next(String sequence) {
    Sequence known = sequences.get(sequence);
    if (known == null) {
      if (!sequence.matches("[a-z][a-z0-9_]{0,62}")) {
        throw new IllegalArgumentException(
            "sequence: " + sequence + " (expected: a name like [a-z][a-z0-9_]{0,62})");
      }
      known = sequences.computeIfAbsent(sequence, s -> new Sequence(folder.resolve(s)));
    }
    return known.next();
  }

  private static final class Block {
    final AtomicLong next;
    final long end;
    final long half;
    final AtomicBoolean halfGone = new AtomicBoolean();

    Block(long first, long end) {
      this.next = new AtomicLong(first);
      this.end = end;
      this.half = first + (end - first) / 2;
    }
  }

  private final class Sequence {
    private final Path file;
    private volatile Block block = new Block(0, 0);
    private @Nullable Block spare;
    private long reserved = -1;

    Sequence(Path file) {
      this.file = file;
    }

    long next() {
      while (true) {
        Block present = block;
        long id = present.next.getAndIncrement();
        if (id < present.end) {
          if (id >= present.half
              && !present.halfGone.get()
              && present.halfGone.compareAndSet(false, true)) {
            ahead.execute(this::reserveAhead);
          }
          return id;
        }
        advance(present);
      }
    }

    private synchronized void advance(Block spent) {
      if (block == spent) {
        Block next = spare == null ? reserve() : spare;
        spare = null;
        block = next;
      }
    }

    private synchronized void reserveAhead() {
      if (spare == null) {
        try {
          spare = reserve();
        } catch (Unavailable e) {
          LOG.warn("{}; tried again when it is needed", e.getMessage());
        }
      }
    }

    private Block reserve() {
      try {
        if (reserved < 0) {
          reserved = read();
        }
        long end = reserved + BLOCK;
        if (end > END) {
          throw new IllegalStateException(file + ": all numbers are used up");
        }
        new DurableFiles(files).write(file, (end + "\n").getBytes(US_ASCII));
        Block next = new Block(reserved, end);
        reserved = end;
        return next;
      } catch (IOException e) {
        throw new Unavailable("cannot reserve numbers in " + file + ": " + e.getMessage(), e);
      }
    }

    private long read() throws IOException {
      try {
        String text = new String(files.read(file, LONGEST_FILE), US_ASCII).trim();
        if (!text.matches("[1-9][0-9]{0,15}")) {
          throw new IOException("holds no number; write one above all that were given");
        }
        return Long.parseLong(text);
      } catch (NoSuchFileException e) {
        return 1;
      }
    }
  }
}

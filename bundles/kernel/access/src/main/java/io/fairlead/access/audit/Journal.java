package io.fairlead.access.audit;

import io.fairlead.kernel.audit.AuditConfig.LastError;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lines at the end of files that follow one another. What the disk does not take waits in memory,
 * so many lines at most, and is written when it does. Many who wait for the disk at a time share
 * one sync.
 */
final class Journal {

  static final int MOST_WAITING = 1_000;

  private static final Logger LOG = LoggerFactory.getLogger(Journal.class);

  /** How much is kept. */
  record Limits(long fileBytes, int files) {}

  /** How it fares. */
  record State(int waiting, long lost, @Nullable LastError lastError) {}

  /** What there is to read: the files, oldest first, as long as they were then, and what waits. */
  record Contents(List<JournalFiles.Part> parts, List<byte[]> waiting) {}

  private final JournalFiles files;
  private final Supplier<Limits> limits;
  private final InstantSource clock;
  private final ArrayDeque<byte[]> waiting = new ArrayDeque<>();
  private final Object syncing = new Object();
  private JournalFiles.@Nullable Out out;
  private long number;
  private long written;
  private long synced;
  private long lost;
  private @Nullable LastError lastError;

  Journal(JournalFiles files, Supplier<Limits> limits, InstantSource clock) {
    this.files = files;
    this.limits = limits;
    this.clock = clock;
  }

  /**
   * Adds a line, which ends in a line feed.
   *
   * @param durably whether it is on the disk when this returns, if the disk takes it
   */
  void append(byte[] line, boolean durably) {
    long mine;
    synchronized (this) {
      if (waiting.size() < MOST_WAITING) {
        waiting.add(line);
      } else {
        lost++;
      }
      flush();
      mine = written;
    }
    if (durably) {
      sync(mine);
    }
  }

  /** Tries again what the disk did not take. */
  synchronized void flush() {
    try {
      for (byte[] line = waiting.peek(); line != null; line = waiting.peek()) {
        open(line.length).write(line);
        waiting.poll();
        written++;
      }
      if (lastError != null) {
        LOG.info("the audit is written again; {} records were lost", lost);
        lastError = null;
      }
    } catch (IOException e) {
      failed(e);
    }
  }

  synchronized State state() {
    return new State(waiting.size(), lost, lastError);
  }

  synchronized Contents contents() throws IOException {
    return new Contents(files.list(), List.copyOf(waiting));
  }

  void close() {
    long mine;
    synchronized (this) {
      flush();
      mine = written;
    }
    sync(mine);
    synchronized (this) {
      closeOut();
    }
  }

  private void sync(long upTo) {
    synchronized (syncing) {
      JournalFiles.Out present;
      long now;
      synchronized (this) {
        if (synced >= upTo || out == null) {
          return;
        }
        present = out;
        now = written;
      }
      IOException failure = null;
      try {
        present.sync();
      } catch (IOException e) {
        failure = e;
      }
      synchronized (this) {
        if (failure == null) {
          synced = Math.max(synced, now);
        } else if (out == present) { // else it was synced and closed when the next one began
          failed(failure);
        }
      }
    }
  }

  /** The file that a line of that length goes to. */
  private JournalFiles.Out open(int length) throws IOException {
    JournalFiles.Out present = out;
    if (present == null) {
      List<JournalFiles.Part> parts = files.list();
      number = parts.isEmpty() ? 1 : files.number(parts.get(parts.size() - 1).file());
      present = files.open(number);
      out = present;
    }
    Limits now = limits.get();
    if (present.length() > 0 && present.length() + length > now.fileBytes()) {
      present.sync();
      synced = written;
      present.close();
      out = null;
      present = files.open(number + 1);
      number++;
      out = present;
      removeOldest(now.files());
    }
    return present;
  }

  private void removeOldest(int most) throws IOException {
    List<JournalFiles.Part> parts = files.list();
    for (JournalFiles.Part part : parts.subList(0, Math.max(0, parts.size() - most))) {
      files.delete(part.file());
    }
  }

  private void failed(IOException e) {
    if (lastError == null) {
      LOG.error("the audit cannot be written: {}; {} records are kept in memory", e, MOST_WAITING);
      lastError = new LastError(clock.instant(), e.toString());
    }
    closeOut();
  }

  /** What was written half is ended when the file is opened again. */
  private void closeOut() {
    try {
      if (out != null) {
        out.close();
      }
    } catch (IOException e) {
      LOG.debug("the audit's file was not closed in order", e);
    }
    out = null;
  }
}

package io.fairlead.access.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fairlead.kernel.audit.AuditFilter;
import io.fairlead.kernel.audit.AuditRecord;
import io.fairlead.kernel.error.Exhausted;
import io.fairlead.kernel.error.Unavailable;
import io.fairlead.kernel.page.Page;
import io.fairlead.kernel.page.PageRequest;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;

/**
 * Reads a journal in pages, the newest first, and never more of it into memory than a page and a
 * line. Every file is gone through once to count what matches, and once more when the page is in
 * it.
 */
final class JournalReader {

  private static final int AT_ONCE = 2;

  /** A longer line is none of ours. */
  private static final int LONGEST_LINE = 1 << 20;

  private final Journal journal;
  private final Semaphore turns = new Semaphore(AT_ONCE);

  JournalReader(Journal journal) {
    this.journal = journal;
  }

  Page<AuditRecord> read(AuditFilter filter, PageRequest request) {
    if (!turns.tryAcquire()) {
      throw new Exhausted("audit: " + AT_ONCE + " are reading it", Duration.ofSeconds(1));
    }
    try {
      Search search = new Search(filter, request);
      Journal.Contents contents = journal.contents();
      search.waiting(contents.waiting());
      for (int i = contents.parts().size() - 1; i >= 0; i--) {
        search.file(contents.parts().get(i));
      }
      return search.page();
    } catch (IOException e) {
      throw new Unavailable("audit: cannot be read: " + e.getMessage(), e);
    } finally {
      turns.release();
    }
  }

  /** One page, while it is looked for. Places count from the newest. */
  private static final class Search {
    private final AuditFilter filter;
    private final PageRequest request;
    private final long from;
    private final long to;
    private final List<AuditRecord> found = new ArrayList<>();
    private long count;

    Search(AuditFilter filter, PageRequest request) {
      this.filter = filter;
      this.request = request;
      this.from = (request.page() - 1L) * request.pageSize();
      this.to = from + request.pageSize();
    }

    void waiting(List<byte[]> lines) {
      List<AuditRecord> matching = new ArrayList<>();
      lines.forEach(line -> match(new String(line, UTF_8), matching::add));
      Collections.reverse(matching);
      for (AuditRecord candidate : matching) {
        if (count >= from && count < to) {
          found.add(candidate);
        }
        count++;
      }
    }

    void file(JournalFiles.Part part) throws IOException {
      try {
        if (filter.since().isPresent()
            && Files.getLastModifiedTime(part.file()).toInstant().isBefore(filter.since().get())) {
          return;
        }
        long[] here = {0};
        each(part, candidate -> here[0]++);
        if (count < to && count + here[0] > from) {
          // The last of the file is the newest: place p is that of number (count + here - 1 - p).
          long newest = count + here[0] - 1;
          List<AuditRecord> matching = new ArrayList<>();
          long[] number = {0};
          each(
              part,
              candidate -> {
                long place = newest - number[0]++;
                if (place >= from && place < to && place >= count) {
                  matching.add(candidate);
                }
              });
          Collections.reverse(matching);
          found.addAll(matching);
        }
        count += here[0];
      } catch (NoSuchFileException e) {
        // It was the oldest, and has gone since.
      }
    }

    Page<AuditRecord> page() {
      int pages =
          (int) Math.min(Integer.MAX_VALUE, (count + request.pageSize() - 1) / request.pageSize());
      return new Page<>(
          found,
          request.page(),
          request.pageSize(),
          pages,
          count,
          request.page() < pages,
          request.page() > 1 && pages > 0);
    }

    private void each(JournalFiles.Part part, Consumer<AuditRecord> consumer) throws IOException {
      try (InputStream in = new BufferedInputStream(Files.newInputStream(part.file()), 1 << 16)) {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (long at = 0; at < part.bytes(); at++) {
          int next = in.read();
          if (next < 0) {
            return;
          } else if (next == '\n') {
            match(line.toString(UTF_8), consumer);
            line.reset();
          } else if (line.size() < LONGEST_LINE) {
            line.write(next);
          }
        }
      }
    }

    private void match(String line, Consumer<AuditRecord> consumer) {
      if (!line.isEmpty()) {
        RecordLines.parse(line).filter(filter::matches).ifPresent(consumer);
      }
    }
  }
}

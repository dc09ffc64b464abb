package io.fairlead.access.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotNull;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertTrue;

import io.fairlead.kernel.audit.AuditEntry;
import io.fairlead.kernel.audit.AuditFilter;
import io.fairlead.kernel.audit.AuditRecord;
import io.fairlead.kernel.page.Page;
import io.fairlead.kernel.page.PageRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** The audit's files: nothing that was taken is lost, and nothing grows without bound. */
public class TrailTest {

  private static final AuditFilter ALL = AuditFilter.ALL;

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private Journal.Limits limits = new Journal.Limits(1_000_000, 5);
  private FullDisk disk;
  private Journal journal;
  private Trail trail;

  @Before
  public void open() {
    disk = new FullDisk(audit());
    journal = new Journal(disk, () -> limits, () -> now);
    trail = new Trail(journal, () -> now);
  }

  @Test
  public void aRecordIsReadAsItWasWritten() {
    AuditRecord noted =
        new AuditRecord(
            now,
            "eve",
            "192.0.2.7",
            "rest",
            "updatePoolConfig",
            "a \"quoted\"\nname \u00e9",
            Map.of("max", "5"),
            Map.of("max", "6", "password", "***"),
            AuditEntry.OK,
            1);
    trail.append(noted);
    assertEquals(List.of(noted), read(1, 50).data());
  }

  @Test
  public void onlyTheOwnerReadsTheFiles() throws Exception {
    done("a");
    assertEquals(
        "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(files().get(0))));
    assertEquals(
        "rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(audit())));
  }

  @Test
  public void whatWasDoneIsOnTheDiskBeforeItIsAnswered() {
    done("a");
    assertEquals(1, disk.syncs);
    refused("b", "eve", "FORBIDDEN");
    assertEquals("a stranger's attempt costs no sync", 1, disk.syncs);
  }

  @Test
  public void pagesAreNewestFirstOverAllFilesAndTheOldestFileGoes() throws Exception {
    limits = new Journal.Limits(2_000, 4);
    List<String> all = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      done("o" + i);
      all.add(0, "o" + i);
    }
    assertEquals(4, files().size());
    for (Path file : files()) {
      assertTrue(Files.size(file) <= 2_000);
    }
    List<String> seen = new ArrayList<>();
    Page<AuditRecord> page = read(1, 7);
    int kept = (int) page.totalCount();
    assertTrue(kept + " records", kept > 20 && kept < 100);
    for (int i = 1; i <= page.totalPages(); i++) {
      page = read(i, 7);
      assertEquals(kept, page.totalCount());
      assertEquals(i < page.totalPages(), page.hasNext());
      page.data().forEach(r -> seen.add(r.operation()));
    }
    assertEquals(all.subList(0, kept), seen);
    assertEquals(List.of(), read(page.totalPages() + 1, 7).data());
  }

  @Test
  public void anotherLimitHoldsFromTheNextRecord() throws Exception {
    limits = new Journal.Limits(1_000, 5);
    IntStream.range(0, 50).forEach(i -> done("o" + i));
    assertEquals(5, files().size());
    limits = new Journal.Limits(1_000, 2);
    IntStream.range(0, 10).forEach(i -> done("p" + i));
    assertEquals(2, files().size());
  }

  @Test
  public void filtersNarrowBothPageAndCount() {
    done("a");
    now = now.plusSeconds(10);
    Instant later = now;
    done("b");
    refused("b", "eve", "STALE");
    refused("c", "bob", "FORBIDDEN");
    assertEquals(2, count(new Filter().operation("b")));
    assertEquals(1, count(new Filter().outcome("STALE")));
    assertEquals(2, count(new Filter().outcome(AuditFilter.REFUSED)));
    assertEquals(2, count(new Filter().outcome("OK")));
    assertEquals(1, count(new Filter().user("bob")));
    assertEquals(3, count(new Filter().since(later.toString())));
    assertEquals(3, count(new Filter().since("2026-01-01T01:00:10+01:00")));
  }

  @Test
  public void aRestartReadsWhatWasBeforeAndALineThatACrashToreIsNoRecord() throws Exception {
    done("a");
    done("b");
    journal.close();
    Files.writeString(files().get(0), "{\"at\":\"2026-01-01T0", StandardOpenOption.APPEND);
    open();
    assertEquals(List.of("b", "a"), operations());
    done("c");
    assertEquals(List.of("c", "b", "a"), operations());
    Files.writeString(files().get(0), "nonsense\n{}\n", StandardOpenOption.APPEND);
    open();
    done("d");
    assertEquals(List.of("d", "c", "b", "a"), operations());
  }

  @Test
  public void aFullDiskStopsNobodyAndIsSeenAndMadeGood() {
    done("a");
    disk.room = 30;
    done("b");
    done("c");
    assertEquals(List.of("c", "b", "a"), operations());
    assertEquals(2, journal.state().waiting());
    assertNotNull(journal.state().lastError());
    assertTrue(journal.state().lastError().text().contains("No space left"));
    disk.room = Long.MAX_VALUE;
    trail.tick();
    assertEquals(0, journal.state().waiting());
    assertNull(journal.state().lastError());
    open();
    assertEquals(List.of("c", "b", "a"), operations());
  }

  @Test
  public void whatWaitsForAFullDiskIsBoundedAndTheRestIsCounted() {
    disk.room = 0;
    for (int i = 0; i < Journal.MOST_WAITING + 3; i++) {
      done("o" + i);
    }
    assertEquals(Journal.MOST_WAITING, journal.state().waiting());
    assertEquals(3, journal.state().lost());
    assertEquals(Journal.MOST_WAITING, read(1, 1).totalCount());
  }

  @Test
  public void theSameRefusalAgainIsCountedAndTheCountIsOneRecord() {
    for (int i = 0; i < 5_000; i++) {
      refused("login", "admin", "UNAUTHENTICATED");
    }
    assertEquals(1, read(1, 50).totalCount());
    now = now.plus(Refusals.WINDOW);
    trail.tick();
    List<AuditRecord> both = read(1, 50).data();
    assertEquals(2, both.size());
    assertEquals(4_999, both.get(0).count());
    refused("login", "admin", "UNAUTHENTICATED");
    assertEquals("a new minute begins", 3, read(1, 50).totalCount());
  }

  @Test
  public void strangersOfAllAddressesFillABoundedPartAndHideNobodyWhoIsKnown() {
    for (int i = 0; i < 5_000; i++) {
      trail.append(record("authenticate", "", "2001:db8::" + i, "UNAUTHENTICATED"));
    }
    refused("deletePool", "eve", "FORBIDDEN");
    assertEquals(21, read(1, 50).totalCount());
    trail.close();
    open();
    List<AuditRecord> all = read(1, 50).data();
    assertEquals(22, all.size());
    assertEquals(Refusals.SEVERAL, all.get(0).operation());
    assertEquals(
        5_000, all.stream().filter(r -> r.user().isEmpty()).mapToInt(AuditRecord::count).sum());
  }

  @Test
  public void manyWriteAtATimeAndNothingIsLostOrMixed() throws Exception {
    limits = new Journal.Limits(20_000, 100);
    CountDownLatch begin = new CountDownLatch(1);
    List<Thread> threads = new ArrayList<>();
    for (int t = 0; t < 8; t++) {
      String name = "t" + t;
      Thread thread =
          new Thread(
              () -> {
                try {
                  begin.await();
                } catch (InterruptedException e) {
                  return;
                }
                IntStream.range(0, 200).forEach(i -> done(name + "-" + i));
              });
      thread.start();
      threads.add(thread);
    }
    begin.countDown();
    for (Thread thread : threads) {
      thread.join();
    }
    open();
    assertEquals(1_600, read(1, 1).totalCount());
    assertEquals(
        1_600,
        Stream.of(1, 2)
            .flatMap(p -> read(p, 1_000).data().stream())
            .map(AuditRecord::operation)
            .distinct()
            .count());
    assertTrue("files follow one another", files().size() > 5);
  }

  @Test
  public void anInterruptedThreadWritesAsAnyOther() {
    Thread.currentThread().interrupt();
    done("a");
    assertTrue(Thread.interrupted());
    assertEquals(0, journal.state().waiting());
    done("b");
    assertEquals(List.of("b", "a"), operations());
  }

  @Test
  public void aLongTextIsCut() {
    trail.append(record("o".repeat(100_000), "u".repeat(100_000), "x".repeat(100_000), "OK"));
    assertFalse(read(1, 1).data().isEmpty());
    assertTrue(RecordLines.line(read(1, 1).data().get(0)).length < 2_000);
    assertTrue(new String(RecordLines.line(read(1, 1).data().get(0)), UTF_8).endsWith("}\n"));
  }

  private void done(String operation) {
    trail.append(record(operation, "eve", "192.0.2.7", AuditEntry.OK));
  }

  private void refused(String operation, String user, String outcome) {
    trail.append(record(operation, user, "192.0.2.7", outcome));
  }

  private AuditRecord record(String operation, String user, String address, String outcome) {
    return new AuditRecord(now, user, address, "rest", operation, "", null, null, outcome, 1);
  }

  private List<String> operations() {
    return read(1, 50).data().stream().map(AuditRecord::operation).toList();
  }

  private Page<AuditRecord> read(int page, int size) {
    return trail.read(ALL, new PageRequest(page, size));
  }

  private long count(Filter filter) {
    Page<AuditRecord> page = trail.read(filter.get(), new PageRequest(1, 50));
    assertEquals(page.totalCount(), page.data().size());
    return page.totalCount();
  }

  private Path audit() {
    return folder.getRoot().toPath().resolve("audit");
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(audit())) {
      return files.sorted().toList();
    }
  }

  private static final class Filter {
    private String user;
    private String operation;
    private String outcome;
    private String since;

    Filter user(String value) {
      user = value;
      return this;
    }

    Filter operation(String value) {
      operation = value;
      return this;
    }

    Filter outcome(String value) {
      outcome = value;
      return this;
    }

    Filter since(String value) {
      since = value;
      return this;
    }

    AuditFilter get() {
      return AuditFilter.of(user, operation, outcome, since);
    }
  }
}

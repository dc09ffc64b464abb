package io.fairlead.access.audit;

import io.fairlead.kernel.audit.AuditEntry;
import io.fairlead.kernel.audit.AuditFilter;
import io.fairlead.kernel.audit.AuditRecord;
import io.fairlead.kernel.page.Page;
import io.fairlead.kernel.page.PageRequest;
import java.time.InstantSource;
import java.util.Set;

/** The audit without OSGi: what was done is written durably, what was refused within bounds. */
final class Trail {

  /** Kinds of refusals in a minute, of people who are known and of whoever else knocks. */
  private static final int MOST_OF_KNOWN = 100;

  private static final int MOST_OF_STRANGERS = 20;
  private static final Set<String> OF_STRANGERS = Set.of("UNAUTHENTICATED", "EXHAUSTED");

  private final Journal journal;
  private final JournalReader reader;
  private final InstantSource clock;
  private final Refusals known = new Refusals(MOST_OF_KNOWN);
  private final Refusals strangers = new Refusals(MOST_OF_STRANGERS);

  Trail(Journal journal, InstantSource clock) {
    this.journal = journal;
    this.reader = new JournalReader(journal);
    this.clock = clock;
  }

  void append(AuditRecord noted) {
    if (noted.outcome().equals(AuditEntry.OK)) {
      journal.append(RecordLines.line(noted), true);
    } else {
      (isOfStranger(noted) ? strangers : known)
          .take(noted)
          .ifPresent(first -> journal.append(RecordLines.line(first), false));
    }
  }

  Page<AuditRecord> read(AuditFilter filter, PageRequest request) {
    return reader.read(filter, request);
  }

  /** To be called every second or so: writes what is due, and what the disk did not take. */
  void tick() {
    due(false);
    journal.flush();
  }

  void close() {
    due(true);
    journal.close();
  }

  private static boolean isOfStranger(AuditRecord noted) {
    return OF_STRANGERS.contains(noted.outcome())
        || noted.user().isEmpty() && !noted.address().isEmpty();
  }

  private void due(boolean all) {
    for (Refusals refusals : new Refusals[] {known, strangers}) {
      refusals
          .due(clock.instant(), all)
          .forEach(counted -> journal.append(RecordLines.line(counted), false));
    }
  }
}

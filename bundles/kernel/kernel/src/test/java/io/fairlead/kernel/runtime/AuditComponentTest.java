package io.fairlead.kernel.runtime;

import static org.junit.Assert.assertEquals;

import io.fairlead.kernel.audit.AuditConfig;
import io.fairlead.kernel.audit.AuditEntry;
import io.fairlead.kernel.audit.AuditFilter;
import io.fairlead.kernel.audit.AuditLog;
import io.fairlead.kernel.audit.AuditRecord;
import io.fairlead.kernel.page.Page;
import io.fairlead.kernel.page.PageRequest;
import io.fairlead.kernel.settings.SettingsSchema;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.Test;

public class AuditComponentTest {

  private Instant now = Instant.EPOCH;
  private final AuditComponent audit = new AuditComponent(() -> now);
  private final Book book = new Book();

  @Test
  public void whatIsNotedWhileNobodyWritesIsKeptWithItsTime() {
    audit.note(entry("early"));
    now = now.plusSeconds(5);
    audit.addLog(book);
    audit.note(entry("late"));
    audit.removeLog(book);
    audit.note(entry("between"));
    audit.addLog(book);
    assertEquals(
        List.of("early", "late", "between"),
        book.records.stream().map(AuditRecord::operation).toList());
    assertEquals(Instant.EPOCH, book.records.get(0).at());
  }

  @Test
  public void whatIsTooMuchIsCounted() {
    for (int i = 0; i < AuditComponent.MOST_KEPT + 7; i++) {
      audit.note(entry("o" + i));
    }
    audit.addLog(book);
    assertEquals(AuditComponent.MOST_KEPT + 1, book.records.size());
    AuditRecord last = book.records.get(AuditComponent.MOST_KEPT);
    assertEquals("LOST", last.outcome());
    assertEquals(7, last.count());
  }

  @Test
  public void aFailureOfTheAuditIsNotTheCallers() {
    book.failing = true;
    audit.addLog(book);
    audit.note(entry("a"));
    book.failing = false;
    audit.note(entry("b"));
    assertEquals(1, book.records.size());
  }

  private static AuditEntry entry(String operation) {
    return new AuditEntry("eve", "", "rest", operation, "", null, null, AuditEntry.OK);
  }

  private static final class Book implements AuditLog {
    final List<AuditRecord> records = new ArrayList<>();
    boolean failing;

    @Override
    public void append(AuditRecord noted) {
      if (failing) {
        throw new IllegalStateException("broken");
      }
      records.add(noted);
    }

    @Override
    public Page<AuditRecord> read(AuditFilter filter, PageRequest page) {
      throw new UnsupportedOperationException();
    }

    @Override
    public AuditConfig config() {
      throw new UnsupportedOperationException();
    }

    @Override
    public SettingsSchema configSchema() {
      throw new UnsupportedOperationException();
    }

    @Override
    public Changed updateConfig(Map<String, ?> patch, Optional<String> ifMatch) {
      throw new UnsupportedOperationException();
    }
  }
}

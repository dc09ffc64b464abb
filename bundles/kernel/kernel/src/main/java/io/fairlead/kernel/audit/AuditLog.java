package io.fairlead.kernel.audit;

import io.fairlead.kernel.error.Exhausted;
import io.fairlead.kernel.error.Invalid;
import io.fairlead.kernel.error.Stale;
import io.fairlead.kernel.page.Page;
import io.fairlead.kernel.page.PageRequest;
import io.fairlead.kernel.settings.SettingsSchema;
import java.util.Map;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Where the audit is written down and read. Surfaces read it; to note something is {@link Audit}'s.
 */
@ProviderType
public interface AuditLog {

  /** Writes it down; durable when it returns, where something was done. */
  void append(AuditRecord noted);

  /**
   * The newest first. Reads files, so it blocks for a moment.
   *
   * @throws Exhausted when it is being read by too many at a time
   */
  Page<AuditRecord> read(AuditFilter filter, PageRequest page);

  AuditConfig config();

  /** The settings, for documents. */
  SettingsSchema configSchema();

  /**
   * Changes settings; a field left out keeps its value.
   *
   * @param ifMatch the revision that the caller built on; empty for any
   * @throws Invalid naming every wrong field
   * @throws Stale when the present revision is another
   */
  Changed updateConfig(Map<String, ?> patch, Optional<String> ifMatch);

  /**
   * What a change has led to.
   *
   * @param applied whether the change is in force
   */
  record Changed(AuditConfig config, boolean applied) {}
}

package io.fairlead.access.audit;

import io.fairlead.kernel.audit.AuditConfig;
import io.fairlead.kernel.audit.AuditFilter;
import io.fairlead.kernel.audit.AuditLog;
import io.fairlead.kernel.audit.AuditRecord;
import io.fairlead.kernel.config.ConfigStore;
import io.fairlead.kernel.config.SingletonEditor;
import io.fairlead.kernel.error.Unavailable;
import io.fairlead.kernel.instance.Instance;
import io.fairlead.kernel.page.Page;
import io.fairlead.kernel.page.PageRequest;
import io.fairlead.kernel.settings.SettingsSchema;
import io.fairlead.kernel.settings.SettingsValues;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/** The audit in {@code data/audit/} of this instance. */
@Component(service = AuditLog.class, immediate = true)
public final class AuditLogComponent implements AuditLog {

  private static final Set<String> SHOWN =
      Set.of(
          "files", "bytes", "waiting", "lost", "last_error", "revision", "applied", "config_error");

  private final AuditSettings settings;
  private final SingletonEditor editor;
  private final Journal journal;
  private final Trail trail;
  private final ScheduledThreadPoolExecutor timer =
      new ScheduledThreadPoolExecutor(1, AuditLogComponent::thread);

  @Activate
  public AuditLogComponent(
      @Reference Instance instance,
      @Reference AuditSettings settings,
      @Reference ConfigStore store) {
    this.settings = settings;
    this.editor = new SingletonEditor(store, AuditSettings.PID, AuditSettings.SCHEMA, SHOWN);
    InstantSource clock = InstantSource.system();
    this.journal =
        new Journal(
            new LocalJournalFiles(instance.data().resolve("audit")), settings::limits, clock);
    this.trail = new Trail(journal, clock);
    timer.scheduleWithFixedDelay(trail::tick, 1, 1, TimeUnit.SECONDS);
  }

  @Override
  public void append(AuditRecord noted) {
    trail.append(noted);
  }

  @Override
  public Page<AuditRecord> read(AuditFilter filter, PageRequest page) {
    return trail.read(filter, page);
  }

  @Override
  public AuditConfig config() {
    SettingsValues limits = settings.values();
    Journal.State state = journal.state();
    SingletonEditor.State stored = editor.state();
    List<JournalFiles.Part> parts = parts();
    return new AuditConfig(
        limits.number("max_file_bytes"),
        limits.integer("max_files"),
        parts.size(),
        parts.stream().mapToLong(JournalFiles.Part::bytes).sum(),
        state.waiting(),
        state.lost(),
        state.lastError(),
        stored.revision(),
        stored.applied(),
        stored.configError());
  }

  @Override
  public SettingsSchema configSchema() {
    return AuditSettings.SCHEMA;
  }

  @Override
  public Changed updateConfig(Map<String, ?> patch, Optional<String> ifMatch) {
    boolean applied = editor.update(patch, ifMatch);
    return new Changed(config(), applied);
  }

  @Deactivate
  void close() throws InterruptedException {
    timer.shutdownNow();
    timer.awaitTermination(5, TimeUnit.SECONDS);
    trail.close();
  }

  private List<JournalFiles.Part> parts() {
    try {
      return journal.contents().parts();
    } catch (IOException e) {
      throw new Unavailable("audit: cannot be read: " + e.getMessage(), e);
    }
  }

  private static Thread thread(Runnable task) {
    Thread thread = new Thread(task, "fairlead-access-audit-1");
    thread.setDaemon(true);
    return thread;
  }
}

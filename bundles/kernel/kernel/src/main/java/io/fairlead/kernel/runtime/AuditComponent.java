package io.fairlead.kernel.runtime;

import io.fairlead.kernel.audit.Audit;
import io.fairlead.kernel.audit.AuditEntry;
import io.fairlead.kernel.audit.AuditLog;
import io.fairlead.kernel.audit.AuditRecord;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hands on what is noted, and keeps it while nobody is there to write it down. */
@Component(service = Audit.class)
public final class AuditComponent implements Audit {

  static final int MOST_KEPT = 1_000;

  private static final Logger LOG = LoggerFactory.getLogger(AuditComponent.class);

  private final InstantSource clock;
  private final Queue<AuditRecord> kept = new ArrayDeque<>();
  private int leftOut;
  private volatile @Nullable AuditLog log;

  public AuditComponent() {
    this(InstantSource.system());
  }

  AuditComponent(InstantSource clock) {
    this.clock = clock;
  }

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  synchronized void addLog(AuditLog added) {
    log = added;
    for (AuditRecord early = kept.poll(); early != null; early = kept.poll()) {
      append(added, early);
    }
    if (leftOut > 0) {
      append(
          added,
          new AuditRecord(
              clock.instant(), "", "", "server", "audit", "", null, null, "LOST", leftOut));
      leftOut = 0;
    }
  }

  synchronized void removeLog(AuditLog gone) {
    if (log == gone) {
      log = null;
    }
  }

  @Override
  public void note(AuditEntry entry) {
    AuditRecord noted = AuditRecord.of(clock.instant(), entry);
    AuditLog present = log;
    if (present != null) {
      append(present, noted);
    } else {
      keep(noted);
    }
  }

  private synchronized void keep(AuditRecord noted) {
    AuditLog present = log;
    if (present != null) {
      append(present, noted);
    } else if (kept.size() < MOST_KEPT) {
      kept.add(noted);
    } else {
      leftOut++;
    }
  }

  /** Whatever is wrong with the audit, who is audited is not to blame. */
  private static void append(AuditLog present, AuditRecord noted) {
    try {
      present.append(noted);
    } catch (RuntimeException e) {
      LOG.error("{} by {} could not be audited", noted.operation(), noted.user(), e);
    }
  }
}

package io.fairlead.shell;

import io.fairlead.kernel.audit.AuditFilter;
import io.fairlead.kernel.audit.AuditLog;
import io.fairlead.kernel.audit.AuditRecord;
import io.fairlead.kernel.page.Page;
import io.fairlead.kernel.page.PageRequest;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Who changed what, and how long that is kept. */
final class AuditOperations {

  private final Supplier<Optional<AuditLog>> log;

  AuditOperations(Supplier<Optional<AuditLog>> log) {
    this.log = log;
  }

  void describe(OperationTable table) {
    table.list(
        "audit",
        "Who changed what, and who was refused; the newest first",
        List.of("user", "operation", "outcome", "since", "page", "page_size"),
        List.of(
            "at",
            "user",
            "address",
            "surface",
            "operation",
            "target",
            "before",
            "after",
            "outcome",
            "count"),
        this::read);
    table.plain("auditConfig", "How the audit is kept, and how it fares", a -> log().config());
    table.add(
        "updateAuditConfig",
        "Changes how much of the audit is kept",
        null,
        List::of,
        () -> log.get().map(l -> OperationTable.names(l.configSchema())).orElse(List.of()),
        a -> log().updateConfig(a.patch(log().configSchema()), Optional.empty()).config());
  }

  /** As JSON a page with its numbers, as a table its records. */
  private Object read(Arguments a) {
    Page<AuditRecord> page =
        log()
            .read(
                AuditFilter.of(
                    a.option("user").orElse(null),
                    a.option("operation").orElse(null),
                    a.option("outcome").orElse(null),
                    a.option("since").orElse(null)),
                PageRequest.of(a.number("page").orElse(null), a.number("page_size").orElse(null)));
    return a.json() ? page : page.data();
  }

  private AuditLog log() {
    return OperationTable.deployed("the audit", log.get());
  }
}

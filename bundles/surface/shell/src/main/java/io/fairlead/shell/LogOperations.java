package io.fairlead.shell;

import io.fairlead.kernel.log.LogControl;
import java.util.List;
import java.util.Optional;

/** How the server logs. */
final class LogOperations {

  private final LogControl log;

  LogOperations(LogControl log) {
    this.log = log;
  }

  void describe(OperationTable table) {
    table.plain("logConfig", "The form of the log, and its levels", a -> log.config());
    table.add(
        "updateLogConfig",
        "Changes the log while it is written",
        null,
        List::of,
        () -> OperationTable.names(log.schema()),
        a -> log.update(a.patch(log.schema()), Optional.empty()).config());
  }
}

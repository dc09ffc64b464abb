package io.fairlead.shell;

import io.fairlead.kernel.access.Logins;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** How long logins last. */
final class AccessOperations {

  private final Supplier<Optional<Logins>> logins;

  AccessOperations(Supplier<Optional<Logins>> logins) {
    this.logins = logins;
  }

  void describe(OperationTable table) {
    table.plain("accessConfig", "How long logins last", a -> logins().accessConfig());
    table.add(
        "updateAccessConfig",
        "Changes how long logins last",
        null,
        List::of,
        () -> logins.get().map(l -> OperationTable.names(l.accessConfigSchema())).orElse(List.of()),
        a ->
            logins()
                .updateAccessConfig(a.patch(logins().accessConfigSchema()), Optional.empty())
                .config());
  }

  private Logins logins() {
    return OperationTable.deployed("logins", logins.get());
  }
}

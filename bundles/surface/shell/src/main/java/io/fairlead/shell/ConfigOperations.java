package io.fairlead.shell;

import io.fairlead.http.SharedConfig;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Settings of which there is one.
 *
 * @param <S> whose they are
 */
final class ConfigOperations<S extends SharedConfig<?>> {

  private final String show;
  private final String update;
  private final String what;
  private final Supplier<Optional<S>> config;

  /**
   * @param what they are
   */
  ConfigOperations(String show, String update, String what, Supplier<Optional<S>> config) {
    this.show = show;
    this.update = update;
    this.what = what;
    this.config = config;
  }

  void describe(OperationTable table) {
    table.plain(show, "Says " + what, a -> config().config());
    table.add(
        update,
        "Changes " + what + ", while it runs",
        null,
        List::of,
        () -> OperationTable.names(config().schema()),
        a -> config().update(a.patch(config().schema()), Optional.empty()).config());
  }

  private S config() {
    return OperationTable.deployed(what, config.get());
  }
}

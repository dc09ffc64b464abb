package io.fairlead.pool;

import io.fairlead.kernel.config.ConfiguredResources;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;

/**
 * Offers the settings of pools and budgets again that were refused, whenever one of them has
 * changed: there may be a budget now that there was not, or room in it. It does so on a thread of
 * its own, since whoever changes something holds locks; many changes at once are one offer.
 */
final class Offers {

  private final Executor thread;
  private final AtomicBoolean due = new AtomicBoolean();
  private volatile List<ConfiguredResources> owners = List.of();

  Offers(Executor thread) {
    this.thread = thread;
  }

  /** To whom. */
  void to(List<ConfiguredResources> those) {
    owners = those;
  }

  void soon() {
    if (due.compareAndSet(false, true)) {
      thread.execute(
          () -> {
            due.set(false);
            owners.forEach(ConfiguredResources::offerRefused);
          });
    }
  }

  /** Tells what has become of a pool, and then offers. */
  BiConsumer<String, String> after(BiConsumer<String, String> changes) {
    return changes.andThen((pool, what) -> soon());
  }

  /** Nobody is offered anything any more. */
  void close() {
    owners = List.of();
  }
}

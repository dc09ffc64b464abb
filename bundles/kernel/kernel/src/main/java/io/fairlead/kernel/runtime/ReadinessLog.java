package io.fairlead.kernel.runtime;

import io.fairlead.kernel.health.Readiness;
import java.util.List;
import java.util.Optional;

/** What is to be said of the server's readiness: each change once. */
final class ReadinessLog {

  private final Readiness readiness;
  private boolean ready;

  ReadinessLog(Readiness readiness) {
    this.readiness = readiness;
  }

  /**
   * To be called now and then, on one thread. The end of the server is told elsewhere.
   *
   * @return what is to be said; empty when it has been
   */
  Optional<String> look() {
    if (!readiness.serving()) {
      return Optional.empty();
    }
    List<String> unready = readiness.unready();
    boolean now = unready.isEmpty();
    if (now == ready) {
      return Optional.empty();
    }
    ready = now;
    return Optional.of(now ? "ready" : "not ready: " + String.join("; ", unready));
  }
}

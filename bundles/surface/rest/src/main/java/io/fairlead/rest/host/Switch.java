package io.fairlead.rest.host;

import io.fairlead.kernel.error.Unavailable;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Sends each request to the present {@link Generation}. A new one is put in its place at once; the
 * old one goes on with the requests that it has and is destroyed after the last.
 */
final class Switch {

  private static final long LOOK_MS = 100;

  /** After the last answer Jersey still tidies up what it had for the request. */
  private static final long TIDY_MS = 2_000;

  private final ScheduledExecutorService executor;
  private final LongSupplier drainNanos;
  private final LongSupplier ticker;
  private volatile @Nullable Generation present;

  /**
   * @param drainNanos how long an old generation may go on
   * @param ticker nanoseconds
   */
  Switch(ScheduledExecutorService executor, LongSupplier drainNanos, LongSupplier ticker) {
    this.executor = executor;
    this.drainNanos = drainNanos;
    this.ticker = ticker;
  }

  /**
   * @throws Unavailable when there is nothing to serve it yet
   */
  void serve(URI base, URI uri, HttpServletRequest request, HttpServletResponse response)
      throws ServletException, IOException {
    Generation generation = present;
    while (generation != null && !generation.enter()) {
      generation = present;
    }
    if (generation == null) {
      throw new Unavailable("REST: no resources are there yet");
    }
    generation.serve(base, uri, request, response);
  }

  void to(Generation next) {
    Generation old = present;
    present = next;
    if (old != null) {
      retire(old, ticker.getAsLong() + drainNanos.getAsLong());
    }
  }

  /** Serves nothing any more; who is in is cut off. */
  void close() {
    Generation old = present;
    present = null;
    if (old != null) {
      old.closeNow();
      old.destroy();
    }
  }

  private void retire(Generation old, long until) {
    if (old.close()) {
      executor.schedule(old::destroy, TIDY_MS, TimeUnit.MILLISECONDS);
    } else if (ticker.getAsLong() - until >= 0) {
      old.closeNow();
      old.destroy();
    } else {
      executor.schedule(() -> retire(old, until), LOOK_MS, TimeUnit.MILLISECONDS);
    }
  }
}

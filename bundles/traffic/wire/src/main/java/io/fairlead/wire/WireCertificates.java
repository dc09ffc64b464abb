package io.fairlead.wire;

import io.fairlead.kernel.tls.LiveTls;
import io.fairlead.kernel.tls.TlsSettings;
import io.fairlead.kernel.tls.TlsView;
import io.fairlead.kernel.tls.TlsWatch;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The TLS of all listeners: who looks after their files, and the threads on which handshakes are
 * computed, since event loops have others to serve meanwhile.
 */
final class WireCertificates implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(WireCertificates.class);

  private final Path etc;
  private final InstantSource clock;
  private final TlsWatch watch = new TlsWatch("fairlead-wire-certificates-0");
  private final ThreadPoolExecutor computing;
  private final Map<String, LiveTls> inForce = new ConcurrentSkipListMap<>();

  WireCertificates(Path etc, InstantSource clock) {
    this.etc = etc;
    this.clock = clock;
    int threads = Runtime.getRuntime().availableProcessors();
    AtomicInteger number = new AtomicInteger();
    // What waits is bounded by the clients there may be: each waits for one thing at a time.
    computing =
        new ThreadPoolExecutor(
            threads,
            threads,
            10,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> new Thread(task, "fairlead-wire-handshake-" + number.getAndIncrement()));
    computing.allowCoreThreadTimeOut(true);
  }

  Executor computing() {
    return computing;
  }

  /** What a listener is to have: what it has, where the settings are the same. */
  @Nullable LiveTls of(String listener, Optional<TlsSettings> wanted, @Nullable LiveTls present) {
    if (present != null && wanted.filter(present.settings()::equals).isPresent()) {
      return present;
    }
    return wanted
        .map(settings -> new LiveTls("listener " + listener, settings, etc, clock))
        .orElse(null);
  }

  /** By listener's name: with what each listens, where it does. */
  List<TlsView> views() {
    return inForce.values().stream().map(LiveTls::view).toList();
  }

  /** A listener listens with another now. */
  void changed(String listener, @Nullable LiveTls before, @Nullable LiveTls next) {
    if (before != next) {
      if (next == null) {
        inForce.remove(listener);
      } else {
        inForce.put(listener, next);
      }
      if (before != null) {
        watch.remove(before);
      }
      if (next != null) {
        watch.add(next);
      } else if (before != null) {
        LOG.info("{}: no TLS any more", before.view().usedBy());
      }
    }
  }

  @Override
  public void close() {
    watch.close();
    computing.shutdown();
  }
}

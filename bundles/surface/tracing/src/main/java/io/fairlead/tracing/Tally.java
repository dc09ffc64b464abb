package io.fairlead.tracing;

import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How exports went, over all changes of the settings. */
final class Tally {

  private static final Logger LOG = LoggerFactory.getLogger(Tally.class);
  private static final int LONGEST_ERROR = 300;

  private final InstantSource clock;
  private final LongAdder exported = new LongAdder();
  private final LongAdder rejected = new LongAdder();
  private final LongAdder failed = new LongAdder();
  private final LongAdder dropped = new LongAdder();
  private volatile @Nullable Instant lastExportAt;
  private volatile TracingStatus.@Nullable LastError lastError;
  private volatile boolean failing;

  Tally(InstantSource clock) {
    this.clock = clock;
  }

  void taken(int spans) {
    exported.add(spans);
    lastExportAt = clock.instant();
    if (failing) {
      failing = false;
      LOG.info("spans are taken again");
    }
  }

  void lost(int spans) {
    failed.add(spans);
    if (!failing) {
      failing = true;
      TracingStatus.LastError error = lastError;
      LOG.warn("spans are not taken: {}", error == null ? "no reason was given" : error.message());
    }
  }

  /** The collector has taken a request, and not all of the spans in it. */
  void rejected(long spans, String why) {
    rejected.add(spans);
    error("the collector rejected " + spans + " spans: " + why);
  }

  void dropped(long spans) {
    dropped.add(spans);
  }

  /**
   * @param message partly from outside
   */
  void error(String message) {
    String clean = message.replaceAll("\\p{Cntrl}+", " ");
    lastError =
        new TracingStatus.LastError(
            clean.length() <= LONGEST_ERROR ? clean : clean.substring(0, LONGEST_ERROR) + "…",
            clock.instant());
  }

  /**
   * @param present what those that still run have dropped, and have waiting
   */
  TracingStatus status(boolean enabled, ProcessorNumbers.Numbers present) {
    return new TracingStatus(
        enabled,
        exported.sum() - rejected.sum(),
        rejected.sum(),
        failed.sum(),
        dropped.sum() + present.dropped(),
        present.queued(),
        lastExportAt,
        lastError);
  }
}

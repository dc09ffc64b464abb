package io.fairlead.tracing;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How the export fares. Counts begin when the bundle starts and outlive changes of its settings.
 *
 * @param enabled whether spans are made
 * @param exported spans that the collector has taken
 * @param rejected spans that the collector took in and threw away, by its own word
 * @param failed spans that were sent and not taken: the collector was away, or refused
 * @param dropped spans that came while the queue was full, or too late
 * @param queued spans that wait to be sent
 * @param lastExportAt when the collector last took some; null for never
 * @param lastError the last thing that went wrong; null for nothing so far
 */
public record TracingStatus(
    boolean enabled,
    long exported,
    long rejected,
    long failed,
    long dropped,
    long queued,
    @Nullable Instant lastExportAt,
    @Nullable LastError lastError) {

  /** What went wrong, and when. */
  public record LastError(String message, Instant at) {}
}

package io.fairlead.pool.core;

import java.util.ArrayDeque;
import java.util.OptionalLong;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;

/** How long those waited whose wait has ended in the last while, in a few parts. */
final class RecentWaits {

  /** How long a while is. */
  static final int SECONDS = 60;

  private static final int DIGITS = 2;
  private static final long WHILE = SECONDS * 1_000_000_000L;
  private static final long PART = WHILE / 6;

  private final Recorder recorder = new Recorder(DIGITS);

  /** The latest last. Guarded by this. */
  private final ArrayDeque<Part> parts = new ArrayDeque<>();

  /** When the part that is being recorded has begun. */
  private volatile long began;

  private record Part(long began, Histogram waits) {}

  RecentWaits(long now) {
    began = now;
  }

  /** From any thread; waits for nobody but where a part ends. */
  void add(long micros, long now) {
    if (now - began >= PART) {
      turn(now);
    }
    recorder.recordValue(micros);
  }

  private synchronized void turn(long now) {
    if (now - began >= PART) {
      keep();
      began = now;
      while (!parts.isEmpty() && now - parts.getFirst().began() >= WHILE) {
        parts.removeFirst();
      }
    }
  }

  /** What was recorded since the last time goes to the part that it belongs to. */
  private void keep() {
    Part last = parts.peekLast();
    if (last == null || last.began() != began) {
      parts.addLast(new Part(began, recorder.getIntervalHistogram()));
    } else {
      last.waits().add(recorder.getIntervalHistogram());
    }
  }

  /** In microseconds; empty when no wait has ended. */
  synchronized OptionalLong percentile(double which, long now) {
    keep();
    Histogram sum = new Histogram(DIGITS);
    for (Part part : parts) {
      if (now - part.began() < WHILE) {
        sum.add(part.waits());
      }
    }
    return sum.getTotalCount() == 0
        ? OptionalLong.empty()
        : OptionalLong.of(sum.getValueAtPercentile(which));
  }
}

package io.fairlead.pool.core;

import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/** A partition's numbers. */
final class ShareMeter {

  private static final int DIGITS = 2;

  final LongAdder acquired = new LongAdder();
  final LongAdder timeouts = new LongAdder();

  /** How often each limit kept a loan waiting, refused one or ended a statement. */
  final LongAdder atCeiling = new LongAdder();

  final LongAdder queueFull = new LongAdder();
  final LongAdder overCpu = new LongAdder();
  final LongAdder overMemory = new LongAdder();
  final LongAdder overIo = new LongAdder();

  private final Histogram waits = new ConcurrentHistogram(DIGITS);

  void waited(long nanos) {
    waits.recordValue(Math.max(0, nanos / 1000));
  }

  Histogram waits() {
    return waits.copy();
  }
}

package io.fairlead.pool.core;

/**
 * How much a partition may do in a window, and hold at a time; {@link Long#MAX_VALUE} for no limit.
 *
 * @param refuse whether a new loan over a limit is refused; else it waits for the next window
 */
public record WorkLimits(
    long cpuNanos, long memoryBytes, long rows, long bytes, long windowNanos, boolean refuse) {

  static final WorkLimits NONE =
      new WorkLimits(
          Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE, 60_000_000_000L, false);

  public WorkLimits {
    if (windowNanos < 1) {
      throw new IllegalArgumentException("window " + windowNanos + " ns");
    }
  }
}

package io.fairlead.pool.core;

import io.fairlead.traffic.pool.spi.ResultSink;
import org.jspecify.annotations.Nullable;

/**
 * Counts what goes into a sink. What a result has put there counts as held until its statement is
 * over; beyond the partition's memory limit the statement is ended, and no other.
 */
final class MeteredSink implements ResultSink {

  private static final long FLUSH_BYTES = 65_536;

  private final Pool pool;
  private final Share share;
  private final ResultSink sink;
  private final long memoryLimit;
  private long held;
  private long rows;
  private long bytes;

  MeteredSink(Pool pool, Share share, ResultSink sink) {
    this.pool = pool;
    this.share = share;
    this.sink = sink;
    this.memoryLimit = share.work.limits().memoryBytes();
  }

  @Override
  public void columns(String[] names) {
    sink.columns(names);
  }

  @Override
  public void row(@Nullable String[] values) {
    long size = 0;
    for (String value : values) {
      size += value == null ? 0 : length(value);
    }
    rows++;
    bytes += size;
    held += size;
    long all = share.work.hold(size);
    if (all > memoryLimit) {
      share.meter.overMemory.increment();
      throw Messages.memoryLimit(pool, share, all);
    }
    if (bytes >= FLUSH_BYTES) {
      flush();
    }
    sink.row(values);
  }

  @Override
  public void end(long rowsAffected) {
    sink.end(rowsAffected);
  }

  /** The statement is over. */
  void close() {
    flush();
    share.work.hold(-held);
    held = 0;
  }

  private void flush() {
    if (rows > 0) {
      share.work.add(0, 0, rows, bytes);
      rows = 0;
      bytes = 0;
    }
  }

  /** In UTF-8. */
  private static long length(String value) {
    long length = value.length();
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c >= 0x800) {
        length += Character.isSurrogate(c) ? 1 : 2;
      } else if (c >= 0x80) {
        length++;
      }
    }
    return length;
  }
}

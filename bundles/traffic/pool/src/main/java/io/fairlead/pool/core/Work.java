package io.fairlead.pool.core;

import java.util.concurrent.atomic.LongAdder;

/**
 * What a partition's connections did: in all, in the present window, and what results it holds now.
 * Over a limit of the window new loans stop until the window ends; the timer opens it again.
 */
final class Work extends Timeout {

  /** Which limit of a window is reached. */
  enum Limit {
    NONE,
    CPU,
    IO
  }

  private final Timer timer;
  private final Runnable opened;
  private final LongAdder busyNanos = new LongAdder();
  private final LongAdder cpuNanos = new LongAdder();
  private final LongAdder rows = new LongAdder();
  private final LongAdder bytes = new LongAdder();
  private final LongAdder memory = new LongAdder();
  private volatile WorkLimits limits;
  private volatile Limit reached = Limit.NONE;

  private long windowFrom;
  private long windowCpu;
  private long windowRows;
  private long windowBytes;

  /**
   * @param opened called when a window ends in which a limit was reached: who waited may go on
   */
  Work(Timer timer, WorkLimits limits, Runnable opened) {
    this.timer = timer;
    this.limits = limits;
    this.opened = opened;
    this.windowFrom = timer.nanos();
  }

  WorkLimits limits() {
    return limits;
  }

  void limits(WorkLimits next) {
    if (!next.equals(limits)) {
      limits = next;
      add(0, 0, 0, 0);
    }
  }

  /** What keeps new loans back now. */
  Limit reached() {
    return reached;
  }

  /** Work has ended, or is under way and has read so much. */
  void add(long busy, long cpu, long moreRows, long moreBytes) {
    busyNanos.add(busy);
    cpuNanos.add(cpu);
    rows.add(moreRows);
    bytes.add(moreBytes);
    WorkLimits now = limits;
    synchronized (this) {
      long time = timer.nanos();
      if (time - windowFrom >= now.windowNanos()) {
        begin(time);
      }
      windowCpu += cpu;
      windowRows += moreRows;
      windowBytes += moreBytes;
      judge(now);
    }
  }

  private void begin(long time) {
    windowFrom = time;
    windowCpu = 0;
    windowRows = 0;
    windowBytes = 0;
  }

  private void judge(WorkLimits now) {
    Limit over =
        windowCpu >= now.cpuNanos()
            ? Limit.CPU
            : windowRows >= now.rows() || windowBytes >= now.bytes() ? Limit.IO : Limit.NONE;
    if (over != Limit.NONE && reached == Limit.NONE) {
      timer.schedule(this, windowFrom + now.windowNanos());
    }
    boolean open = over == Limit.NONE && reached != Limit.NONE;
    reached = over;
    if (open) {
      timer.cancel(this);
      timer.schedule(this, timer.nanos());
    }
  }

  /** The window is over. */
  @Override
  void expire() {
    synchronized (this) {
      long time = timer.nanos();
      if (reached != Limit.NONE && time - windowFrom < limits.windowNanos()) {
        timer.schedule(this, windowFrom + limits.windowNanos());
        return;
      }
      if (reached != Limit.NONE) {
        begin(time);
        reached = Limit.NONE;
      }
    }
    opened.run();
  }

  /** Results are read into memory, or have left it; returns what is held now. */
  long hold(long more) {
    memory.add(more);
    return memory.sum();
  }

  long busyNanos() {
    return busyNanos.sum();
  }

  long cpuNanos() {
    return cpuNanos.sum();
  }

  long rows() {
    return rows.sum();
  }

  long bytes() {
    return bytes.sum();
  }

  long memory() {
    return memory.sum();
  }
}

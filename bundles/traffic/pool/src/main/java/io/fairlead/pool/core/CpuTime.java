package io.fairlead.pool.core;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/** CPU time of the calling thread. */
final class CpuTime {

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final boolean KNOWN =
      THREADS.isCurrentThreadCpuTimeSupported() && THREADS.isThreadCpuTimeEnabled();

  private CpuTime() {}

  /** In nanoseconds; 0 where the machine does not tell. */
  static long ofThread() {
    return KNOWN ? THREADS.getCurrentThreadCpuTime() : 0;
  }
}

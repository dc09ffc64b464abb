package io.fairlead.kernel.runtime;

import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/** Daemon threads named {@code fairlead-kernel-<role>-<n>}. */
final class NamedThreads {

  private NamedThreads() {}

  static ThreadFactory of(String role) {
    AtomicInteger count = new AtomicInteger();
    return work -> {
      Thread thread = new Thread(work, "fairlead-kernel-" + role + "-" + count.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
  }
}

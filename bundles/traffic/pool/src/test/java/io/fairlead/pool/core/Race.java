package io.fairlead.pool.core;

import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/** Lets two things happen at the same time, many times, each time on a new stage. */
final class Race {

  private static final int TIMES = 3_000;

  /** One run: what happens, and what must hold afterwards. */
  interface Stage {
    void one() throws Exception;

    void other() throws Exception;

    void afterwards() throws Exception;
  }

  private Race() {}

  static void run(Supplier<Stage> stages) throws Exception {
    AtomicReference<Stage> stage = new AtomicReference<>();
    AtomicReference<Throwable> failure = new AtomicReference<>();
    CyclicBarrier barrier = new CyclicBarrier(2);
    Thread second =
        new Thread(
            () -> {
              try {
                for (int i = 0; i < TIMES; i++) {
                  barrier.await(10, TimeUnit.SECONDS);
                  spin(i);
                  stage.get().other();
                  barrier.await(10, TimeUnit.SECONDS);
                }
              } catch (Throwable e) {
                failure.set(e);
                barrier.reset();
              }
            },
            "race");
    second.start();
    try {
      for (int i = 0; i < TIMES; i++) {
        stage.set(stages.get());
        barrier.await(10, TimeUnit.SECONDS);
        spin(TIMES - i);
        stage.get().one();
        barrier.await(10, TimeUnit.SECONDS);
        stage.get().afterwards();
      }
    } catch (Exception e) {
      if (failure.get() != null) {
        e.addSuppressed(failure.get());
      }
      throw e;
    } finally {
      barrier.reset();
      second.join(10_000);
    }
  }

  /** Shifts the two against each other by up to about a microsecond. */
  private static void spin(int i) {
    for (int turns = i % 64; turns > 0; turns--) {
      Thread.onSpinWait();
    }
  }
}

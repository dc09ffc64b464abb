package io.fairlead.pool.core;

import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/** Lets two things happen at the same time, many times, each time on a new stage. */
final class Race {

  private static final int TIMES = 2_000;

  /** One run: what happens, and what must hold afterwards. */
  interface Stage {
    void one() throws Exception;

    void other() throws Exception;

    void afterwards() throws Exception;
  }

  private Race() {}

  static void run(Supplier<Stage> stages) throws Exception {
    run(TIMES, stages);
  }

  static void run(int times, Supplier<Stage> stages) throws Exception {
    AtomicReference<Stage> stage = new AtomicReference<>();
    AtomicReference<Throwable> failure = new AtomicReference<>();
    AtomicInteger ready = new AtomicInteger();
    CyclicBarrier barrier = new CyclicBarrier(2);
    Thread second =
        new Thread(
            () -> {
              try {
                for (int i = 0; i < times; i++) {
                  barrier.await(10, TimeUnit.SECONDS);
                  meet(ready, i);
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
      for (int i = 0; i < times; i++) {
        stage.set(stages.get());
        barrier.await(10, TimeUnit.SECONDS);
        meet(ready, i);
        spin(i / 64);
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
      ready.addAndGet(2 * times); // nobody waits for one that failed
      barrier.reset();
      second.join(10_000);
    }
  }

  /** Leaves within some tens of nanoseconds for both; a barrier wakes the second much later. */
  private static void meet(AtomicInteger ready, int round) {
    ready.incrementAndGet();
    for (int turns = 0; ready.get() < 2 * (round + 1); turns++) {
      if (turns > 10_000) {
        Thread.yield();
      } else {
        Thread.onSpinWait();
      }
    }
  }

  /** Shifts the two against each other by up to about a microsecond. */
  private static void spin(int i) {
    for (int turns = i % 64; turns > 0; turns--) {
      Thread.onSpinWait();
    }
  }
}

package io.fairlead.benchmarks.pool;

import io.fairlead.kernel.error.FairleadException;
import io.fairlead.traffic.pool.AcquireCallback;
import io.fairlead.traffic.pool.AcquireRequest;
import io.fairlead.traffic.pool.Acquisition;
import io.fairlead.traffic.pool.Loan;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.IntConsumer;

/** Waiters without a thread: what giving up costs, what they cost in threads, and their order. */
final class AsyncMeasures {

  private static final AcquireRequest BORROWER = AcquireRequest.of("benchmark");

  private final FairleadDoor door;
  private final ArrayDeque<Loan> held = new ArrayDeque<>();

  /** Takes all connections, so that who asks has to wait. */
  AsyncMeasures(FairleadDoor door, int size) throws InterruptedException {
    this.door = door;
    for (int i = 0; i < size; i++) {
      held.add(door.pool.acquire(BORROWER));
    }
  }

  /** Nanoseconds each of so many waiters takes to give up, in any order. */
  double cancelNanos(int waiters, int repeats) {
    long spent = 0;
    for (int r = 0; r < repeats; r++) {
      List<Acquisition> waiting = new ArrayList<>();
      for (int i = 0; i < waiters; i++) {
        waiting.add(ask(number -> {}, i));
      }
      Collections.shuffle(waiting, new Random(r));
      long before = System.nanoTime();
      for (Acquisition acquisition : waiting) {
        acquisition.cancel();
      }
      spent += System.nanoTime() - before;
    }
    return (double) spent / waiters / repeats;
  }

  /** By how many the live threads grow with so many waiters; then serves them, in order. */
  int threadsAndOrder(int waiters) {
    int before = Thread.activeCount();
    List<Integer> served = new ArrayList<>();
    for (int i = 0; i < waiters; i++) {
      ask(served::add, i);
    }
    int grown = Thread.activeCount() - before;
    for (Loan loan = held.poll(); loan != null; loan = held.poll()) {
      loan.release();
    }
    for (int i = 0; i < waiters; i++) {
      if (i >= served.size() || served.get(i) != i) {
        throw new IllegalStateException("waiter " + i + " was not served in its turn");
      }
    }
    return grown;
  }

  private Acquisition ask(IntConsumer told, int number) {
    return door.pool.acquire(
        BORROWER,
        Runnable::run,
        new AcquireCallback() {
          @Override
          public void granted(Loan loan) {
            told.accept(number);
            held.add(loan);
          }

          @Override
          public void failed(FairleadException why) {
            throw why;
          }
        });
  }
}

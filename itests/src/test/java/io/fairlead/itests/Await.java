package io.fairlead.itests;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** Waits for what is promised, with a deadline; says what it saw last when it was not kept. */
public final class Await {

  private static final long LOOK_EVERY_MS = 25;

  private Await() {}

  public static void until(String promise, Duration atMost, Callable<Boolean> kept) {
    until(promise, atMost, kept, Boolean::booleanValue);
  }

  /** Looks until the value is right and returns it. A look that throws counts as not yet. */
  public static <T> T until(String promise, Duration atMost, Callable<T> look, Predicate<T> right) {
    long deadline = System.nanoTime() + atMost.toNanos();
    Object last = "nothing";
    while (System.nanoTime() < deadline) {
      try {
        T value = look.call();
        if (right.test(value)) {
          return value;
        }
        last = value;
      } catch (Exception e) {
        last = e;
      }
      pause();
    }
    throw new AssertionError(promise + ": not within " + atMost + "; last seen: " + last);
  }

  private static void pause() {
    try {
      new CountDownLatch(1).await(LOOK_EVERY_MS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }
}

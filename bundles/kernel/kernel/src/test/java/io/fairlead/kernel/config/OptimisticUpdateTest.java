package io.fairlead.kernel.config;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

import io.fairlead.kernel.error.Stale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.Test;

public class OptimisticUpdateTest {

  private final AtomicInteger tries = new AtomicInteger();

  /** Somebody else is quicker so many times. */
  private Supplier<Integer> staleFor(int times) {
    return () -> {
      if (tries.incrementAndGet() <= times) {
        throw new Stale("another revision");
      }
      return tries.get();
    };
  }

  @Test
  public void whoNamesNoRevisionIsMergedWithWhoeverWasQuicker() {
    assertEquals(Integer.valueOf(4), OptimisticUpdate.of(Optional.empty(), staleFor(3)));
  }

  @Test
  public void whoNamesOneIsToldThatItIsNotThePresentOne() {
    assertThrows(Stale.class, () -> OptimisticUpdate.of(Optional.of("r1"), staleFor(1)));
    assertEquals(1, tries.get());
  }

  @Test
  public void nobodyTriesForEver() {
    assertThrows(
        Stale.class, () -> OptimisticUpdate.of(Optional.empty(), staleFor(Integer.MAX_VALUE)));
    assertEquals(10, tries.get());
  }

  @Test
  public void everyOtherFailureIsTheCallers() {
    assertThrows(
        IllegalStateException.class,
        () ->
            OptimisticUpdate.of(
                Optional.empty(),
                () -> {
                  tries.incrementAndGet();
                  throw new IllegalStateException();
                }));
    assertEquals(1, tries.get());
  }
}

package io.fairlead.pool.core;

import java.time.InstantSource;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * What a pool is given from outside.
 *
 * @param coarse the timer's clock, less precise and cheaper
 * @param ids numbers for connections that are never given twice
 */
public record PoolEnvironment(
    Timer timer,
    LongSupplier coarse,
    InstantSource wall,
    LongSupplier ids,
    RandomGenerator random,
    Crews crews,
    PoolListener listener) {

  /** Makes the threads for one kind of work. */
  @FunctionalInterface
  public interface Crews {
    Crew crew(String role, IntSupplier most);
  }
}

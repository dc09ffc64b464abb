package io.fairlead.pool.core;

import io.fairlead.traffic.pool.spi.PartitionRouter;
import java.time.InstantSource;
import java.util.function.Function;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * What a pool is given from outside.
 *
 * @param coarse the timer's clock, less precise and cheaper
 * @param ids numbers for connections that are never given twice
 * @param routers those that bundles offer, by name
 * @param graph who waits for whom, over all pools
 * @param budgets of connections that pools share, by name
 */
public record PoolEnvironment(
    Timer timer,
    LongSupplier coarse,
    InstantSource wall,
    LongSupplier ids,
    RandomGenerator random,
    Crews crews,
    PoolListener listener,
    Function<String, @Nullable PartitionRouter> routers,
    WaitGraph graph,
    Function<String, @Nullable Budget> budgets) {

  /** For pools whose partitions nobody else routes, that know of each other and share no budget. */
  public PoolEnvironment(
      Timer timer,
      LongSupplier coarse,
      InstantSource wall,
      LongSupplier ids,
      RandomGenerator random,
      Crews crews,
      PoolListener listener) {
    this(
        timer,
        coarse,
        wall,
        ids,
        random,
        crews,
        listener,
        name -> null,
        new WaitGraph(),
        name -> null);
  }

  /** Makes the threads for one kind of work. */
  @FunctionalInterface
  public interface Crews {
    Crew crew(String role, IntSupplier most);
  }
}

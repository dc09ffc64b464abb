package io.fairlead.benchmarks;

import io.fairlead.benchmarks.pool.PoolBenchmark;
import java.util.Arrays;

/** Runs the comparison that is named. */
public final class Main {

  private Main() {}

  /** {@code NAME}: wire, http, idle, start, pool or swap. */
  public static void main(String[] args) throws Exception {
    switch (args[0]) {
      case "wire" -> new WireBenchmark().run();
      case "http" -> new HttpBenchmark().run();
      case "idle" -> new IdleBenchmark().run();
      case "start" -> new StartBenchmark().run();
      case "pool" -> new PoolBenchmark().run();
      case "swap" -> new SwapBenchmark().run();
      default -> {
        System.err.println(
            "no benchmark "
                + Arrays.toString(args)
                + " (expected: wire, http, idle, start, pool, swap)");
        System.exit(2);
      }
    }
  }
}

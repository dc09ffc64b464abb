package io.fairlead.benchmarks;

import java.util.Arrays;

/** Runs the comparison that is named. */
public final class Main {

  private Main() {}

  /** {@code NAME}: wire, http, idle or start. */
  public static void main(String[] args) throws Exception {
    switch (args[0]) {
      case "wire" -> new WireBenchmark().run();
      case "http" -> new HttpBenchmark().run();
      case "idle" -> new IdleBenchmark().run();
      case "start" -> new StartBenchmark().run();
      default -> {
        System.err.println(
            "no benchmark " + Arrays.toString(args) + " (expected: wire, http, idle, start)");
        System.exit(2);
      }
    }
  }
}

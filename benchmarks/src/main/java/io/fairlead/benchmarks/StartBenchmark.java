package io.fairlead.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * From the start script to a 200 of readiness, on a built tree: first start of an instance, cold
 * where the page cache can be dropped, then warm.
 */
final class StartBenchmark {

  private static final int ROUNDS = Integer.getInteger("rounds", 5);

  void run() throws Exception {
    double[] cold = new double[ROUNDS];
    double[] warm = new double[ROUNDS];
    long rss = 0;
    boolean dropped = true;
    for (int i = 0; i < ROUNDS; i++) {
      Path folder = Files.createTempDirectory("fairlead-bench");
      dropped &= dropPageCache();
      cold[i] = seconds(folder);
      Path again = Files.createTempDirectory("fairlead-bench");
      long began = System.nanoTime();
      try (ServerProcess ours = ServerProcess.fairlead(again)) {
        warm[i] = (System.nanoTime() - began) / 1e9;
        rss = Math.max(rss, ours.residentKib());
      }
    }
    System.out.printf(
        "%-28s %8.2f s%n",
        dropped ? "cold (page cache dropped)" : "cold (page cache NOT dropped)", median(cold));
    System.out.printf("%-28s %8.2f s%n", "warm", median(warm));
    System.out.printf("%-28s %8.0f MiB%n", "resident when ready", rss / 1024.0);
    System.out.printf(
        "start cold_s=%.2f warm_s=%.2f rss_mib=%.0f%n", median(cold), median(warm), rss / 1024.0);
  }

  private static double seconds(Path folder) throws Exception {
    long began = System.nanoTime();
    try (ServerProcess ours = ServerProcess.fairlead(folder)) {
      return (System.nanoTime() - began) / 1e9;
    }
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  private static boolean dropPageCache() throws Exception {
    try {
      new ProcessBuilder("sync").start().waitFor();
      Files.writeString(Path.of("/proc/sys/vm/drop_caches"), "3");
      return true;
    } catch (IOException e) {
      return false; // only root can
    }
  }
}

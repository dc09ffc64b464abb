package io.fairlead.benchmarks.pool;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Fairlead's pool and HikariCP in one process on the same stub driver, in turns: five rounds, the
 * median of each figure.
 */
public final class PoolBenchmark {

  private static final int ROUNDS = Integer.getInteger("rounds", 5);
  private static final long MILLIS =
      (long) (1000 * Double.parseDouble(System.getProperty("seconds", "2")));
  private static final int SIZE = 16;
  private static final int LOANS = 5_000_000;
  private static final long MILLI = 1_000_000;

  private final Map<String, double[]> figures = new LinkedHashMap<>();

  public void run() throws Exception {
    try (FairleadDoor ours = FairleadDoor.strict(SIZE);
        FairleadDoor bounded = FairleadDoor.bounded(SIZE);
        FairleadDoor on = FairleadDoor.partitioned(SIZE);
        HikariDoor hikari = new HikariDoor(SIZE)) {
      for (Door door : List.of(ours, bounded, on, hikari)) {
        Measures.cpuNanos(door, LOANS);
        Measures.throughput(door, 2, MILLIS);
      }
      for (int round = 0; round < ROUNDS; round++) {
        round(round, "ours", ours);
        round(round, "hikari", hikari);
        note(round, "on cpu", Measures.cpuNanos(on, LOANS));
        note(round, "bounded thr32", Measures.throughput(bounded, 2 * SIZE, MILLIS));
        note(round, "bare", Measures.bare(SIZE, MILLI, MILLIS));
      }
    }
    async();
    print();
  }

  private void async() throws InterruptedException {
    try (FairleadDoor ours = FairleadDoor.strict(SIZE)) {
      AsyncMeasures async = new AsyncMeasures(ours, SIZE);
      async.cancelNanos(10_000, 5);
      async.cancelNanos(100, 500);
      for (int round = 0; round < ROUNDS; round++) {
        note(round, "cancel10k", async.cancelNanos(10_000, 5));
        note(round, "cancel100", async.cancelNanos(100, 500));
      }
      note(0, "threads", async.threadsAndOrder(10_000));
    }
  }

  private void round(int round, String name, Door door) throws Exception {
    note(round, name + " cpu", Measures.cpuNanos(door, LOANS));
    for (int threads : new int[] {2, 8, 32}) {
      note(round, name + " thr" + threads, Measures.throughput(door, threads, MILLIS));
    }
    Measures.Waits milli = Measures.held(door, 2 * SIZE, MILLI, MILLIS);
    note(round, name + " p999", milli.p999());
    note(round, name + " mean", milli.mean());
    note(round, name + " rate1ms", milli.rate());
    note(round, name + " rate100us", Measures.held(door, 2 * SIZE, MILLI / 10, MILLIS).rate());
  }

  private void note(int round, String figure, double value) {
    figures.computeIfAbsent(figure, f -> new double[ROUNDS])[round] = value;
    System.err.printf("round %d %-18s %.3f%n", round + 1, figure, value);
  }

  private double median(String figure) {
    double[] values = figures.getOrDefault(figure, new double[1]).clone();
    Arrays.sort(values);
    return values[values.length / 2];
  }

  private double ratio(String ours, String hikari) {
    return median(ours) / median("hikari " + hikari);
  }

  private void print() {
    System.out.println("handles: each pool's own java.sql.Connection");
    System.out.printf("%-36s %14s %14s %8s%n", "", "fairlead", "HikariCP", "ratio");
    row("CPU ns per loan, uncontended", "ours cpu", "cpu");
    row("… with a partition's quota", "on cpu", "cpu");
    row("loans/s, 2 threads", "ours thr2", "thr2");
    row("loans/s, 8 threads", "ours thr8", "thr8");
    row("loans/s, 32 threads, strict", "ours thr32", "thr32");
    row("loans/s, 32 threads, bounded", "bounded thr32", "thr32");
    row("loans/s, 32 threads, 1 ms held", "ours rate1ms", "rate1ms");
    row("loans/s, 32 threads, 100 µs held", "ours rate100us", "rate100us");
    row("wait ms p99.9, 1 ms held", "ours p999", "p999");
    row("wait ms mean, 1 ms held", "ours mean", "mean");
    System.out.printf(
        "pool cpu_ratio=%.3f cpu_on_ratio=%.3f thr2=%.2f thr8=%.2f thr32_strict=%.3f"
            + " thr32_bounded=%.3f p999_ms=%.3f p999_hikari_ms=%.3f p999_bare_ms=%.3f"
            + " cancel10k_ns=%.0f cancel100_ns=%.0f async_threads=%.0f%n",
        ratio("ours cpu", "cpu"),
        ratio("on cpu", "cpu"),
        ratio("ours thr2", "thr2"),
        ratio("ours thr8", "thr8"),
        ratio("ours thr32", "thr32"),
        ratio("bounded thr32", "thr32"),
        median("ours p999"),
        median("hikari p999"),
        median("bare"),
        median("cancel10k"),
        median("cancel100"),
        figures.getOrDefault("threads", new double[1])[0]);
  }

  private void row(String what, String ours, String hikari) {
    System.out.printf(
        "%-36s %14.3f %14.3f %8.3f%n",
        what, median(ours), median("hikari " + hikari), ratio(ours, hikari));
  }
}

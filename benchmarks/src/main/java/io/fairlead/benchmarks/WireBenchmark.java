package io.fairlead.benchmarks;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Queries a second and server CPU for each, through the native port on embedded H2, beside H2's own
 * TCP server: the same SQL, the same JVM options, interleaved rounds, the median of each.
 */
final class WireBenchmark {

  private static final int ROUNDS = Integer.getInteger("rounds", 3);
  private static final int WARMUP = Integer.getInteger("warmup", 4);
  private static final int SECONDS = Integer.getInteger("seconds", 5);
  private static final int[] CLIENTS = {1, 32, 256};

  /** H2 holds 255 open transactions at most; with one more its server answers errors to inserts. */
  private static final int MOST_PEER_INSERTS = 250;

  void run() throws Exception {
    Map<String, Double> keys = new LinkedHashMap<>();
    try (ServerProcess ours = ServerProcess.fairlead(Files.createTempDirectory("fairlead-bench"));
        ServerProcess peer =
            ServerProcess.h2(Files.createTempDirectory("h2-bench"), shippedOptions())) {
      System.out.printf(
          "%-8s %8s %14s %14s %7s %12s %12s %7s%n",
          "sql", "clients", "fairlead q/s", "h2 q/s", "ratio", "fairlead µs", "h2 µs", "ratio");
      for (String sql : List.of("point", "insert")) {
        for (int clients : CLIENTS) {
          List<Measured> mine = new ArrayList<>();
          List<Measured> theirs = new ArrayList<>();
          for (int round = 0; round < ROUNDS; round++) {
            mine.add(measure("fairlead", ours, clients, sql));
            theirs.add(measure("h2", peer, peerClients(sql, clients), sql));
          }
          double rate = Measured.median(mine, Measured::perSecond);
          double peerRate = Measured.median(theirs, Measured::perSecond);
          double cpu = Measured.median(mine, Measured::cpuMicros);
          double peerCpu = Measured.median(theirs, Measured::cpuMicros);
          System.out.printf(
              "%-8s %8d %14.0f %14.0f %7.2f %12.1f %12.1f %7.2f%n",
              sql, clients, rate, peerRate, rate / peerRate, cpu, peerCpu, cpu / peerCpu);
          keys.put(sql + clients + "_ratio", rate / peerRate);
          keys.put(sql + clients + "_cpu_ratio", cpu / peerCpu);
        }
      }
    }
    StringBuilder last = new StringBuilder("wire");
    keys.forEach((k, v) -> last.append(String.format(" %s=%.2f", k, v)));
    System.out.println(last);
  }

  private static int peerClients(String sql, int clients) {
    return sql.equals("insert") ? Math.min(clients, MOST_PEER_INSERTS) : clients;
  }

  private static Measured measure(String target, ServerProcess server, int clients, String sql)
      throws Exception {
    return Measured.by(
        server,
        List.of(
            LoadGenerator.class.getName(),
            target,
            "" + server.port,
            "" + clients,
            "" + WARMUP,
            "" + SECONDS,
            sql));
  }

  /** What the start script gives its JVM, so that the peer gets the same. */
  static List<String> shippedOptions() throws Exception {
    Process script =
        new ProcessBuilder(ServerProcess.ROOT.resolve("fairlead").toString(), "jvm-options")
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String text = new String(script.getInputStream().readAllBytes()).strip();
    script.waitFor();
    return text.isEmpty() ? List.of() : Arrays.asList(text.split("\\s+"));
  }
}

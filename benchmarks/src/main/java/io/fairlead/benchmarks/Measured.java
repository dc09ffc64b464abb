package io.fairlead.benchmarks;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * One round: what a load generator got out of a server.
 *
 * @param perSecond operations
 * @param cpuMicros of the server, for each operation
 */
record Measured(double perSecond, double cpuMicros) {

  /**
   * Runs a load generator in a process of its own and reads the server's CPU time while it
   * measures.
   *
   * @param load its class and arguments
   */
  static Measured by(ServerProcess server, List<String> load) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                "java",
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("benchmarks.classpath")));
    command.addAll(load);
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    double before = 0;
    double after = 0;
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(process.getInputStream()))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.equals("begin")) {
          before = server.cpuSeconds();
        } else if (line.equals("measured")) {
          after = server.cpuSeconds();
        } else if (line.startsWith("end ")) {
          String[] words = line.split(" ");
          long operations = Long.parseLong(words[1]);
          return new Measured(
              operations / (Long.parseLong(words[2]) / 1e9), (after - before) * 1e6 / operations);
        }
      }
    }
    throw new IllegalStateException("the load generator ended without a result");
  }

  static double median(List<Measured> rounds, ToDoubleFunction<Measured> of) {
    double[] values = rounds.stream().mapToDouble(of).sorted().toArray();
    return values[values.length / 2];
  }
}

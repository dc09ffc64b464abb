package io.fairlead.benchmarks;

import java.io.File;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A server in a process of its own, with its CPU time and its memory as the operating system counts
 * them.
 */
final class ServerProcess implements AutoCloseable {

  static final Path ROOT = Path.of(System.getProperty("benchmarks.root"));

  private static final String PASSWORD = "benchmark";
  private static final long TICKS_PER_SECOND = 100;

  private final Process process;
  private final long pid;
  private final Path folder;
  final int port;
  final int httpPort;

  private ServerProcess(Process process, long pid, Path folder, int port, int httpPort) {
    this.process = process;
    this.pid = pid;
    this.folder = folder;
    this.port = port;
    this.httpPort = httpPort;
  }

  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** An instance of ours as a user starts it, in a folder of its own. */
  static ServerProcess fairlead(Path folder) throws Exception {
    int port = freePort();
    int httpPort = freePort();
    Path etc = Files.createDirectories(folder.resolve("etc"));
    String http =
        Files.readString(
            ROOT.resolve("karaf-assembly/target/assembly/etc/org.apache.felix.http.cfg"));
    Files.writeString(
        etc.resolve("org.apache.felix.http.cfg"),
        http.replaceAll(
            "(?m)^org\\.osgi\\.service\\.http\\.port\\s*=.*$",
            "org.osgi.service.http.port = " + httpPort));
    Files.writeString(
        etc.resolve("io.fairlead.listener-native.cfg"),
        "protocols = native\naddresses = 127.0.0.1\nport = "
            + port
            + "\nidentity.user = app\nidentity.database = main\nidentity.pool = main\n");
    ProcessBuilder builder = new ProcessBuilder(ROOT.resolve("fairlead").toString(), "run");
    builder.environment().put("FAIRLEAD_HOME", folder.toString());
    builder.environment().put("FAIRLEAD_ADMIN_PASSWORD", PASSWORD);
    builder.redirectErrorStream(true).redirectOutput(new File(folder.toFile(), "console.log"));
    Process process = builder.start();
    awaitReady(httpPort, process);
    return new ServerProcess(process, javaOf(process), folder, port, httpPort);
  }

  /** What an HTTP request of the admin's has as its header. */
  static String authorization() {
    return "Basic "
        + Base64.getEncoder()
            .encodeToString(("admin:" + PASSWORD).getBytes(StandardCharsets.UTF_8));
  }

  /** H2's own TCP server, with the same JVM options as ours ships. */
  static ServerProcess h2(Path folder, List<String> options) throws Exception {
    int port = freePort();
    List<String> command = new ArrayList<>(List.of("java"));
    command.addAll(options);
    command.addAll(
        List.of(
            "-cp",
            System.getProperty("benchmarks.classpath"),
            "org.h2.tools.Server",
            "-tcp",
            "-tcpPort",
            "" + port,
            "-ifNotExists",
            "-baseDir",
            folder.toString()));
    return peer(command, folder, port);
  }

  /**
   * {@link JerseyPeer}, with the same JVM options as ours ships.
   *
   * @param body a file with the JSON that it answers
   * @param authorization what it asks for
   */
  static ServerProcess jersey(Path folder, List<String> options, Path body, String authorization)
      throws Exception {
    int port = freePort();
    List<String> command = new ArrayList<>(List.of("java"));
    command.addAll(options);
    command.addAll(
        List.of(
            "-cp",
            System.getProperty("benchmarks.classpath"),
            JerseyPeer.class.getName(),
            "" + port,
            body.toString(),
            authorization));
    return peer(command, folder, port);
  }

  private static ServerProcess peer(List<String> command, Path folder, int port) throws Exception {
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(new File(folder.toFile(), "peer.log"))
            .start();
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (true) {
      try (java.net.Socket socket = new java.net.Socket("127.0.0.1", port)) {
        return new ServerProcess(process, process.pid(), folder, port, port);
      } catch (IOException e) {
        if (System.nanoTime() > deadline || !process.isAlive()) {
          throw e;
        }
        process.waitFor(50, TimeUnit.MILLISECONDS);
      }
    }
  }

  private static void awaitReady(int httpPort, Process process) throws Exception {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(90);
    while (!ready(httpPort)) {
      if (!process.isAlive() || System.nanoTime() > deadline) {
        throw new IllegalStateException("the server did not become ready");
      }
      process.waitFor(20, TimeUnit.MILLISECONDS);
    }
  }

  static boolean ready(int httpPort) {
    try {
      HttpURLConnection request =
          (HttpURLConnection)
              URI.create("http://127.0.0.1:" + httpPort + "/health/ready").toURL().openConnection();
      request.setConnectTimeout(500);
      request.setReadTimeout(2_000);
      return request.getResponseCode() == 200;
    } catch (IOException e) {
      return false;
    }
  }

  /** The JVM behind the start script: the process itself when the script has become it. */
  private static long javaOf(Process process) {
    return Stream.concat(Stream.of(process.toHandle()), process.descendants())
        .filter(p -> p.info().command().orElse("").endsWith("java"))
        .findFirst()
        .orElseThrow()
        .pid();
  }

  long pid() {
    return pid;
  }

  /** User and system time so far, in seconds, from /proc/PID/stat. */
  double cpuSeconds() throws IOException {
    return cpuSeconds(pid);
  }

  static double cpuSeconds(long pid) throws IOException {
    String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / (double) TICKS_PER_SECOND;
  }

  /** Resident memory in KiB, from /proc/PID/status. */
  long residentKib() throws IOException {
    return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
        .filter(l -> l.startsWith("VmRSS"))
        .mapToLong(l -> Long.parseLong(l.replaceAll("\\D", "")))
        .sum();
  }

  /** Bytes of live objects after a full collection. */
  long liveHeapBytes() throws Exception {
    jcmd("GC.run");
    long used = 0;
    for (String line : jcmd("GC.heap_info").split("\n")) {
      if (line.matches(
          "\\s*(def new generation|tenured generation|garbage-first heap).*used (\\d+)K.*")) {
        used += Long.parseLong(line.replaceAll(".*used (\\d+)K.*", "$1")) * 1024;
      }
    }
    return used;
  }

  private String jcmd(String command) throws Exception {
    Process jcmd = new ProcessBuilder("jcmd", "" + pid, command).redirectErrorStream(true).start();
    String text = new String(jcmd.getInputStream().readAllBytes());
    jcmd.waitFor();
    return text;
  }

  @Override
  public void close() throws Exception {
    process.destroy();
    if (!process.waitFor(30, TimeUnit.SECONDS)) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly().waitFor();
    }
    try (Stream<Path> files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
    }
  }
}

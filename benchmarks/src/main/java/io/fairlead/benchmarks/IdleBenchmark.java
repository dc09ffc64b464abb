package io.fairlead.benchmarks;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;

/**
 * Memory of one idle client connection: the server's live heap after a full collection and its
 * resident memory, with 10,000 clients that have each been answered a ping, less the same with
 * none. Clients are in a process of their own, for the limit on descriptors.
 */
final class IdleBenchmark {

  private static final int CLIENTS = Integer.getInteger("clients", 9_990);

  void run() throws Exception {
    try (ServerProcess ours = ServerProcess.fairlead(Files.createTempDirectory("fairlead-bench"))) {
      hold(
          ours, 200,
          () -> {}); // classes and arenas that the first clients need are not the others' cost
      long heapBefore = ours.liveHeapBytes();
      long rssBefore = ours.residentKib();
      long[] with = new long[2];
      hold(
          ours,
          CLIENTS,
          () -> {
            with[0] = ours.liveHeapBytes();
            with[1] = ours.residentKib();
          });
      double heap = (with[0] - heapBefore) / 1024.0 / CLIENTS;
      double rss = (double) (with[1] - rssBefore) / CLIENTS;
      System.out.printf("%-10s %14s %14s%n", "clients", "heap KiB each", "RSS KiB each");
      System.out.printf("%-10d %14.2f %14.2f%n", CLIENTS, heap, rss);
      System.out.printf("idle clients=%d heap_kib=%.2f rss_kib=%.2f%n", CLIENTS, heap, rss);
    }
  }

  private interface Look {
    void look() throws Exception;
  }

  private static void hold(ServerProcess server, int clients, Look look) throws Exception {
    Process holder =
        new ProcessBuilder(
                "java",
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("benchmarks.classpath"),
                Holder.class.getName(),
                "" + server.port,
                "" + clients)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(holder.getInputStream()))) {
      if (!"held".equals(lines.readLine())) {
        throw new IllegalStateException("the clients could not connect");
      }
      look.look();
    } finally {
      holder.destroy();
      holder.waitFor();
    }
  }

  /**
   * Opens so many connections, pings once on each, says {@code held} and keeps them until it is
   * ended.
   */
  public static final class Holder {

    private Holder() {}

    public static void main(String[] args) throws Exception {
      List<Socket> sockets = new ArrayList<>();
      for (int i = 0; i < Integer.parseInt(args[1]); i++) {
        Socket socket = new Socket();
        socket.connect(new InetSocketAddress("127.0.0.1", Integer.parseInt(args[0])), 10_000);
        socket.setSoTimeout(10_000);
        socket.getOutputStream().write(4);
        if (socket.getInputStream().read() != 4) {
          throw new IllegalStateException("client " + i + " got no pong");
        }
        sockets.add(socket);
      }
      System.out.println("held");
      Thread.currentThread().join();
    }
  }
}

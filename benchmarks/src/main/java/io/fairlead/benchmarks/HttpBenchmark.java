package io.fairlead.benchmarks;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Requests a second and server CPU for each, over REST and GraphQL, with a password and with a
 * token, beside plain Jersey on Jetty: the same JSON, the same JVM options, interleaved rounds, the
 * median of each.
 */
final class HttpBenchmark {

  private static final int ROUNDS = Integer.getInteger("rounds", 3);
  private static final int WARMUP = Integer.getInteger("warmup", 4);
  private static final int SECONDS = Integer.getInteger("seconds", 5);
  private static final int[] CLIENTS = {1, 32};
  private static final String PASSWORD = "benchmark";

  /** Asks for what REST shows of a pool. */
  private static final String QUERY =
      "{connectionPools{name driver url username properties initSql isolation schema readOnly"
          + " minConnections maxConnections initialConnections connectionTimeoutSeconds"
          + " idleTimeoutSecs maxLifetimeSecs creationTimeoutSecs"
          + " creationThrottle{perSecond burst} validateOnAcquire validationQuery"
          + " validationTimeoutSecs validationSkipMs maxWaitQueue statementTimeoutSecs"
          + " idleInTransactionTimeoutSecs transactionTimeoutSecs state activeConnections"
          + " idleConnections totalConnections waitQueueLength lastError{at text} revision"
          + " applied configError}}";

  /** What is asked of ours: by name, the request. */
  private final Map<String, Path> requests = new LinkedHashMap<>();

  void run() throws Exception {
    Path folder = Files.createTempDirectory("http-bench");
    try (ServerProcess ours = ServerProcess.fairlead(Files.createTempDirectory("fairlead-bench"))) {
      String basic =
          "Basic "
              + Base64.getEncoder()
                  .encodeToString(("admin:" + PASSWORD).getBytes(StandardCharsets.UTF_8));
      String bearer = "Bearer " + token(ours.httpPort);
      String query = "{\"query\":\"" + QUERY + "\"}";
      write(folder, "rest_basic", request("GET", "/api/v1/pools", basic, ""));
      write(folder, "rest_bearer", request("GET", "/api/v1/pools", bearer, ""));
      write(folder, "graphql_basic", request("POST", "/graphql", basic, query));
      write(folder, "graphql_bearer", request("POST", "/graphql", bearer, query));
      Path body = folder.resolve("body.json");
      Files.write(body, ask(ours.httpPort, requests.get("rest_basic")));
      System.out.println("body: " + Files.size(body) + " bytes of JSON");
      ask(ours.httpPort, requests.get("graphql_basic"));
      try (ServerProcess peer =
          ServerProcess.jersey(
              Files.createTempDirectory("jersey-bench"),
              WireBenchmark.shippedOptions(),
              body,
              basic)) {
        compare(ours, peer);
      }
    }
  }

  private void compare(ServerProcess ours, ServerProcess peer) throws Exception {
    System.out.printf(
        "%-16s %8s %14s %14s %7s %12s %12s %7s%n",
        "request",
        "clients",
        "fairlead r/s",
        "jersey r/s",
        "ratio",
        "fairlead µs",
        "jersey µs",
        "ratio");
    StringBuilder last = new StringBuilder("http");
    for (int clients : CLIENTS) {
      Map<String, List<Measured>> mine = new LinkedHashMap<>();
      List<Measured> theirs = new ArrayList<>();
      for (int round = 0; round < ROUNDS; round++) {
        for (Map.Entry<String, Path> each : requests.entrySet()) {
          mine.computeIfAbsent(each.getKey(), k -> new ArrayList<>())
              .add(measure(ours, clients, each.getValue()));
        }
        theirs.add(measure(peer, clients, requests.get("rest_basic")));
      }
      double peerRate = Measured.median(theirs, Measured::perSecond);
      double peerCpu = Measured.median(theirs, Measured::cpuMicros);
      mine.forEach(
          (name, rounds) -> {
            double rate = Measured.median(rounds, Measured::perSecond);
            double cpu = Measured.median(rounds, Measured::cpuMicros);
            System.out.printf(
                "%-16s %8d %14.0f %14.0f %7.2f %12.1f %12.1f %7.2f%n",
                name, clients, rate, peerRate, rate / peerRate, cpu, peerCpu, cpu / peerCpu);
            last.append(
                String.format(
                    " %1$s%2$d_per_s=%3$.0f %1$s%2$d_ratio=%4$.2f %1$s%2$d_cpu_us=%5$.1f"
                        + " %1$s%2$d_cpu_ratio=%6$.2f",
                    name, clients, rate, rate / peerRate, cpu, cpu / peerCpu));
          });
    }
    System.out.println(last);
  }

  private static Measured measure(ServerProcess server, int clients, Path request)
      throws Exception {
    return Measured.by(
        server,
        List.of(
            HttpLoad.class.getName(),
            "" + server.httpPort,
            "" + clients,
            "" + WARMUP,
            "" + SECONDS,
            request.toString()));
  }

  private void write(Path folder, String name, String request) throws IOException {
    requests.put(name, Files.writeString(folder.resolve(name), request));
  }

  private static String request(String method, String path, String authorization, String body) {
    return method
        + " "
        + path
        + " HTTP/1.1\r\nHost: localhost\r\n"
        + (authorization.isEmpty() ? "" : "Authorization: " + authorization + "\r\n")
        + (body.isEmpty()
            ? ""
            : "Content-Type: application/json\r\nContent-Length: " + body.length() + "\r\n")
        + "\r\n"
        + body;
  }

  private static byte[] ask(int port, Path request) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", port)) {
      socket.getOutputStream().write(Files.readAllBytes(request));
      return HttpLoad.read(new BufferedInputStream(socket.getInputStream()));
    }
  }

  private static String token(int port) throws IOException {
    Path login = Files.createTempFile("login", "");
    try {
      Files.writeString(
          login,
          request(
              "POST",
              "/api/v1/auth/login",
              "",
              "{\"username\":\"admin\",\"password\":\"" + PASSWORD + "\"}"));
      String answer = new String(ask(port, login), StandardCharsets.UTF_8);
      return answer.replaceAll(".*\"token\":\"([^\"]+)\".*", "$1");
    } finally {
      Files.delete(login);
    }
  }
}

package io.fairlead.itests;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fairlead.client.FairleadClient;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A server of its own: the built distribution, unpacked once, run as a user runs it, on an instance
 * folder and on ports of its own. Tests speak to it from outside only.
 */
final class Server implements AutoCloseable {

  static final ObjectMapper JSON = new ObjectMapper();

  private static final AtomicInteger COUNT = new AtomicInteger();
  private static final Duration START = Duration.ofSeconds(90);
  static final String PASSWORD = "a-password-of-the-tests";

  private static @Nullable Path distribution;

  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
  private Path home;
  final Path instance;
  final int httpPort;
  final int nativePort;
  private Process process;

  private Server() {
    this.home = unpacked();
    this.instance =
        Path.of(
                "target",
                "instances",
                ProcessHandle.current().pid() + "-" + COUNT.incrementAndGet())
            .toAbsolutePath();
    this.httpPort = freePort();
    this.nativePort = freePort();
  }

  /** A server that is ready. */
  static Server start() {
    Server server = new Server();
    server.write("org.apache.felix.http.cfg", httpConfig(server.home, server.httpPort));
    server.write(
        "io.fairlead.listener-native.cfg",
        """
        protocols = native
        addresses = 127.0.0.1
        port = %d
        identity.user = app
        identity.database = main
        identity.pool = main
        """
            .formatted(server.nativePort));
    server.run();
    return server;
  }

  /** What is shipped, with another port. */
  private static String httpConfig(Path home, int port) {
    try {
      return Files.readString(home.resolve("etc/org.apache.felix.http.cfg"))
          .replaceAll(
              "(?m)^org\\.osgi\\.service\\.http\\.port\\s*=.*$",
              "org.osgi.service.http.port = " + port);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The distribution that it runs. */
  Path distribution() {
    return home;
  }

  /** What the next {@link #run} starts on the same instance. */
  void useDistribution(Path another) {
    this.home = another;
  }

  /** Unpacked anew by each run of the tests: what an earlier run left may be of another build. */
  private static synchronized Path unpacked() {
    if (distribution == null) {
      try {
        Path fresh =
            Files.createDirectories(
                Path.of("target", "distribution-" + ProcessHandle.current().pid())
                    .toAbsolutePath());
        unpack(fresh);
        distribution = fresh;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return distribution;
  }

  /** Unpacks the distribution into a folder that is there. */
  static void unpack(Path folder) throws IOException {
    Process tar =
        new ProcessBuilder(
                "tar",
                "xzf",
                System.getProperty("fairlead.distribution"),
                "--strip-components=1",
                "-C",
                folder.toString())
            .inheritIO()
            .start();
    try {
      if (!tar.waitFor(60, TimeUnit.SECONDS) || tar.exitValue() != 0) {
        throw new AssertionError("the distribution could not be unpacked");
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Starts the process on the same instance and waits until it is ready. */
  void run() {
    launch();
    Await.until(
        "the server is ready",
        START,
        () -> {
          if (!process.isAlive()) {
            throw new AssertionError(
                "the server ended with " + process.exitValue() + ":\n" + console());
          }
          return answers("/health/ready");
        });
  }

  /** Whether this is answered with 200. */
  boolean answers(String path) {
    return send("GET", path, null, Map.of()).statusCode() == 200;
  }

  /** Starts the process on the same instance. */
  void launch() {
    try {
      Files.createDirectories(instance);
      ProcessBuilder builder = new ProcessBuilder(home.resolve("bin/fairlead").toString(), "run");
      builder.environment().put("FAIRLEAD_HOME", instance.toString());
      builder.environment().put("FAIRLEAD_ADMIN_PASSWORD", PASSWORD);
      builder.redirectErrorStream(true);
      builder.redirectOutput(
          ProcessBuilder.Redirect.appendTo(new File(instance.toFile(), "console.log")));
      process = builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Of the server itself, below the script that started it. */
  long pid() {
    return Stream.concat(Stream.of(process.toHandle()), process.descendants())
        .filter(p -> p.info().command().orElse("").endsWith("java"))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no Java process runs; " + console()))
        .pid();
  }

  String console() {
    try {
      return Files.readString(instance.resolve("console.log"));
    } catch (IOException e) {
      return "no console: " + e;
    }
  }

  /** Ends it as the kernel's out-of-memory killer would: the server's process and the script's. */
  void kill() {
    List<ProcessHandle> all =
        Stream.concat(process.descendants(), Stream.of(process.toHandle())).toList();
    all.forEach(ProcessHandle::destroyForcibly);
    all.forEach(handle -> handle.onExit().join());
  }

  /** Asks it to end, with SIGTERM, and returns the exit status. */
  int stop() {
    process.destroy();
    try {
      if (!process.waitFor(60, TimeUnit.SECONDS)) {
        throw new AssertionError("it did not end for SIGTERM within 60 s:\n" + console());
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Writes a file below etc/, as an editor would. */
  void write(String name, String content) {
    try {
      Path etc = Files.createDirectories(instance.resolve("etc"));
      Path draft = etc.resolve("." + name + ".draft");
      Files.writeString(draft, content);
      Files.move(draft, etc.resolve(name), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String read(String name) {
    try {
      return Files.readString(instance.resolve("etc").resolve(name), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** An answer of the REST surface. */
  record Answer(int status, JsonNode body, Map<String, List<String>> headers) {
    String header(String name) {
      return headers.getOrDefault(name.toLowerCase(java.util.Locale.ROOT), List.of("")).get(0);
    }
  }

  Answer get(String path) {
    return call("GET", path, null, Map.of());
  }

  Answer put(String path, String body) {
    return call("PUT", path, body, Map.of());
  }

  Answer post(String path, String body) {
    return call("POST", path, body, Map.of());
  }

  Answer delete(String path) {
    return call("DELETE", path, null, Map.of());
  }

  /** Calls as admin. */
  Answer call(String method, String path, String body, Map<String, String> headers) {
    Map<String, String> all = new java.util.HashMap<>(headers);
    all.putIfAbsent("Authorization", authorization());
    HttpResponse<String> response = send(method, path, body, all);
    try {
      JsonNode json = response.body().isEmpty() ? JSON.nullNode() : JSON.readTree(response.body());
      return new Answer(response.statusCode(), json, response.headers().map());
    } catch (IOException e) {
      throw new AssertionError(method + " " + path + " answered no JSON: " + response.body(), e);
    }
  }

  HttpResponse<String> send(String method, String path, String body, Map<String, String> headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(base() + path))
            .timeout(Duration.ofSeconds(20))
            .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    if (body != null) {
      request.header("Content-Type", "application/json");
    }
    headers.forEach(request::header);
    try {
      return http.send(request.build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  HttpClient http() {
    return http;
  }

  String base() {
    return "http://127.0.0.1:" + httpPort;
  }

  static String authorization() {
    return "Basic "
        + Base64.getEncoder()
            .encodeToString(("admin:" + PASSWORD).getBytes(StandardCharsets.UTF_8));
  }

  /** Asks GraphQL and returns the whole answer, {@code data} and {@code errors}. */
  JsonNode graphql(String query) {
    return post("/graphql", JSON.createObjectNode().put("query", query).toString()).body();
  }

  InetSocketAddress nativeAddress() {
    return new InetSocketAddress("127.0.0.1", nativePort);
  }

  FairleadClient client() throws IOException {
    return FairleadClient.connect(nativeAddress());
  }

  @Override
  public void close() {
    if (process != null && process.isAlive()) {
      kill();
    }
  }
}

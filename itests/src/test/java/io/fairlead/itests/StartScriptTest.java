package io.fairlead.itests;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.fairlead.client.FairleadClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.After;
import org.junit.Before;
import org.junit.BeforeClass;
import org.junit.Test;

/**
 * The start script: what would stop a start is one sentence before anything is started, Ctrl-C and
 * SIGTERM end in order, and the instance's settings outlive the distribution.
 */
public class StartScriptTest {

  private static final Duration START = Duration.ofSeconds(90);
  private static final Path TARGET = Path.of("target").toAbsolutePath();
  private static final Path PLACE = TARGET.resolve("start-script-" + System.nanoTime());
  private static final Path DISTRIBUTION = PLACE.resolve("distribution");

  private final Path instance = PLACE.resolve("instance-" + System.nanoTime());
  private final List<Process> started = new ArrayList<>();
  private int httpPort;
  private int nativePort;

  @BeforeClass
  public static void unpack() throws Exception {
    Files.createDirectories(DISTRIBUTION);
    String archive = System.getProperty("fairlead.distribution");
    Process tar =
        new ProcessBuilder(
                "tar", "xzf", archive, "--strip-components=1", "-C", DISTRIBUTION.toString())
            .inheritIO()
            .start();
    assertTrue("unpacked in time", tar.waitFor(60, TimeUnit.SECONDS));
    assertEquals(0, tar.exitValue());
  }

  @Before
  public void ports() throws IOException {
    httpPort = freePort();
    nativePort = freePort();
    configure("org.apache.felix.http.cfg", "= 8080", "= " + httpPort);
    configure("io.fairlead.listener-native.cfg", "port = 7432", "port = " + nativePort);
  }

  @After
  public void end() throws Exception {
    for (Process process : started) {
      List<ProcessHandle> all =
          Stream.concat(process.descendants(), Stream.of(process.toHandle())).toList();
      all.forEach(ProcessHandle::destroyForcibly);
      process.waitFor();
    }
  }

  @Test
  public void anHttpPortInUseIsOneSentence() throws Exception {
    try (ServerSocket taken = new ServerSocket(httpPort, 1, InetAddress.getLoopbackAddress())) {
      refused("port " + taken.getLocalPort() + " on 127.0.0.1 is in use", "bin/fairlead", "start");
    }
  }

  @Test
  public void aNativePortInUseIsOneSentence() throws Exception {
    try (ServerSocket taken = new ServerSocket(nativePort, 1, InetAddress.getLoopbackAddress())) {
      refused("port " + taken.getLocalPort() + " on 127.0.0.1 is in use", "bin/fairlead", "run");
    }
  }

  @Test
  public void aPortWithoutTlsBeyondLoopbackIsOneSentence() throws Exception {
    configure("org.apache.felix.http.cfg", "host = 127.0.0.1", "host = 0.0.0.0");
    refused("HTTP on 0.0.0.0 is refused: it has no TLS", "bin/fairlead", "start");
    configure("org.apache.felix.http.cfg", "host = 127.0.0.1", "host 0.0.0.0");
    refused("HTTP on 0.0.0.0 is refused: it has no TLS", "bin/fairlead", "start");
  }

  @Test
  public void tooFewDescriptorsIsOneSentence() throws Exception {
    refused(
        "max_connections = 10000 needs 10512",
        "bash",
        "-c",
        "ulimit -n 4000; exec bin/fairlead start");
  }

  @Test
  public void itRunsOnceEndsInOrderAndItsSettingsOutliveTheDistribution() throws Exception {
    Process server = run();
    awaitReady(server);
    refused("a server runs on " + instance + " already", "bin/fairlead", "start");

    assertEquals("rwx------", mode(instance));
    assertEquals("rwx------", mode(instance.resolve("data")));
    assertEquals("rw-------", mode(instance.resolve("etc/io.fairlead.listener-native.cfg")));
    assertEquals("rw-------", mode(instance.resolve("data/admin-password")));

    server.destroy();
    assertTrue("SIGTERM ends it", server.waitFor(60, TimeUnit.SECONDS));
    assertEquals(output(server), 0, server.exitValue());
    assertFalse(Files.exists(instance.resolve("data/server.pid")));

    // Another distribution: its own files follow, the user's stay as they are, deleted ones too.
    Path framework = instance.resolve("etc/config.properties");
    String shipped = Files.readString(framework);
    Files.writeString(framework, shipped + "\n# of another distribution\n");
    Files.delete(instance.resolve("etc/io.fairlead.protocol.cfg"));
    String mine = Files.readString(instance.resolve("etc/io.fairlead.listener-native.cfg"));
    Files.writeString(instance.resolve("data/distribution"), "another");

    Process again = run();
    awaitReady(again);
    assertEquals(shipped, Files.readString(framework));
    assertEquals(mine, Files.readString(instance.resolve("etc/io.fairlead.listener-native.cfg")));
    assertFalse(Files.exists(instance.resolve("etc/io.fairlead.protocol.cfg")));
  }

  @Test
  public void aFirstStartThatWasKilledHalfWayStopsNoOther() throws Exception {
    Process first = run();
    Path cache = instance.resolve("data/cache");
    Await.until("bundles are being installed", START, () -> count(cache) > 10);
    List<ProcessHandle> all =
        Stream.concat(first.descendants(), Stream.of(first.toHandle())).toList();
    all.forEach(ProcessHandle::destroyForcibly);
    for (ProcessHandle handle : all) {
      handle.onExit().get(30, TimeUnit.SECONDS);
    }
    awaitReady(run());
  }

  @Test
  public void aDatabaseThatIsDownEndsNoServer() throws Exception {
    write(
        "io.fairlead.pool-orders.cfg",
        """
        driver = org.postgresql.Driver
        url = jdbc:postgresql://127.0.0.1:%d/orders
        username = orders
        """
            .formatted(freePort()));
    write(
        "io.fairlead.listener-orders.cfg",
        """
        port = %d
        identity.user = orders
        identity.database = orders
        identity.pool = orders
        """
            .formatted(freePort()));
    Process start = begin("bash", "-c", "FAIRLEAD_START_SECS=30 exec bin/fairlead start");
    assertTrue("it answers", start.waitFor(90, TimeUnit.SECONDS));
    String said = output(start);
    ProcessHandle server =
        ProcessHandle.of(
                Long.parseLong(Files.readString(instance.resolve("data/server.pid")).strip()))
            .orElseThrow();
    try {
      assertEquals(said, 0, start.exitValue());
      assertTrue(said, said.contains("a part of it is not ready"));
      assertTrue(server.isAlive());
      try (FairleadClient client =
          FairleadClient.connect(new InetSocketAddress("127.0.0.1", nativePort))) {
        assertEquals(1, client.query("SELECT 1").rows().size());
      }
    } finally {
      server.destroyForcibly();
      server.onExit().get(30, TimeUnit.SECONDS);
    }
  }

  /** With so slow a sed, which reads the settings, the signal falls into what the script tells. */
  @Test
  public void aSignalWhileItTellsWhereItListensIsNotLost() throws Exception {
    Path slow = Files.createDirectories(instance.resolve("slow")).resolve("sed");
    Files.writeString(
        slow,
        """
        #!/bin/sh
        case "$*" in *http*host*) sleep 1 ;; esac
        PATH=${PATH#*:} exec sed "$@"
        """);
    Files.setPosixFilePermissions(slow, PosixFilePermissions.fromString("rwx------"));
    Process server =
        begin("bash", "-c", "PATH=" + slow.getParent() + ":$PATH exec bin/fairlead run");
    Await.until("it tells", START, () -> output(server).contains("REST"));
    List<ProcessHandle> all = server.descendants().toList();
    server.destroy();
    assertTrue(output(server), server.waitFor(60, TimeUnit.SECONDS));
    assertEquals(output(server), 0, server.exitValue());
    assertFalse("the server has ended too", all.stream().anyMatch(ProcessHandle::isAlive));
  }

  private void refused(String reason, String... command) throws Exception {
    boolean cacheBefore = Files.exists(instance.resolve("data/cache"));
    Process process = begin(command);
    assertTrue("it answers at once", process.waitFor(60, TimeUnit.SECONDS));
    String said = output(process);
    assertEquals(said, 1, process.exitValue());
    assertEquals(said, 1, said.lines().count());
    assertTrue(said, said.startsWith("fairlead: ") && said.contains(reason));
    assertEquals("nothing was started", cacheBefore, Files.exists(instance.resolve("data/cache")));
  }

  private Process run() throws IOException {
    return begin("bin/fairlead", "run");
  }

  private Process begin(String... command) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command).directory(DISTRIBUTION.toFile());
    builder.environment().put("FAIRLEAD_HOME", instance.toString());
    builder.environment().remove("FAIRLEAD_ADMIN_PASSWORD");
    Path said = instance.resolve("said-" + started.size());
    builder.redirectErrorStream(true).redirectOutput(said.toFile());
    Process process = builder.start();
    started.add(process);
    return process;
  }

  private String output(Process process) throws IOException {
    return Files.readString(instance.resolve("said-" + started.indexOf(process)));
  }

  private void awaitReady(Process server) throws Exception {
    Await.until(
        "the server is ready",
        START,
        () -> {
          if (!server.isAlive()) {
            throw new AssertionError("ended with " + server.exitValue() + ": " + output(server));
          }
          return output(server).contains("fairlead.log\n"); // the last line
        });
    String said = output(server);
    assertTrue(said, said.contains("127.0.0.1:" + nativePort));
    assertTrue(said, said.contains("http://127.0.0.1:" + httpPort + "/api/v1"));
    assertTrue(said, said.contains(instance.resolve("data/admin-password").toString()));
    assertFalse(
        "the password itself is not shown",
        said.contains(Files.readString(instance.resolve("data/admin-password")).strip()));
  }

  private void configure(String name, String from, String to) throws IOException {
    String text = Files.readString(DISTRIBUTION.resolve("etc").resolve(name));
    assertTrue(name + " has " + from, text.contains(from));
    Files.createDirectories(instance.resolve("etc"));
    Files.writeString(instance.resolve("etc").resolve(name), text.replace(from, to));
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(instance.resolve("etc").resolve(name), text);
  }

  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  private static long count(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return 0;
    }
    try (Stream<Path> children = Files.list(folder)) {
      return children.count();
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}

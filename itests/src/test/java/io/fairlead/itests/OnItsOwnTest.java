package io.fairlead.itests;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.AssumptionViolatedException;
import org.junit.Test;

/**
 * The archive is all that is needed: it runs with an empty environment, an empty home, without a
 * Maven repository and in a network that ends at loopback.
 */
public class OnItsOwnTest {

  private static final Path PLACE =
      Path.of("target", "on-its-own-" + System.nanoTime()).toAbsolutePath();
  private static final long PATIENCE_SECS = 180;

  /** Starts it, asks it on all surfaces, ends it; every step's failure ends the script. */
  private static final String LIFE =
      """
      set -eu
      ip link set lo up
      bin/fairlead start
      bin/fairlead status
      test "$(bin/fairlead sql --format csv 'SELECT 6 * 7 AS answer' | tail -n 1 | tr -d '\\r')" = 42
      bin/fairlead shell 'fairlead:networkStatus' | grep -q healthy
      bin/fairlead stop
      """;

  /** The way to a network of one's own: as root, or else as root of one's own users. */
  private static List<String> alone() throws IOException, InterruptedException {
    for (String option : List.of("-n", "-rn")) {
      Process trial =
          new ProcessBuilder("unshare", option, "ip", "link", "set", "lo", "up").start();
      if (trial.waitFor() == 0) {
        return List.of("unshare", option);
      }
    }
    throw new AssumptionViolatedException("unshare(1) may make no network here");
  }

  @Test
  public void itRunsFromItsArchiveAlone() throws Exception {
    Path distribution = Files.createDirectories(PLACE.resolve("fairlead"));
    Server.unpack(distribution);
    Path home = Files.createDirectories(PLACE.resolve("home"));
    Path said = PLACE.resolve("said");
    String path = "/usr/sbin:/usr/bin:/sbin:/bin:" + System.getProperty("java.home") + "/bin";
    List<String> command = new ArrayList<>(List.of("env", "-i", "PATH=" + path, "HOME=" + home));
    command.addAll(alone());
    command.addAll(List.of("bash", "-c", LIFE));
    Process life =
        new ProcessBuilder(command)
            .directory(distribution.toFile())
            .redirectErrorStream(true)
            .redirectOutput(said.toFile())
            .start();
    boolean ended = life.waitFor(PATIENCE_SECS, TimeUnit.SECONDS);
    if (!ended) {
      life.descendants().forEach(ProcessHandle::destroyForcibly);
      life.destroyForcibly();
    }
    String output = Files.readString(said);
    assertTrue(output, ended);
    assertEquals(output, 0, life.exitValue());
    assertTrue(output, output.contains("127.0.0.1:7432 (listener native)"));
    assertEquals("nothing is left in the home", List.of(), children(home));
    String log = Files.readString(distribution.resolve("instance/logs/fairlead.log"));
    assertEquals(List.of(), log.lines().filter(l -> l.matches("\\S+ (WARN|ERROR) .*")).toList());
  }

  private static List<Path> children(Path folder) throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.toList();
    }
  }
}

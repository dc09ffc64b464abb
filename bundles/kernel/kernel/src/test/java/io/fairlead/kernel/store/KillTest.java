package io.fairlead.kernel.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.fairlead.kernel.config.ConfigId;
import io.fairlead.kernel.config.StoredConfig;
import java.io.BufferedReader;
import java.io.File;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/**
 * kill -9 at any moment, again and again: no change that was answered is lost, and every file is
 * whole.
 */
public class KillTest {

  private static final int KILLS = 20;

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  @Test
  public void noAnsweredChangeIsLostAndEveryFileIsWhole() throws Exception {
    Path instance = folder.getRoot().toPath();
    Files.createDirectories(instance.resolve("etc"));
    Random random = new Random(1);
    Map<String, String> answered = new HashMap<>();
    long count = 0;
    for (int kill = 0; kill < KILLS; kill++) {
      List<String> lines = writeUntilKilled(instance, count, 1 + random.nextInt(25));
      assertTrue("the writer got to work", !lines.isEmpty());
      long begun = count;
      for (String line : lines) {
        String[] parts = line.split(" ", -1);
        count = Long.parseLong(parts[0]) + 1;
        answered.put(parts[1], parts[2]);
      }
      assertTrue(count > begun);
      FileConfigStore store = KilledWriter.open(instance);
      store.start();
      assertEquals("no file that cannot be read", List.of(), store.failures());
      for (int i = 0; i < KilledWriter.CONFIGURATIONS; i++) {
        checkOne(
            store,
            KilledWriter.id(i),
            Optional.ofNullable(answered.get(KilledWriter.id(i).name())),
            count);
      }
    }
    try (Stream<Path> files = Files.walk(instance)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        assertTrue(file.toString(), file.toString().endsWith(".cfg"));
        assertEquals(
            "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
      }
    }
  }

  /** What stands there is what was answered last, or what was under way and not answered yet. */
  private static void checkOne(
      FileConfigStore store, ConfigId id, Optional<String> answered, long next) {
    Optional<StoredConfig> found = store.get(id);
    String revision = found.map(StoredConfig::revision).orElse("deleted");
    boolean asAnswered = revision.equals(answered.orElse("deleted"));
    boolean underWay =
        found.map(s -> Long.parseLong(s.settings().get("count"))).map(c -> c >= next).orElse(true)
            && id.equals(KilledWriter.id((int) (next % KilledWriter.CONFIGURATIONS)));
    // A line that says "deleted" is followed by a create of the same count.
    boolean recreated =
        answered.equals(Optional.of("deleted"))
            && found.isPresent()
            && found.get().settings().get("count").equals(String.valueOf(next - 1));
    assertTrue(
        id + ": " + revision + ", answered " + answered, asAnswered || underWay || recreated);
    store
        .lastGood(id)
        .ifPresent(good -> assertTrue(Long.parseLong(good.settings().get("count")) <= next));
  }

  private static List<String> writeUntilKilled(Path instance, long count, int lines)
      throws Exception {
    Process writer =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                KilledWriter.class.getName(),
                instance.toString(),
                String.valueOf(count))
            .redirectError(new File("/dev/null"))
            .start();
    try (BufferedReader out =
        new BufferedReader(new InputStreamReader(writer.getInputStream(), UTF_8))) {
      List<String> read = new ArrayList<>();
      String line = out.readLine();
      for (int i = 1; i < lines && line != null; i++) {
        read.add(line);
        line = out.readLine();
      }
      // By its handle: the process's own method would close the stream that is still to be read.
      writer.toHandle().destroyForcibly();
      // What it said before it died was answered too; a line cut in the middle was not.
      while (line != null) {
        if (line.matches("[0-9]+ p[0-9] (deleted|[0-9a-f]{32})")) {
          read.add(line);
        }
        line = out.readLine();
      }
      assertTrue(writer.waitFor(30, TimeUnit.SECONDS));
      return read;
    } finally {
      writer.destroyForcibly();
    }
  }
}

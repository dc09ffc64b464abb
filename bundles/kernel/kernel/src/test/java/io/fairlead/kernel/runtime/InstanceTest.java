package io.fairlead.kernel.runtime;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotSame;
import static org.junit.Assert.assertTrue;

import io.fairlead.kernel.instance.About;
import io.fairlead.kernel.instance.Instance;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Arrays;
import java.util.Dictionary;
import java.util.Map;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.osgi.framework.FrameworkUtil;

public class InstanceTest {

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  @Test
  public void theKeyIsMadeOnceAndKept() throws Exception {
    byte[] key = instance().key();
    assertEquals(32, key.length);
    assertFalse(Arrays.equals(new byte[32], key));
    Instance again = instance();
    assertArrayEquals(key, again.key());
    assertNotSame(again.key(), again.key());
    assertEquals("rw-------", permissions("data/instance.key"));
  }

  @Test
  public void aKeyCutShortIsReplacedAndTheStartGoesOn() throws Exception {
    instance();
    Files.write(root().resolve("data/instance.key"), new byte[7]);
    byte[] key = instance().key();
    assertEquals(32, key.length);
    assertArrayEquals(key, instance().key());
  }

  @Test
  public void othersSeeNothing() throws Exception {
    Files.createDirectories(
        root().resolve("etc"),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
    Instance instance = instance();
    instance.writeDurably(instance.data().resolve("sub/file"), new byte[] {1, 2});
    assertEquals("rwx------", permissions("etc"));
    assertEquals("rwx------", permissions("data"));
    assertEquals("rwx------", permissions("data/sub"));
    assertEquals("rw-------", permissions("data/sub/file"));
    assertArrayEquals(new byte[] {1, 2}, Files.readAllBytes(root().resolve("data/sub/file")));
  }

  @Test
  public void theInstanceBeganWithTheProcess() throws Exception {
    Instant started = instance().startedAt();
    assertEquals(started, instance().startedAt());
    assertFalse(started.isAfter(Instant.now()));
  }

  @Test
  public void whatRunsHereIsWhatTheBuildWrote() throws Exception {
    Instance instance = instance();
    Dictionary<String, String> headers =
        FrameworkUtil.asDictionary(
            Map.of(
                "Fairlead-Version", "0.1.0-SNAPSHOT",
                "Fairlead-Commit", "0123456789ab",
                "Fairlead-Built-At", "2024-06-11T10:00:00Z"));
    About about =
        new AboutComponent(headers, instance, () -> instance.startedAt().plusSeconds(5)).about();
    assertEquals("0.1.0-SNAPSHOT", about.version());
    assertEquals("0123456789ab", about.commit());
    assertEquals("2024-06-11T10:00:00Z", about.builtAt());
    assertEquals(5, about.uptimeSecs());
    assertEquals("UTC", about.timeZone());
  }

  @Test
  public void aTreeWithoutGitHasNoCommit() throws Exception {
    Dictionary<String, String> headers =
        FrameworkUtil.asDictionary(Map.of("Fairlead-Commit", "fatal: not a git repository"));
    About about = new AboutComponent(headers, instance(), Instant::now).about();
    assertEquals("unknown", about.commit());
    assertEquals("unknown", about.version());
    assertTrue(about.java(), about.java().contains(System.getProperty("java.runtime.version")));
  }

  private Instance instance() throws Exception {
    return new InstanceComponent(root().resolve("etc"), root().resolve("data"));
  }

  private Path root() {
    return folder.getRoot().toPath();
  }

  private String permissions(String file) throws Exception {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(root().resolve(file)));
  }
}

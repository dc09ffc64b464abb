package io.fairlead.kernel.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertSame;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.fairlead.kernel.TestFramework;
import io.fairlead.kernel.audit.AuditEntry;
import io.fairlead.kernel.plugin.RejectionSource.Rejection;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.RuleChain;
import org.junit.rules.TemporaryFolder;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.startlevel.BundleStartLevel;

public class DeployFolderTest {

  private final TemporaryFolder folder = new TemporaryFolder();
  private final TestFramework osgi = new TestFramework(folder);
  @Rule public final RuleChain rules = RuleChain.outerRule(folder).around(osgi);

  private static final String SHA256_OF_ONE =
      "7692c3ad3540bb803c020b3aee66cd8887123234ea0c6e7143c0add73ff431ed";

  private final List<AuditEntry> told = new ArrayList<>();
  private Path deploy;
  private DeployFolder watched;

  @Before
  public void make() throws IOException {
    deploy = folder.newFolder("deploy").toPath();
    watched = watch();
  }

  /** As after a start: all that it knows is what it has written. */
  private DeployFolder watch() {
    return new DeployFolder(
        osgi.context(),
        deploy,
        new DeployJournal(
            deploy,
            new DeployMemory(
                folder.getRoot().toPath().resolve("deployed"), DeployFolderTest::write),
            told::add,
            new ReplacedBundles(osgi.context())));
  }

  private static void write(Path file, byte[] content) {
    try {
      Files.write(file, content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<String> told() {
    List<String> result =
        told.stream().map(e -> e.surface() + " " + e.operation() + " " + e.target()).toList();
    told.clear();
    return result;
  }

  @Test
  public void whatIsPutThereChangedAndTakenAwayIsAuditedOnce() throws Exception {
    Path file = deploy.resolve("a=b c.txt");
    Files.writeString(file, "one");
    looks();
    assertEquals(Map.of("size", "3", "sha256", SHA256_OF_ONE), told.get(0).after());
    assertEquals(List.of("file changeFile deploy/a=b c.txt"), told());
    Files.setLastModifiedTime(file, FileTime.fromMillis(1_000));
    looks();
    assertEquals("a touch changes nothing", List.of(), told());
    Files.writeString(file, "three");
    looks();
    assertEquals("3", told.get(0).before().get("size"));
    assertEquals("5", told.get(0).after().get("size"));
    assertEquals(List.of("file changeFile deploy/a=b c.txt"), told());
    watched = watch();
    looks();
    assertEquals("a start changes nothing", List.of(), told());
    Files.delete(file);
    Files.writeString(deploy.resolve("b.txt"), "while nothing runs");
    watched = watch();
    looks();
    assertEquals(
        Set.of("file deleteFile deploy/a=b c.txt", "file changeFile deploy/b.txt"),
        Set.copyOf(told()));
    looks();
    assertEquals(List.of(), told());
  }

  @Test
  public void aMemoryThatIsNoneIsSaidAndWrittenAnew() throws Exception {
    Files.writeString(folder.getRoot().toPath().resolve("deployed"), "a.jar=x y");
    assertThrows(IOException.class, watched::look);
    Files.writeString(deploy.resolve("a.txt"), "one");
    looks();
    assertEquals(List.of("file changeFile deploy/a.txt"), told());
    watched = watch();
    looks();
    assertEquals(List.of(), told());
  }

  /** Of the same content as a file, elsewhere. */
  private Path shipped(Path file) throws IOException {
    return Files.copy(
        file, folder.newFile("shipped.jar").toPath(), StandardCopyOption.REPLACE_EXISTING);
  }

  @Test
  public void whatCannotBeReadIsToldAllTheSame() throws Exception {
    DeployJournal journal =
        new DeployJournal(
            deploy,
            new DeployMemory(folder.getRoot().toPath().resolve("another"), DeployFolderTest::write),
            told::add,
            new ReplacedBundles(osgi.context()));
    journal.begin();
    journal.lies(folder.newFolder("no-file").toPath(), 1, 2, null, false);
    assertEquals("unreadable", told.get(0).after().get("sha256"));
  }

  @Test
  public void aMemoryThatCannotBeWrittenHidesNoRejection() throws Exception {
    watched =
        new DeployFolder(
            osgi.context(),
            deploy,
            new DeployJournal(
                deploy,
                new DeployMemory(
                    folder.getRoot().toPath().resolve("no-such-folder/deployed"),
                    DeployFolderTest::write),
                told::add,
                new ReplacedBundles(osgi.context())));
    Files.writeString(deploy.resolve("e.txt"), "what is this");
    watched.look();
    for (int i = 0; i < 5; i++) {
      assertThrows(UncheckedIOException.class, watched::look);
    }
    assertEquals("deploy/e.txt", watched.rejections().get(0).what());
  }

  @Test
  public void whatAFileReplacedComesBackWhenTheFileGoes() throws Exception {
    Path file = jar("guest.jar", "com.example.guest", null);
    Path shipped = shipped(file);
    String location = shipped.toUri().toString();
    Bundle bundle = osgi.context().installBundle(location);
    bundle.adapt(BundleStartLevel.class).setStartLevel(7);
    looks();
    Files.delete(file);
    looks();
    assertSame("it is awaited until it is uninstalled", bundle, osgi.context().getBundle(location));
    bundle.uninstall();
    looks();
    Bundle back = osgi.context().getBundle(location);
    assertEquals(7, back.adapt(BundleStartLevel.class).getStartLevel());
    assertTrue(back.adapt(BundleStartLevel.class).isPersistentlyStarted());
    back.uninstall();
    looks();
    assertNull("whoever uninstalls it later means it", osgi.context().getBundle(location));
  }

  @Test
  public void whatHasBecomeABundleOfItsOwnGivesNothingBack() throws Exception {
    Path file = jar("guest.jar", "com.example.guest", null);
    Path shipped = shipped(file);
    Bundle former = osgi.context().installBundle(shipped.toUri().toString());
    looks();
    former.uninstall();
    Bundle own = osgi.context().installBundle(file.toFile().toURI().toString());
    looks();
    Files.delete(file);
    own.uninstall();
    looks();
    assertNull(osgi.context().getBundle(shipped.toUri().toString()));
  }

  @Test
  public void whatAFileReplacedThatWentWhileNothingRanIsAsShippedAgain() throws Exception {
    Path file = jar("guest.jar", "com.example.guest", null);
    Path shipped = shipped(file);
    Bundle bundle = osgi.context().installBundle(shipped.toUri().toString());
    looks();
    long replaced = bundle.getLastModified();
    Files.delete(file);
    watched = watch();
    while (System.currentTimeMillis() <= replaced) {
      Thread.onSpinWait();
    }
    looks();
    assertTrue("it was updated from its origin", bundle.getLastModified() > replaced);
    assertEquals(Bundle.INSTALLED, bundle.getState());
  }

  @Test
  public void whatNobodyCouldTakeIsToldOnceForEachChange() throws Exception {
    Files.writeString(deploy.resolve("a.xml"), "<features>\n<feature></features>");
    Files.writeString(deploy.resolve("b.xml"), "<beans/>");
    Files.writeString(deploy.resolve("c.jar"), "no jar");
    jar("d.jar", null, null);
    Files.writeString(deploy.resolve("e.txt"), "what is this");
    Files.writeString(deploy.resolve("f.cfg"), "others say it");
    Files.writeString(deploy.resolve(".g.jar"), "a draft");
    String log = looks();
    List<String> reasons =
        watched.rejections().stream().map(each -> each.what() + ": " + each.reason()).toList();
    assertEquals(5, reasons.size());
    assertTrue(reasons.get(0), reasons.get(0).startsWith("deploy/a.xml: not XML: line 2, column"));
    assertEquals(
        "deploy/b.xml: not features: its element is <beans> (expected: <features>)",
        reasons.get(1));
    assertTrue(reasons.get(2), reasons.get(2).startsWith("deploy/c.jar: not a readable jar: "));
    assertEquals(
        "deploy/d.jar: a jar that is no bundle: its manifest has no Bundle-SymbolicName",
        reasons.get(3));
    assertTrue(reasons.get(4), reasons.get(4).startsWith("deploy/e.txt: nobody takes"));
    assertEquals(log, 5, log.lines().count());

    Files.writeString(deploy.resolve("c.jar"), "no jar either");
    assertEquals("once more for the one that changed", 1, looks().lines().count());
    Files.delete(deploy.resolve("c.jar"));
    assertEquals("", looks());
    assertEquals(4, watched.rejections().size());
  }

  @Test
  public void aBundleThatLacksSomethingIsToldWithWhatItLacks() throws Exception {
    Path file = jar("guest.jar", "com.example.guest", "com.example.nowhere");
    Bundle bundle = osgi.context().installBundle(file.toFile().toURI().toString());
    looks();
    assertEquals(
        List.of(
            new Rejection(
                "com.example.guest",
                "deploy/guest.jar",
                "does not resolve: nobody offers the package"
                    + " (osgi.wiring.package=com.example.nowhere)")),
        watched.rejections());
    bundle.uninstall();
    Files.delete(file);
    looks();
    assertEquals(List.of(), watched.rejections());
  }

  @Test
  public void aBundleThatDoesNotStartIsToldWithTheReasonUnlessItWasStopped() throws Exception {
    Path file = jar("guest.jar", "com.example.guest", null, "com.example.NoSuchActivator");
    Bundle bundle = osgi.context().installBundle(file.toFile().toURI().toString());
    assertThrows(BundleException.class, bundle::start);
    String log = looks();
    assertEquals(log, 1, log.lines().count());
    String reason = watched.rejections().get(0).reason();
    assertTrue(reason, reason.startsWith("does not start: "));
    assertTrue(reason, reason.contains("com.example.NoSuchActivator"));
    bundle.stop();
    looks();
    assertEquals(List.of(), watched.rejections());
  }

  @Test
  public void whatHasBecomeABundleThatRunsIsNotTold() throws Exception {
    Path file = jar("guest.jar", "com.example.guest", null);
    osgi.context().installBundle(file.toFile().toURI().toString()).start();
    assertEquals("", looks());
    assertEquals(List.of(), watched.rejections());
  }

  @Test
  public void aBundleFromElsewhereThatAFileUpdatesIsNotTold() throws Exception {
    Path file = jar("guest.jar", "com.example.guest;singleton:=true", null);
    try (InputStream shipped = Files.newInputStream(file)) {
      osgi.context().installBundle("mvn:com.example/guest/1.0", shipped).start();
    }
    assertEquals("", looks());
    assertEquals(List.of(), watched.rejections());
    jar("other.jar", "com.example.other", null);
    looks();
    assertEquals("deploy/other.jar", watched.rejections().get(0).what());
  }

  @Test
  public void aFileWhoseContentBecameAnothersBundleIsToldAndWhatRunsInstead() throws Exception {
    Path file = jar("guest.jar", "com.example.guest", null);
    osgi.context().installBundle(file.toFile().toURI().toString()).start();
    Path other = jar("other.jar", "com.example.other", null);
    try (InputStream shipped = Files.newInputStream(other)) {
      osgi.context().installBundle("mvn:com.example/other/1.0", shipped).start();
    }
    Files.move(other, file, StandardCopyOption.REPLACE_EXISTING);
    looks();
    assertEquals(
        List.of(
            new Rejection(
                "com.example.guest",
                "deploy/guest.jar",
                "com.example.other 0.0.0 was not taken, it is installed from"
                    + " mvn:com.example/other/1.0; what runs is the file's former content,"
                    + " com.example.guest 0.0.0")),
        watched.rejections());
  }

  @Test
  public void featuresThatWereTakenAreNotTold() throws Exception {
    Path file = deploy.resolve("guest.xml");
    Files.writeString(file, "<features/>");
    Path bundle = jar("guest.jar", "com.example.guest", null);
    try (InputStream taken = Files.newInputStream(bundle)) {
      osgi.context().installBundle("feature:" + file.toFile().toURI(), taken).start();
    }
    Files.delete(bundle);
    assertEquals("", looks());
    assertEquals(List.of(), watched.rejections());
  }

  @Test
  public void aBundleThatIsStoppedForAMomentIsLeftToWhoStoppedIt() throws Exception {
    Path file = jar("guest.jar", "com.example.guest", null);
    Bundle bundle = osgi.context().installBundle(file.toFile().toURI().toString());
    bundle.start();
    assertEquals("", looks());
    bundle.stop(Bundle.STOP_TRANSIENT);
    watched.look();
    watched.look();
    assertEquals(Bundle.RESOLVED, bundle.getState());
    bundle.start();
    assertEquals("", looks());
  }

  @Test
  public void aBundleWhoseStartLevelIsToComeIsAwaited() throws Exception {
    Path file = jar("guest.jar", "com.example.guest", null);
    Bundle bundle = osgi.context().installBundle(file.toFile().toURI().toString());
    bundle.adapt(BundleStartLevel.class).setStartLevel(90);
    bundle.start();
    assertEquals("", looks());
    assertEquals(Bundle.INSTALLED, bundle.getState());
    assertEquals(List.of(), watched.rejections());
  }

  @Test
  public void filesBeyondTheMostAreNotLookedAt() throws Exception {
    for (int i = 0; i < 120; i++) {
      Files.writeString(deploy.resolve(i + ".txt"), "");
    }
    looks();
    assertTrue(watched.rejections().size() <= 100);
  }

  @Test
  public void aFolderThatIsNotThereHoldsNothing() throws Exception {
    Files.delete(deploy);
    assertEquals("", looks());
  }

  private Path jar(String file, String name, String imports) throws IOException {
    return jar(file, name, imports, null);
  }

  private Path jar(String file, String name, String imports, String activator) throws IOException {
    Manifest manifest = new Manifest();
    Attributes headers = manifest.getMainAttributes();
    headers.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    if (name != null) {
      headers.putValue(Constants.BUNDLE_MANIFESTVERSION, "2");
      headers.putValue(Constants.BUNDLE_SYMBOLICNAME, name);
    }
    if (imports != null) {
      headers.putValue(Constants.IMPORT_PACKAGE, imports);
    }
    if (activator != null) {
      headers.putValue(Constants.BUNDLE_ACTIVATOR, activator);
    }
    Path jar = deploy.resolve(file);
    try (OutputStream out = Files.newOutputStream(jar)) {
      new JarOutputStream(out, manifest).close();
    }
    return jar;
  }

  /** Looks often enough for everything to be told, and often enough for it to be told again. */
  private String looks() throws IOException {
    PrintStream before = System.err;
    ByteArrayOutputStream log = new ByteArrayOutputStream();
    System.setErr(new PrintStream(log, true, UTF_8));
    try {
      for (int i = 0; i < 10; i++) {
        watched.look();
      }
    } finally {
      System.setErr(before);
    }
    return log.toString(UTF_8);
  }
}

package io.fairlead.itests;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.fairlead.itests.swap.Framework;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.AfterClass;
import org.junit.Before;
import org.junit.BeforeClass;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.osgi.framework.BundleEvent;

/** What is put into {@code deploy/} comes, and goes with its file; no other bundle moves. */
public class DeployFolderTest extends WithServer {

  private static final Duration SOON = Duration.ofSeconds(30);
  private static final String GUEST = "com.example.guest";
  private static final String OPENAPI = "io.fairlead.openapi";
  private static final String USER_OF_OPTIONAL_PACKAGES = "io.netty.common";

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private static Framework framework;

  private List<String> before;

  @BeforeClass
  public static void reachFramework() throws IOException {
    framework = Framework.of(server.instance);
  }

  @AfterClass
  public static void leaveFramework() throws IOException {
    framework.close();
  }

  @Before
  public void look() {
    before = framework.bundles();
    framework.events();
  }

  private static byte[] guest(String exports) throws IOException {
    Manifest manifest = Framework.manifest(GUEST);
    if (!exports.isEmpty()) {
      manifest.getMainAttributes().putValue("Export-Package", exports);
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    new JarOutputStream(bytes, manifest).close();
    return bytes.toByteArray();
  }

  @Test
  public void aJarThatExportsWhatOthersImportOptionallyRestartsNobody() throws Exception {
    String exports = framework.lacking(USER_OF_OPTIONAL_PACKAGES);
    assertTrue("packages that it lacks: " + exports, exports.contains("."));
    Framework.deploy(server.instance, "guest.jar", guest(exports));
    awaitGuest("active");
    Files.delete(server.instance.resolve("deploy/guest.jar"));
    awaitNoGuest();
    nobodyElseMoved();
  }

  @Test
  public void aFileOfFeaturesComesAndGoes() throws Exception {
    Path jar = folder.newFile("guest.jar").toPath();
    Files.write(jar, guest(""));
    String features =
        """
        <features name="guest" xmlns="http://karaf.apache.org/xmlns/features/v1.6.0">
          <feature name="guest" version="1.0.0" install="auto"><bundle>%s</bundle></feature>
        </features>
        """
            .formatted(jar.toUri());
    Framework.deploy(server.instance, "guest.xml", features.getBytes(StandardCharsets.UTF_8));
    awaitGuest("active");
    Framework.deploy(server.instance, "torn.jar", "no jar".getBytes(StandardCharsets.UTF_8));
    Await.until("the later one is told", SOON, () -> rejected().containsKey("deploy/torn.jar"));
    assertEquals("and it alone", Set.of("deploy/torn.jar"), rejected().keySet());
    Files.delete(server.instance.resolve("deploy/torn.jar"));
    Files.delete(server.instance.resolve("deploy/guest.xml"));
    awaitNoGuest();
    nobodyElseMoved();
  }

  /** A patched bundle of the product, and the way back. */
  @Test
  public void aFileThatReplacedAShippedBundleGivesItBack() throws Exception {
    String shipped =
        "io/fairlead/fairlead-openapi/0.1.0-SNAPSHOT/fairlead-openapi-0.1.0-SNAPSHOT.jar";
    byte[] jar = Files.readAllBytes(server.distribution().resolve("system").resolve(shipped));
    Framework.deploy(server.instance, "openapi.jar", jar);
    Await.until(
        "it is updated",
        SOON,
        () -> framework.events().contains(BundleEvent.UPDATED + " " + OPENAPI));
    Await.until("that is audited", SOON, () -> audited("changeFile") == 1);
    Await.until("it serves", SOON, () -> server.get("/api-docs/openapi.json").status() == 200);
    Files.delete(server.instance.resolve("deploy/openapi.jar"));
    Await.until("that is audited", SOON, () -> audited("deleteFile") == 1);
    Await.until(
        "it is installed",
        SOON,
        () -> framework.events().contains(BundleEvent.INSTALLED + " " + OPENAPI));
    Await.until(
        "what was shipped serves",
        SOON,
        () -> server.get("/api-docs/openapi.json").status() == 200);
    assertEquals(200, server.get("/health/ready").status());
  }

  /** A locator of HK2's looks into bundles that are just being updated, and fails now and then. */
  @Test
  public void manyUpdatesInPlaceAreNoErrorsInTheLog() throws Exception {
    Path file = server.instance.resolve("logs/fairlead.log");
    int before = Files.readString(file).length();
    for (int i = 0; i < 20; i++) {
      framework.update(OPENAPI);
      Await.until("it serves", SOON, () -> server.get("/api-docs/openapi.json").status() == 200);
    }
    String log = Files.readString(file).substring(before);
    assertFalse(log, log.contains("Error during dispatch"));
    assertFalse(log, log.contains("FrameworkEvent ERROR"));
  }

  private static long audited(String operation) {
    long count = 0;
    for (var each :
        server.get("/api/v1/audit?page_size=100&operation=" + operation).body().get("data")) {
      if (each.get("target").asText().equals("deploy/openapi.jar")) {
        assertEquals("file", each.get("surface").asText());
        count++;
      }
    }
    return count;
  }

  @Test
  public void whatCannotBeTakenIsToldOnceWithItsReason() throws Exception {
    Manifest lacking = Framework.manifest(GUEST);
    lacking.getMainAttributes().putValue("Import-Package", "com.example.nowhere");
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    new JarOutputStream(bytes, lacking).close();
    Map<String, byte[]> files =
        Map.of(
            "lacking.jar", bytes.toByteArray(),
            "torn.jar", "no jar".getBytes(StandardCharsets.UTF_8),
            "torn.xml", "<features><feature>".getBytes(StandardCharsets.UTF_8));
    for (Map.Entry<String, byte[]> each : files.entrySet()) {
      Framework.deploy(server.instance, each.getKey(), each.getValue());
    }
    Await.until("each is told", SOON, () -> rejected().size() == files.size());
    assertTrue(rejected().get("deploy/lacking.jar").contains("com.example.nowhere"));
    assertTrue(rejected().get("deploy/torn.jar").startsWith("not a readable jar"));
    assertTrue(rejected().get("deploy/torn.xml").startsWith("not XML: line 1"));
    List<String> log = Files.readAllLines(server.instance.resolve("logs/fairlead.log"));
    for (String each : files.keySet()) {
      assertEquals(each, 1, log.stream().filter(line -> line.contains(each)).count());
      Files.delete(server.instance.resolve("deploy").resolve(each));
    }
    Await.until("none is left", SOON, () -> rejected().isEmpty());
    awaitNoGuest();
  }

  private static Map<String, String> rejected() {
    Map<String, String> result = new TreeMap<>();
    for (var each : server.get("/api/v1/plugins").body().get("rejected")) {
      if (each.get("what").asText().startsWith("deploy/")) {
        result.put(each.get("what").asText(), each.get("reason").asText());
      }
    }
    return result;
  }

  private static void awaitGuest(String state) {
    Await.until("it is " + state, SOON, DeployFolderTest::guestState, state::equals);
  }

  private static void awaitNoGuest() {
    Await.until("it is gone", SOON, DeployFolderTest::guestState, "none"::equals);
  }

  private static String guestState() {
    for (var each : server.get("/api/v1/plugins").body().get("bundles")) {
      if (each.get("name").asText().equals(GUEST)) {
        return each.get("state").asText();
      }
    }
    return "none";
  }

  /** A file of features is a bundle of its own name beside those that it brings. */
  private void nobodyElseMoved() {
    List<String> events = framework.events();
    assertFalse(events.isEmpty());
    List<String> others =
        events.stream().filter(e -> !e.endsWith(" " + GUEST) && !e.endsWith(" guest.xml")).toList();
    assertEquals(List.of(), others);
    assertEquals(before, framework.bundles());
  }
}

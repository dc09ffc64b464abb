package io.fairlead.kernel.config;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.fairlead.kernel.error.Invalid;
import io.fairlead.kernel.settings.Rules;
import io.fairlead.kernel.settings.Setting;
import io.fairlead.kernel.settings.SettingsSchema;
import io.fairlead.kernel.store.Announcer;
import io.fairlead.kernel.store.CrashingFiles;
import io.fairlead.kernel.store.CrashingFiles.Aftermath;
import io.fairlead.kernel.store.FileConfigStore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Dictionary;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.Test;
import org.osgi.framework.FrameworkUtil;

public class ConfiguredResourcesTest {

  private static final String PID = "io.fairlead.pool";
  private static final SettingsSchema SCHEMA =
      new SettingsSchema(
          List.of(
              Setting.hot("max", Setting.Type.INTEGER, null, Rules.atLeast(1), "")
                  .formerly("most")),
          List.of());
  private static final ConfigId MAIN = ConfigId.of(PID, "main");
  private static final Path FILE = Path.of("/etc/io.fairlead.pool-main.cfg");
  private static final Dictionary<String, ?> WHATEVER =
      FrameworkUtil.asDictionary(Map.of("max", "77"));

  private final CrashingFiles files = new CrashingFiles();
  private final ConfigStore store = open(files);
  private final Pools pools = new Pools(store);

  @Test
  public void theSettingsAreThoseOfTheFile() {
    byHand("max = 5\n");
    pools.updated("io.fairlead.pool~main", WHATEVER);
    byHand("max = 6\n");
    pools.updated("io.fairlead.pool~main", WHATEVER);
    assertEquals(List.of("create main {max=5}", "update main {max=6}"), pools.calls);
    assertTrue(store.state(MAIN).orElseThrow().applied());
  }

  @Test
  public void equalSettingsCallNobodyAndAreAcknowledged() {
    byHand("max = 5\n");
    pools.updated("io.fairlead.pool~main", WHATEVER);
    byHand("# a comment\nmax=5\n");
    pools.updated("io.fairlead.pool~main", FrameworkUtil.asDictionary(Map.of("max", "5")));
    assertEquals(List.of("create main {max=5}"), pools.calls);
    assertTrue(store.state(MAIN).orElseThrow().applied());
  }

  @Test
  public void nonsenseIsRefusedAndTheResourceGoesOn() {
    byHand("max = 5\n");
    pools.updated("io.fairlead.pool~main", WHATEVER);
    byHand("max = 0\n");
    pools.updated("io.fairlead.pool~main", WHATEVER);
    assertEquals(List.of("create main {max=5}"), pools.calls);
    ConfigState state = store.state(MAIN).orElseThrow();
    assertEquals(Optional.of("max: 0 (expected: >= 1)"), state.failure());
    assertEquals(Optional.of(store.revision(MAIN, Map.of("max", "5"))), state.appliedRevision());
  }

  @Test
  public void aStartWithNonsenseUsesTheLastGoodSettingsAndSaysSo() {
    byHand("max = 5\n");
    pools.updated("io.fairlead.pool~main", WHATEVER);
    for (String nonsense : new String[] {"max = 0\n", "\u0000\u0001", "max = \\uZZZZ\n"}) {
      byHand(nonsense);
      ConfigStore restarted = open(files.after(Aftermath.ALL_IS_KEPT));
      Pools again = new Pools(restarted);
      again.updated("io.fairlead.pool~main", WHATEVER);
      assertEquals(List.of("create main {max=5}"), again.calls);
      ConfigState state = restarted.state(MAIN).orElseThrow();
      assertTrue(state.failure().isPresent());
      assertEquals(Optional.of(store.revision(MAIN, Map.of("max", "5"))), state.appliedRevision());
    }
  }

  @Test
  public void nonsenseWithoutALastGoodIsNoResource() {
    byHand("max = 0\n");
    pools.updated("io.fairlead.pool~main", WHATEVER);
    assertEquals(List.of(), pools.calls);
    assertEquals(Optional.empty(), store.state(MAIN).orElseThrow().appliedRevision());
    byHand("max = 1\n");
    pools.updated("io.fairlead.pool~main", WHATEVER);
    assertEquals(List.of("create main {max=1}"), pools.calls);
    assertEquals(Optional.empty(), store.state(MAIN).orElseThrow().failure());
  }

  @Test
  public void whatWasRefusedIsOfferedAgainAndNothingElse() {
    byHand("max = 0\n");
    pools.updated("io.fairlead.pool~main", WHATEVER);
    pools.offerRefused();
    assertEquals(List.of(), pools.calls);
    assertEquals(Map.of("main", "max: 0 (expected: >= 1)"), pools.refusals());
    pools.smallest = 0;
    pools.offerRefused();
    pools.offerRefused();
    assertEquals(List.of("create main {max=0}"), pools.calls);
    assertTrue(store.state(MAIN).orElseThrow().applied());
    assertEquals(Map.of(), pools.refusals());
  }

  @Test
  public void whatWasRefusedAndIsGoneIsNotOffered() {
    byHand("max = 0\n");
    pools.updated("io.fairlead.pool~main", WHATEVER);
    files.removeByHand(FILE);
    pools.smallest = 0;
    pools.offerRefused();
    assertEquals(List.of(), pools.calls);
    pools.deleted("io.fairlead.pool~main");
    assertEquals(Map.of(), pools.refusals());
  }

  @Test
  public void aResourceEndsWithItsFileAndNotBefore() {
    byHand("max = 5\n");
    pools.updated("io.fairlead.pool~main", WHATEVER);
    pools.deleted("io.fairlead.pool~main");
    byHand("\u0000");
    pools.deleted("io.fairlead.pool~main");
    assertEquals(List.of("create main {max=5}"), pools.calls);
    files.removeByHand(FILE);
    pools.deleted("io.fairlead.pool~main");
    pools.deleted("io.fairlead.pool~main");
    pools.deleted("io.fairlead.pool~other");
    assertEquals(List.of("create main {max=5}", "delete main"), pools.calls);
  }

  @Test
  public void aConfigurationWithoutAFileHasItsSettingsFromConfigurationAdmin() {
    Dictionary<String, ?> dictionary =
        FrameworkUtil.asDictionary(
            Map.of("max", 5, "service.pid", "x", "felix.fileinstall.filename", "y"));
    pools.updated("io.fairlead.pool~main", dictionary);
    assertEquals(List.of("create main {max=5}"), pools.calls);
  }

  @Test
  public void whatCannotBeAResourceIsNone() {
    pools.updated("io.fairlead.pool~Not-A-Name", WHATEVER);
    pools.updated("io.fairlead.pool.1f2e3d", WHATEVER);
    pools.deleted("io.fairlead.pool~Not-A-Name");
    assertEquals(List.of(), pools.calls);
  }

  @Test
  public void aBugInAnOwnerIsARefusalToo() {
    byHand("max = bug\n");
    pools.updated("io.fairlead.pool~main", WHATEVER);
    assertEquals(
        Optional.of("UnsupportedOperationException: bug"),
        store.state(MAIN).orElseThrow().failure());
  }

  @Test
  public void aSingletonRunsOnDefaultsUntilThereIsAFile() {
    List<String> calls = new ArrayList<>();
    ConfigId id = ConfigId.singleton("io.fairlead.protocol");
    ConfiguredSingleton protocol =
        new ConfiguredSingleton(store, "io.fairlead.protocol", SCHEMA) {
          @Override
          protected void apply(Map<String, String> settings) {
            checkMax(settings);
            calls.add(new TreeMap<>(settings).toString());
          }
        };
    protocol.updated(null);
    store.put(id, Map.of("max", "2"), Optional.empty());
    protocol.updated(WHATEVER);
    store.put(id, Map.of("max", "0"), Optional.empty());
    protocol.updated(WHATEVER);
    assertEquals(List.of("{}", "{max=2}"), calls);
    assertEquals(Optional.of("max: 0 (expected: >= 1)"), store.state(id).orElseThrow().failure());
    store.delete(id, Optional.empty());
    protocol.updated(null);
    assertEquals(List.of("{}", "{max=2}", "{}"), calls);
  }

  private void byHand(String content) {
    files.putByHand(FILE, content.getBytes(ISO_8859_1));
  }

  private static ConfigStore open(CrashingFiles files) {
    Announcer nobody =
        new Announcer() {
          @Override
          public void changed(ConfigId id, Map<String, String> settings, Path file) {}

          @Override
          public void deleted(ConfigId id) {}
        };
    return new FileConfigStore(
        Path.of("/etc"), Path.of("/good"), files, new byte[32], n -> null, nobody, entry -> {});
  }

  private static void checkMax(Map<String, String> settings) {
    if ("bug".equals(settings.get("max"))) {
      throw new UnsupportedOperationException("bug");
    }
    if ("0".equals(settings.get("max"))) {
      throw new Invalid("max", "0", ">= 1");
    }
  }

  private static final class Pools extends ConfiguredResources {
    final List<String> calls = new ArrayList<>();
    int smallest = 1;

    Pools(ConfigStore store) {
      super(store, PID, SCHEMA);
    }

    @Override
    protected void create(String name, Map<String, String> settings) {
      if (smallest > 0) {
        checkMax(settings);
      }
      calls.add("create " + name + " " + new TreeMap<>(settings));
    }

    @Override
    protected void update(String name, Map<String, String> settings) {
      checkMax(settings);
      calls.add("update " + name + " " + new TreeMap<>(settings));
    }

    @Override
    protected void delete(String name) {
      calls.add("delete " + name);
    }
  }
}

package io.fairlead.kernel.store;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.fairlead.kernel.access.Caller;
import io.fairlead.kernel.audit.Audit;
import io.fairlead.kernel.audit.AuditEntry;
import io.fairlead.kernel.config.ConfigId;
import io.fairlead.kernel.error.Stale;
import io.fairlead.kernel.settings.Setting;
import io.fairlead.kernel.settings.Setting.Rule;
import io.fairlead.kernel.settings.Setting.Type;
import io.fairlead.kernel.settings.SettingsSchema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.Before;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Whatever changes settings, and whoever, leaves a record; and no secret does. */
public class SettingsAuditTest {

  private static final ConfigId ORDERS = ConfigId.of("io.fairlead.pool", "orders");
  private static final Caller EVE = new Caller("eve", Set.of("admin"), "192.0.2.7");
  private static final SettingsSchema SCHEMA =
      new SettingsSchema(
          List.of(
              Setting.hot("max", Type.INTEGER, "10", Rule.ANY, "most"),
              Setting.hot("sql", Type.TEXT, null, Rule.ANY, "run at first"),
              Setting.hot("password", Type.TEXT, null, Rule.ANY, "secret").asSecret(),
              Setting.hot("properties", Type.MAP, null, Rule.ANY, "driver's")),
          List.of());

  @org.junit.Rule public final TemporaryFolder folder = new TemporaryFolder();

  private final List<AuditEntry> audited = new ArrayList<>();
  private final Audit audit = audited::add;
  private FileConfigStore store;

  @Before
  public void open() {
    store = opened();
  }

  @Test
  public void anActSaysWhoAndTheStoreWhatWasThereBeforeAndAfter() {
    audit.audited(EVE, "rest", "createPool", "", () -> store.create(ORDERS, Map.of("max", "5")));
    AuditEntry made = only();
    assertEquals("eve", made.user());
    assertEquals("192.0.2.7", made.address());
    assertEquals("rest", made.surface());
    assertEquals("createPool", made.operation());
    assertEquals("orders", made.target());
    assertNull(made.before());
    assertEquals(Map.of("max", "5"), made.after());
    assertEquals(AuditEntry.OK, made.outcome());
    audited.clear();
    audit.audited(
        EVE, "shell", "updatePoolConfig", "orders", () -> store.put(ORDERS, Map.of(), any()));
    assertEquals(Map.of("max", "5"), only().before());
    assertEquals("the default holds", Map.of("max", "10"), only().after());
    audited.clear();
    try (var act = audit.begin(EVE, "graphql", "deletePool", "orders")) {
      store.delete(ORDERS, any());
      act.done();
    }
    assertEquals(Map.of(), only().before());
    assertNull(only().after());
  }

  @Test
  public void theRecordIsThereBeforeAnybodyTakesTheSettingsUp() {
    List<String> order = new ArrayList<>();
    FileConfigStore noted =
        new FileConfigStore(
            etc(),
            root().resolve("good"),
            new LocalFiles(),
            new byte[32],
            n -> null,
            new Announcer() {
              @Override
              public void changed(ConfigId id, Map<String, String> settings, Path file) {
                order.add("announced");
              }

              @Override
              public void deleted(ConfigId id) {
                order.add("deleted");
              }
            },
            entry -> order.add("audited"));
    noted.create(ORDERS, Map.of());
    noted.delete(ORDERS, any());
    assertEquals(List.of("audited", "announced", "audited", "deleted"), order);
  }

  @Test
  public void whatIsSecretOrUndeclaredIsMaskedAndItsChangeIsSeen() {
    store.create(
        ORDERS, Map.of("password", "s3cret-1", "properties.token", "s3cret-2", "passwort", "x3"));
    store.put(
        ORDERS,
        Map.of("password", "s3cret-4", "properties.token", "s3cret-2", "passwort", "x3"),
        any());
    assertEquals(
        Map.of("password", "***", "properties.token", "***", "passwort", "***"),
        audited.get(0).after());
    assertEquals(Map.of("password", "***"), audited.get(1).before());
    assertEquals(Map.of("password", "***"), audited.get(1).after());
    assertEquals("server", audited.get(0).surface());
    store.create(ConfigId.singleton("io.fairlead.unknown"), Map.of("a", "s3cret"));
    assertTrue(audited.toString(), !audited.toString().contains("s3cret"));
  }

  @Test
  public void whatIsRefusedIsNotedWithItsCodeAndAnEqualChangeIsDone() {
    store.create(ORDERS, Map.of());
    audited.clear();
    assertThrows(
        Stale.class,
        () ->
            audit.audited(
                EVE, "rest", "u", "orders", () -> store.put(ORDERS, Map.of(), Optional.of("x"))));
    assertEquals("STALE", only().outcome());
    audited.clear();
    audit.audited(EVE, "rest", "u", "orders", () -> store.put(ORDERS, Map.of(), any()));
    assertEquals(AuditEntry.OK, only().outcome());
    assertNull(only().after());
    audited.clear();
    assertThrows(
        IllegalStateException.class,
        () ->
            audit.audited(
                EVE,
                "rest",
                "u",
                "orders",
                () -> {
                  throw new IllegalStateException();
                }));
    assertEquals("INTERNAL", only().outcome());
  }

  @Test
  public void anEditByHandIsNotedOnceWhenItsOwnerTakesItUpOrRefusesIt() throws Exception {
    own(Map.of("max", "5"));
    audited.clear();
    byHand("max=6\n");
    store.applied(ORDERS, Map.of("max", "6"));
    store.applied(ORDERS, Map.of("max", "6"));
    assertEquals("file", only().surface());
    assertEquals("changeFile", only().operation());
    assertEquals("io.fairlead.pool-orders.cfg", only().target());
    assertEquals(Map.of("max", "5"), only().before());
    assertEquals(Map.of("max", "6"), only().after());
    audited.clear();
    byHand("max=0\n");
    store.refused(ORDERS, Map.of("max", "0"), "max: 0 (expected: >= 1)");
    store.refused(ORDERS, Map.of("max", "0"), "max: 0 (expected: >= 1)");
    assertEquals("INVALID", only().outcome());
    assertEquals(Map.of("max", "0"), only().after());
    audited.clear();
    Files.delete(file());
    store.forgetIfGone(ORDERS);
    assertEquals("deleteFile", only().operation());
  }

  @Test
  public void aSecretThatAFileWasRefusedForIsInNoRecordNorInThatOfTheCorrection() throws Exception {
    own(Map.of("max", "5"));
    audited.clear();
    String sql = "ALTER USER a IDENTIFIED BY 'hunter2'";
    byHand("max=5\nsql=" + sql + "\n");
    store.refused(ORDERS, Map.of("max", "5", "sql", sql), "sql: ***");
    assertEquals(Map.of("sql", "***"), only().after());
    audited.clear();
    store.put(ORDERS, Map.of("max", "5", "sql", "SET x = 1"), any());
    assertEquals(Map.of("sql", "***"), only().before());
    assertEquals(Map.of("sql", "SET x = 1"), only().after());
  }

  @Test
  public void whatTheStoreWroteIsNoEditByHandHoweverLateItsOwnerIs() {
    own(Map.of("max", "5"));
    store.put(ORDERS, Map.of("max", "6"), any());
    store.put(ORDERS, Map.of("max", "7"), any());
    audited.clear();
    store.applied(ORDERS, Map.of("max", "6")); // stands in the file no more
    store.applied(ORDERS, Map.of("max", "7"));
    store.delete(ORDERS, any());
    audited.clear();
    store.forgetIfGone(ORDERS);
    assertEquals(List.of(), audited);
  }

  @Test
  public void whatWasChangedWhileNobodyRanIsNotedAtTheStart() throws Exception {
    own(Map.of("max", "5"));
    audited.clear();
    store = opened();
    store.start();
    store.applied(ORDERS, Map.of("max", "5"));
    assertEquals("nothing was", List.of(), audited);
    byHand("max=6\n");
    store = opened();
    store.start();
    store.applied(ORDERS, Map.of("max", "6"));
    assertEquals(Map.of("max", "6"), only().after());
    audited.clear();
    Files.delete(file());
    store = opened();
    store.start();
    assertEquals("deleteFile", only().operation());
  }

  private void own(Map<String, String> settings) {
    store.create(ORDERS, settings);
    store.applied(ORDERS, settings);
  }

  private AuditEntry only() {
    assertEquals(audited.toString(), 1, audited.size());
    return audited.get(0);
  }

  private FileConfigStore opened() {
    FileConfigStore opened =
        new FileConfigStore(
            etc(),
            root().resolve("good"),
            new LocalFiles(),
            new byte[32],
            n -> null,
            new Announcer() {
              @Override
              public void changed(ConfigId id, Map<String, String> settings, Path file) {}

              @Override
              public void deleted(ConfigId id) {}
            },
            audit);
    opened.describe("io.fairlead.pool", SCHEMA);
    return opened;
  }

  private void byHand(String content) throws IOException {
    Files.writeString(file(), content);
  }

  private Path file() {
    return etc().resolve(ORDERS.fileName());
  }

  private Path etc() {
    return root().resolve("etc");
  }

  private Path root() {
    return folder.getRoot().toPath();
  }

  private static Optional<String> any() {
    return Optional.empty();
  }
}

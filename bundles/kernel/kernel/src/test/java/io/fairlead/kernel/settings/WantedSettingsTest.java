package io.fairlead.kernel.settings;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.fairlead.kernel.access.Caller;
import io.fairlead.kernel.audit.Audit;
import io.fairlead.kernel.audit.AuditEntry;
import io.fairlead.kernel.error.Invalid;
import io.fairlead.kernel.settings.Setting.Rule;
import io.fairlead.kernel.settings.Setting.Type;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.Test;

public class WantedSettingsTest {

  private static final SettingsSchema SCHEMA =
      new SettingsSchema(
          List.of(
              Setting.hot("size", Type.INTEGER, "1", Rules.between(1, 9), "How many."),
              Setting.hot("url", Type.TEXT, "", Rule.ANY, "Where."),
              Setting.hot("properties", Type.MAP, null, Rule.ANY, "More."),
              Setting.hot("tls.mode", Type.TEXT, "", Rule.ANY, "How.")),
          List.of());

  private final List<AuditEntry> noted = new ArrayList<>();
  private final Audit audit = noted::add;

  private AuditEntry refused(Map<String, ?> patch) {
    assertThrows(
        Invalid.class,
        () ->
            audit.audited(
                new Caller("ann", Set.of(), "127.0.0.1", "", null),
                "rest",
                "createPool",
                "",
                () -> SCHEMA.merge(Map.of(), patch, Set.of("name"))));
    assertEquals(1, noted.size());
    return noted.get(0);
  }

  @Test
  public void aRefusedCreateNamesWhatItWasForAndWhatWasWanted() {
    AuditEntry entry =
        refused(
            Map.of("name", "orders", "size", 99, "url", "jdbc:h2:mem", "tls", Map.of("mode", "x")));
    assertEquals("orders", entry.target());
    assertEquals("INVALID", entry.outcome());
    assertEquals(
        Map.of("name", "orders", "size", "99", "url", "jdbc:h2:mem", "tls.mode", "x"),
        entry.after());
  }

  @Test
  public void secretsAreMaskedWhereverTheyStand() {
    AuditEntry entry =
        refused(
            Map.of(
                "size",
                0,
                "unknown",
                "hunter2",
                "url",
                "jdbc:x://host/db?Password=hunter2",
                "tls",
                Map.of("mode", "ALTER USER a IDENTIFIED BY hunter2"),
                "properties",
                Map.of("a", "hunter2"),
                "password=hunter2",
                "b"));
    assertEquals("", entry.target());
    assertEquals("0", entry.after().get("size"));
    assertEquals("***", entry.after().get("url"));
    assertTrue(entry.toString(), !entry.toString().contains("hunter2"));
  }

  @Test
  public void whatIsKeptIsBounded() {
    Map<String, Object> patch = new HashMap<>();
    for (int i = 0; i < 1_000; i++) {
      patch.put("x".repeat(1_000) + i, "y");
    }
    patch.put("name", "n".repeat(10_000));
    AuditEntry entry = refused(patch);
    assertEquals("", entry.target());
    assertTrue(entry.after().size() <= 50);
    assertTrue(entry.toString().length() < 50_000);
  }
}

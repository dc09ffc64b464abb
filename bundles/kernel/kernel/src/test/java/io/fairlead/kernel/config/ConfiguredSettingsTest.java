package io.fairlead.kernel.config;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.fairlead.kernel.config.ConfiguredSettings.Shown;
import io.fairlead.kernel.error.Fault;
import io.fairlead.kernel.error.Invalid;
import io.fairlead.kernel.error.Stale;
import io.fairlead.kernel.settings.Rules;
import io.fairlead.kernel.settings.Setting;
import io.fairlead.kernel.settings.Setting.Type;
import io.fairlead.kernel.settings.SettingsSchema;
import io.fairlead.kernel.store.Announcer;
import io.fairlead.kernel.store.CrashingFiles;
import io.fairlead.kernel.store.FileConfigStore;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.Before;
import org.junit.Test;

/** What a surface does with settings: looks, changes, and is told what came of it. */
public class ConfiguredSettingsTest {

  private static final String PID = "io.fairlead.notice";
  private static final ConfigId ID = ConfigId.singleton(PID);
  private static final Path FILE = Path.of("/etc/io.fairlead.notice.cfg");

  private final CrashingFiles files = new CrashingFiles();
  private @Nullable Notice listening;
  private int othersChanges;
  private final ConfigStore store =
      new FileConfigStore(
          Path.of("/etc"),
          Path.of("/good"),
          files,
          new byte[32],
          n -> null,
          new Announcer() {
            @Override
            public void changed(ConfigId id, Map<String, String> settings, Path file) {
              if (listening != null) {
                listening.updated(null);
              }
            }

            @Override
            public void deleted(ConfigId id) {}
          },
          entry -> {});
  private final Notice notice = new Notice(store);

  @Before
  public void listen() {
    notice.updated(null);
    listening = notice;
  }

  @Test
  public void whatIsShownIsInForce() {
    Shown shown = notice.shown();
    assertEquals("hello", shown.values().text("text"));
    assertEquals(store.revision(ID, Map.of()), shown.revision());
    byHand("size = 3\n");
    assertEquals(3, notice.shown().values().number("size"));
    assertTrue(notice.shown().applied());
    byHand("size = 0\n");
    assertEquals(3, notice.shown().values().number("size"));
    assertFalse(notice.shown().applied());
  }

  @Test
  public void aChangeIsInTheFileAndInForce() {
    Shown changed = notice.change(Map.of("size", 2), Optional.empty());
    assertEquals(2, changed.values().number("size"));
    assertTrue(changed.applied());
    assertEquals(Map.of("size", "2"), store.get(ID).orElseThrow().settings());
    assertEquals(changed.revision(), notice.shown().revision());
  }

  @Test
  public void whatWasShownCanBePutBack() {
    Map<String, Object> shown = new HashMap<>();
    shown.put("size", 1);
    shown.put("revision", "whatever");
    shown.put("applied", true);
    assertTrue(notice.change(shown, Optional.empty()).applied());
    assertEquals(Optional.empty(), store.get(ID).filter(c -> !c.settings().isEmpty()));
  }

  @Test
  public void nonsenseChangesNothing() {
    Invalid e =
        assertThrows(
            Invalid.class, () -> notice.change(Map.of("size", 0, "x", 1), Optional.empty()));
    assertEquals(2, e.faults().size());
    assertEquals(1, notice.shown().values().number("size"));
  }

  @Test
  public void aChangeBuiltOnAnOldRevisionIsStale() {
    String before = notice.shown().revision();
    notice.change(Map.of("size", 2), Optional.of(before));
    assertThrows(Stale.class, () -> notice.change(Map.of("size", 3), Optional.of(before)));
    assertEquals(2, notice.shown().values().number("size"));
  }

  @Test
  public void aChangeBesideAnotherKeepsBoth() {
    notice.change(Map.of("size", 2), Optional.empty());
    othersChanges = 1;
    notice.change(Map.of("text", "a change"), Optional.empty());
    assertEquals(Map.of("size", "7", "text", "a change"), store.get(ID).orElseThrow().settings());
  }

  @Test
  public void aChangeEndsNonsenseInTheFile() {
    notice.change(Map.of("size", 2), Optional.empty());
    byHand("size = 0\n");
    assertTrue(notice.change(Map.of("text", "again"), Optional.empty()).applied());
    assertEquals(Map.of("size", "2", "text", "again"), store.get(ID).orElseThrow().settings());
  }

  @Test
  public void whileNobodyTakesItUpItIsNotApplied() {
    listening = null;
    assertFalse(notice.change(Map.of("size", 2), Optional.empty()).applied());
    assertFalse(notice.shown().applied());
    notice.updated(null);
    assertTrue(notice.shown().applied());
  }

  private void byHand(String content) {
    files.putByHand(FILE, content.getBytes(ISO_8859_1));
    notice.updated(null);
  }

  /** A writer that comes in between, after the change has read the file. */
  private List<Fault> another() {
    if (othersChanges > 0) {
      othersChanges--;
      files.putByHand(FILE, "size = 7\n".getBytes(ISO_8859_1));
    }
    return List.of();
  }

  private final class Notice extends ConfiguredSettings {
    Notice(ConfigStore store) {
      super(
          store,
          PID,
          new SettingsSchema(
              List.of(
                  Setting.hot("text", Type.TEXT, "hello", Rules.notLongerThan(20), ""),
                  Setting.hot("size", Type.INTEGER, "1", Rules.atLeast(1), "")),
              List.of(values -> another())));
    }
  }
}

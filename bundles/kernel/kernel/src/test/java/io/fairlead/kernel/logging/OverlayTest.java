package io.fairlead.kernel.logging;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertSame;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.fairlead.kernel.error.Invalid;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.junit.Test;

public class OverlayTest {

  private static final String LAYOUT = "log4j2.appender.file.layout.";
  private static final Map<String, String> FILE =
      new TreeMap<>(
          Map.of(
              "log4j2.rootLogger.level",
              "INFO",
              "log4j2.rootLogger.appenderRef.file.ref",
              "File",
              "log4j2.appender.file.type",
              "RollingFile",
              LAYOUT + "type",
              "PatternLayout",
              LAYOUT + "pattern",
              "%m%n",
              "log4j2.logger.jetty.name",
              "org.eclipse.jetty",
              "log4j2.logger.jetty.level",
              "WARN"));

  @Test
  public void whatChangesNothingLeavesTheFileAsItIs() {
    assertSame(FILE, Overlay.of(FILE, LogSettings.read(Map.of())));
    assertFalse(Overlay.isOurs(FILE));
  }

  @Test
  public void jsonTakesThePlaceOfThePatternInTheSameFile() {
    Map<String, String> laid = Overlay.of(FILE, LogSettings.read(Map.of("format", "json")));
    assertEquals("PatternLayout", laid.get(LAYOUT + "type"));
    String pattern = laid.get(LAYOUT + "pattern");
    assertTrue(pattern, pattern.startsWith("%replace{{\"@timestamp\":\"%d{yyyy"));
    assertTrue(pattern, pattern.endsWith("}}{[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]}{?}%n"));
    assertEquals("false", laid.get(LAYOUT + "alwaysWriteExceptions"));
    assertEquals("RollingFile", laid.get("log4j2.appender.file.type"));
  }

  @Test
  public void whatWasThereBeforeIsFoundAgain() {
    Map<String, String> laid =
        Overlay.of(
            FILE,
            LogSettings.read(
                Map.of("format", "json", "level", "debug", "levels.io.fairlead.pool", "trace")));
    assertTrue(Overlay.isOurs(laid));
    assertEquals(FILE, Overlay.base(laid));
    assertEquals(FILE, Overlay.of(Overlay.base(laid), LogSettings.read(Map.of())));
  }

  @Test
  public void aLevelOfALoggerThatTheFileNamesIsChangedThereAndNotToldTwice() {
    Map<String, String> laid =
        Overlay.of(
            FILE,
            LogSettings.read(
                Map.of("levels.org.eclipse.jetty", "debug", "levels.io.fairlead", "trace")));
    assertEquals("DEBUG", laid.get("log4j2.logger.jetty.level"));
    Map<String, String> added = new HashMap<>(laid);
    added.keySet().removeIf(k -> !k.startsWith("log4j2.logger.fairlead_"));
    assertEquals(2, added.size());
    assertTrue(added.containsValue("io.fairlead") && added.containsValue("TRACE"));
  }

  @Test
  public void loggersAndLevelsAreNamesAndWordsAndBounded() {
    Map<String, String> many = new HashMap<>();
    for (int i = 0; i <= 100; i++) {
      many.put("levels.logger" + i, "info");
    }
    for (Map<String, String> wrong :
        java.util.List.of(
            Map.of("format", "xml"),
            Map.of("level", "INFO"),
            Map.of("levels.a b", "info"),
            Map.of("levels.a..b", "info"),
            Map.of("levels.a", "${jndi:ldap://x}"),
            many)) {
      assertThrows(String.valueOf(wrong), Invalid.class, () -> LogSettings.read(wrong));
    }
  }
}

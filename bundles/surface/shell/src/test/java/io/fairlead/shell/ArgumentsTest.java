package io.fairlead.shell;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.fairlead.kernel.error.Invalid;
import io.fairlead.kernel.settings.Setting;
import io.fairlead.kernel.settings.Setting.Rule;
import io.fairlead.kernel.settings.Setting.Type;
import io.fairlead.kernel.settings.SettingsSchema;
import java.util.List;
import java.util.Map;
import org.junit.Test;

public class ArgumentsTest {

  private static final SettingsSchema SCHEMA =
      new SettingsSchema(
          List.of(
              Setting.hot("max", Type.INTEGER, "5", Rule.ANY, "most"),
              Setting.hot("limit", Type.INTEGER, null, Rule.ANY, "limit"),
              Setting.hot("on", Type.BOOLEAN, "false", Rule.ANY, "on"),
              Setting.hot("properties", Type.MAP, null, Rule.ANY, "driver properties")),
          List.of());

  private static final Operation CHANGE =
      new Operation(
          "change",
          "changes",
          "pool",
          List::of,
          () -> List.of("max", "limit", "on", "properties.*"),
          List.of(),
          false,
          a -> null);

  @Test
  public void optionsBecomeAPatchOfTheSettingsTypes() {
    Arguments arguments =
        Arguments.of(
            CHANGE,
            List.of("main", "max=7", "limit=null", "on=true", "properties.ssl=true", "--json"));
    assertEquals("main", arguments.target());
    assertTrue(arguments.json());
    Map<String, Object> patch = arguments.patch(SCHEMA);
    assertEquals(7L, patch.get("max"));
    assertTrue(patch.containsKey("limit") && patch.get("limit") == null);
    assertEquals(true, patch.get("on"));
    assertEquals(Map.of("ssl", "true"), patch.get("properties"));
  }

  @Test
  public void nonsenseReachesTheSchemaWhichSaysWhatWasExpected() {
    Map<String, Object> patch = Arguments.of(CHANGE, List.of("main", "max=many")).patch(SCHEMA);
    Invalid refused =
        assertThrows(Invalid.class, () -> SCHEMA.merge(Map.of(), patch, java.util.Set.of()));
    assertEquals("max: many (expected: a whole number)", refused.getMessage());
  }

  @Test
  public void aMissingTargetAndUnknownWordsAreNamed() {
    assertTrue(
        assertThrows(Invalid.class, () -> Arguments.of(CHANGE, List.of()))
            .getMessage()
            .contains("pool"));
    Invalid unknown =
        assertThrows(
            Invalid.class, () -> Arguments.of(CHANGE, List.of("main", "colour=red", "more")));
    assertEquals(2, unknown.faults().size());
  }
}

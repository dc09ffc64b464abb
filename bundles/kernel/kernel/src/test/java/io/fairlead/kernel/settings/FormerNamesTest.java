package io.fairlead.kernel.settings;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

import io.fairlead.kernel.error.Invalid;
import io.fairlead.kernel.settings.Setting.Rule;
import io.fairlead.kernel.settings.Setting.Type;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.Test;

/** An upgrade gives a setting another name; what was set by the former one stays set. */
public class FormerNamesTest {

  private final SettingsSchema schema =
      new SettingsSchema(
          List.of(
              Setting.hot("max_lifetime_secs", Type.INTEGER, "60", Rules.atLeast(1), "")
                  .formerly("max_lifetime", "lifetime"),
              Setting.hot("leak.threshold_secs", Type.INTEGER, "300", Rules.atLeast(1), "")
                  .formerly("reclaim.after"),
              Setting.hot("password", Type.TEXT, null, Rule.ANY, "").formerly("secret").asSecret(),
              Setting.hot("min", Type.INTEGER, "1", Rule.ANY, "")),
          List.of());

  @Test
  public void aFileIsReadByFormerAndByPresentNames() {
    assertEquals(5, schema.read(Map.of("max_lifetime", "5")).number("max_lifetime_secs"));
    assertEquals(6, schema.read(Map.of("lifetime", "6")).number("max_lifetime_secs"));
    assertEquals(7, schema.read(Map.of("max_lifetime_secs", "7")).number("max_lifetime_secs"));
    assertEquals(8, schema.read(Map.of("reclaim.after", "8")).number("leak.threshold_secs"));
  }

  @Test
  public void whatIsWrongIsSaidByThePresentName() {
    assertEquals(
        "max_lifetime_secs: 0 (expected: >= 1)",
        refusal(() -> schema.read(Map.of("max_lifetime", "0"))));
  }

  @Test
  public void twoNamesOfOneSettingAreRefusedWithoutTheValue() {
    String refusal = "secret: a value (expected: none beside password, which it is called now)";
    assertEquals(
        refusal, refusal(() -> schema.read(Map.of("secret", "a-word", "password", "another"))));
    assertEquals(
        refusal,
        refusal(
            () ->
                schema.merge(
                    Map.of(), Map.of("secret", "a-word", "password", "another"), Set.of())));
    assertEquals(
        refusal,
        refusal(
            () ->
                schema.merge(
                    Map.of("secret", "a-word", "password", "another"),
                    Map.of("min", 2),
                    Set.of())));
  }

  @Test
  public void twoFormerNamesOfOneSettingAreRefused() {
    assertEquals(
        "max_lifetime: a value (expected: none beside max_lifetime_secs, which it is called now)",
        refusal(() -> schema.read(Map.of("lifetime", "1", "max_lifetime", "2"))));
  }

  @Test
  public void anyChangeWritesPresentNamesOnly() {
    assertEquals(
        Map.of("max_lifetime_secs", "5", "min", "2"),
        schema.merge(Map.of("max_lifetime", "5"), Map.of("min", 2), Set.of()));
    assertEquals(
        Map.of("max_lifetime_secs", "9"),
        schema.merge(Map.of("max_lifetime", "5"), Map.of("max_lifetime_secs", 9), Set.of()));
    assertEquals(
        "put back to its default it is still replaced",
        Map.of("max_lifetime_secs", "60"),
        schema.merge(Map.of("max_lifetime", "5"), Map.of("max_lifetime_secs", 60), Set.of()));
  }

  @Test
  public void aRequestMayStillUseAFormerName() {
    assertEquals(
        Map.of("max_lifetime_secs", "9"),
        schema.merge(Map.of("max_lifetime_secs", "5"), Map.of("max_lifetime", 9), Set.of()));
    assertEquals(
        Map.of("leak.threshold_secs", "9"),
        schema.merge(Map.of(), Map.of("reclaim", Map.of("after", 9)), Set.of()));
  }

  @Test
  public void aRequestEndsTheQuarrelOfTwoNamesInTheFile() {
    assertEquals(
        Map.of("max_lifetime_secs", "9"),
        schema.merge(
            Map.of("max_lifetime", "5", "max_lifetime_secs", "6"),
            Map.of("max_lifetime_secs", 9),
            Set.of()));
  }

  @Test
  public void formerNamesAreTold() {
    Map<String, String> stored = new LinkedHashMap<>();
    stored.put("lifetime", "5");
    stored.put("min", "5");
    assertEquals(Map.of("lifetime", "max_lifetime_secs"), schema.formerNamesIn(stored));
    assertEquals(Map.of(), schema.formerNamesIn(Map.of("max_lifetime_secs", "5")));
  }

  @Test
  public void aNameMeansOneSetting() {
    Setting min = Setting.hot("min", Type.INTEGER, "1", Rule.ANY, "");
    Setting max = Setting.hot("max", Type.INTEGER, "1", Rule.ANY, "");
    for (List<Setting> wrong :
        List.of(
            List.of(min, max.formerly("min")),
            List.of(min.formerly("least"), max.formerly("least")))) {
      assertThrows(IllegalArgumentException.class, () -> new SettingsSchema(wrong, List.of()));
    }
    assertThrows(
        IllegalArgumentException.class,
        () -> Setting.hot("properties", Type.MAP, null, Rule.ANY, "").formerly("more"));
  }

  private static String refusal(org.junit.function.ThrowingRunnable call) {
    return String.valueOf(assertThrows(Invalid.class, call).getMessage());
  }
}

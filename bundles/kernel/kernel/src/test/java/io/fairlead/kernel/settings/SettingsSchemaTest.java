package io.fairlead.kernel.settings;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.fairlead.kernel.error.Fault;
import io.fairlead.kernel.error.Invalid;
import io.fairlead.kernel.settings.Setting.Rule;
import io.fairlead.kernel.settings.Setting.Type;
import java.math.BigInteger;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.Test;
import org.junit.function.ThrowingRunnable;

public class SettingsSchemaTest {

  private final SettingsSchema schema =
      new SettingsSchema(
          List.of(
              Setting.sealed("url", Type.TEXT, null, Rules.notBlank(), "").asRequired(),
              Setting.hot("password", Type.TEXT, null, Rules.notLongerThan(10), "").asSecret(),
              Setting.hot("min", Type.INTEGER, "1", Rules.atLeast(0), ""),
              Setting.hot("max", Type.INTEGER, "10", Rules.between(1, 100), ""),
              Setting.hot("idle_timeout_secs", Type.INTEGER, "600", Rules.atLeast(1), "")
                  .asClearable(),
              Setting.hot("read_only", Type.BOOLEAN, "false", Rule.ANY, ""),
              Setting.hot("ratio", Type.DECIMAL, "0.5", Rules.between(0, 1), ""),
              Setting.hot("mode", Type.TEXT, "a", Rules.oneOf("a", "b"), ""),
              Setting.hot(
                  "addresses",
                  Type.LIST,
                  "127.0.0.1,::1",
                  Rules.matching("[0-9a-f:.]+", "addresses"),
                  ""),
              Setting.hot("properties", Type.MAP, null, Rule.ANY, ""),
              Setting.hot("leak.threshold_secs", Type.INTEGER, "300", Rules.atLeast(1), ""),
              Setting.hot(
                  "leak.action", Type.TEXT, "report", Rules.oneOf("report", "reclaim"), "")),
          List.of(
              v ->
                  v.number("min") > v.number("max")
                      ? List.of(
                          new Fault("min", String.valueOf(v.number("min")), "<= max_connections"))
                      : List.of()));

  private final Map<String, String> stored = Map.of("url", "jdbc:x");

  @Test
  public void whatIsNotThereHasItsDefault() {
    SettingsValues values = schema.read(stored);
    assertEquals("jdbc:x", values.text("url"));
    assertEquals(10, values.integer("max"));
    assertEquals(Duration.ofMinutes(10), values.seconds("idle_timeout_secs"));
    assertEquals(Optional.of(Duration.ofMinutes(10)), values.optionalSeconds("idle_timeout_secs"));
    assertFalse(values.bool("read_only"));
    assertEquals(0.5, values.decimal("ratio"), 0);
    assertEquals(List.of("127.0.0.1", "::1"), values.list("addresses"));
    assertEquals(Map.of(), values.map("properties"));
    assertEquals(Optional.empty(), values.optionalText("password"));
    assertFalse(values.has("password"));
  }

  @Test
  public void aDeclarationKnowsWhatIsSecretAndHasNoCodeOfItsOwner() {
    SettingsSchema owned =
        new SettingsSchema(
            List.of(
                Setting.hot("most", Setting.Type.INTEGER, "5", v -> "nothing", "").formerly("max"),
                Setting.hot("key", Setting.Type.TEXT, null, v -> "nothing", "").asSecret()),
            List.of(
                v -> {
                  throw new AssertionError("the owner is asked");
                }));
    SettingsSchema declaration = owned.declaration();
    assertEquals(7, declaration.read(Map.of("max", "7", "key", "x")).integer("most"));
    assertEquals(Optional.of("5"), declaration.defaultOf("most"));
    assertTrue(declaration.mayBeShown("most"));
    assertFalse(declaration.mayBeShown("key"));
  }

  @Test
  public void valuesAreReadByTheirTypes() {
    SettingsValues values =
        schema.read(
            Map.of(
                "url", " jdbc ",
                "max", " 20 ",
                "read_only", "true",
                "ratio", "1e-1",
                "addresses", " ::1 , 10.0.0.1 ",
                "properties.a", "1",
                "properties.b.c", "",
                "idle_timeout_secs", "",
                "leak.action", "reclaim"));
    assertEquals(" jdbc ", values.text("url"));
    assertEquals(20, values.number("max"));
    assertTrue(values.bool("read_only"));
    assertEquals(0.1, values.decimal("ratio"), 0);
    assertEquals(List.of("::1", "10.0.0.1"), values.list("addresses"));
    assertEquals(Map.of("a", "1", "b.c", ""), values.map("properties"));
    assertEquals(Optional.empty(), values.optionalSeconds("idle_timeout_secs"));
    assertEquals("reclaim", values.text("leak.action"));
  }

  @Test
  public void everyWrongFieldIsNamedWithValueAndExpectation() {
    assertFaults(
        () ->
            schema.read(
                Map.of(
                    "max", "0",
                    "min", "one",
                    "ratio", "NaN",
                    "read_only", "yes",
                    "mode", "c",
                    "addresses", "localhost",
                    "leak.threshold_secs", "",
                    "password", "much too long",
                    "typo", "x")),
        "addresses: localhost (expected: addresses)",
        "leak.threshold_secs:  (expected: a whole number)",
        "max: 0 (expected: 1 to 100)",
        "min: one (expected: a whole number)",
        "mode: c (expected: one of a, b)",
        "password: *** (expected: at most 10 characters)",
        "ratio: NaN (expected: a number)",
        "read_only: yes (expected: true or false)",
        "url: nothing (expected: a value)");
    assertTrue(
        fault(() -> schema.read(Map.of("url", "x", "typo", "secret?")), "typo")
            .expectation()
            .startsWith("no such setting; one of url, "));
    assertEquals(
        "***", fault(() -> schema.read(Map.of("url", "x", "typo", "secret?")), "typo").value());
  }

  @Test
  public void rulesOverSeveralAreAskedWhenEachAloneIsRight() {
    assertFaults(
        () -> schema.read(Map.of("url", "x", "min", "20")),
        "min: 20 (expected: <= max_connections)");
    assertFaults(
        () -> schema.read(Map.of("url", "x", "min", "20", "max", "0")),
        "max: 0 (expected: 1 to 100)");
  }

  @Test
  public void whatARequestLeavesOutKeepsItsValueAndNullClears() {
    Map<String, String> before =
        Map.of("url", "x", "max", "20", "password", "p", "properties.a", "1");
    Map<String, String> after = schema.merge(before, Map.of("min", 2), Set.of());
    assertEquals(
        Map.of("url", "x", "max", "20", "min", "2", "password", "p", "properties.a", "1"), after);
    Map<String, Object> clear = new HashMap<>();
    clear.put("password", null);
    clear.put("idle_timeout_secs", null);
    clear.put("properties", null);
    after = schema.merge(before, clear, Set.of());
    SettingsValues values = schema.read(after);
    assertFalse(values.has("password"));
    assertFalse(values.has("idle_timeout_secs"));
    assertEquals(Map.of(), values.map("properties"));
    assertEquals(20, values.number("max"));
  }

  @Test
  public void whatAFieldThatCannotBeEmptyIsClearedWithIsAFault() {
    Map<String, Object> clear = new HashMap<>();
    clear.put("max", null);
    clear.put("url", null);
    clear.put("leak", null);
    assertFaults(
        () -> schema.merge(stored, clear, Set.of()),
        "leak: null (expected: an object)",
        "max: null (expected: a value)",
        "url: null (expected: a value)");
  }

  @Test
  public void nestedFieldsAreDottedAndMapsAreReplacedWhole() {
    Map<String, Object> patch =
        Map.of(
            "leak", Map.of("action", "reclaim"),
            "properties", Map.of("b", 5, "c", true),
            "addresses", List.of("::1"));
    Map<String, String> after =
        schema.merge(
            Map.of("url", "x", "properties.a", "1", "leak.threshold_secs", "5"), patch, Set.of());
    assertEquals(
        Map.of(
            "url", "x",
            "properties.b", "5",
            "properties.c", "true",
            "leak.threshold_secs", "5",
            "leak.action", "reclaim",
            "addresses", "::1"),
        after);
  }

  @Test
  public void whatGetShowsCanBePutBackAndTheRestIsUnknown() {
    Map<String, Object> patch = Map.of("state", "running", "max", 5, "secret_field", 1);
    assertFaults(
        () -> schema.merge(stored, patch, Set.of("state")),
        "secret_field: a value (expected: no such field)");
    assertEquals(
        "5", schema.merge(stored, Map.of("state", "x", "max", 5), Set.of("state")).get("max"));
    assertFaults(
        () -> schema.merge(stored, Map.of("leak", Map.of("nothing", 1)), Set.of()),
        "leak.nothing: a value (expected: no such field)");
  }

  /** What a GET shows, defaults and all, is no change when it is put back. */
  @Test
  public void whatStandsAtItsDefaultIsNotWritten() {
    Map<String, Object> shown = new HashMap<>();
    shown.put("url", "jdbc:x");
    shown.put("password", null);
    shown.put("min", 1);
    shown.put("read_only", false);
    shown.put("ratio", 0.5);
    shown.put("mode", "a");
    shown.put("addresses", List.of("127.0.0.1", "::1"));
    shown.put("properties", Map.of());
    shown.put("leak", Map.of("threshold_secs", 300, "action", "report"));
    assertEquals(stored, schema.merge(stored, shown, Set.of()));

    Map<String, String> written = Map.of("url", "jdbc:x", "min", "2");
    assertEquals(
        "what was written is written over",
        Map.of("url", "jdbc:x", "min", "1"),
        schema.merge(written, Map.of("min", 1), Set.of()));
  }

  @Test
  public void aWrongTypeIsAFaultAndNothingIsGuessed() {
    assertFaults(
        () ->
            schema.merge(
                stored,
                Map.of(
                    "max",
                    "5",
                    "read_only",
                    "true",
                    "ratio",
                    "0.5",
                    "mode",
                    5,
                    "addresses",
                    "::1",
                    "properties",
                    List.of(),
                    "leak",
                    5,
                    "password",
                    12345,
                    "min",
                    1.5),
                Set.of()),
        "addresses: ::1 (expected: a list of texts)",
        "leak: 5 (expected: an object)",
        "max: 5 (expected: a whole number)",
        "min: 1.5 (expected: a whole number)",
        "mode: 5 (expected: a text)",
        "password: *** (expected: a text)",
        "properties: [] (expected: an object of texts)",
        "ratio: 0.5 (expected: a number)",
        "read_only: true (expected: true or false)");
    assertFaults(
        () -> schema.merge(stored, Map.of("properties", Map.of("a", List.of())), Set.of()),
        "properties.a: [] (expected: a text)");
    assertFaults(
        () -> schema.merge(stored, Map.of("max", new BigInteger("99999999999999999999")), Set.of()),
        "max: 99999999999999999999 (expected: a whole number)");
  }

  @Test
  public void aRequestThatIsWrongChangesNothing() {
    Map<String, String> before = new HashMap<>(stored);
    assertThrows(Invalid.class, () -> schema.merge(before, Map.of("min", 2, "max", 0), Set.of()));
    assertEquals(stored, before);
  }

  @Test
  public void noTextHoldsWhatNoDatabaseAndNoFileTakes() {
    assertEquals(
        "a text without it",
        fault(() -> schema.merge(stored, Map.of("url", "a\0b"), Set.of()), "url").expectation());
    assertEquals(
        "a text without it",
        fault(() -> schema.read(Map.of("url", "x", "properties.a", "\0")), "properties.a")
            .expectation());
  }

  @Test
  public void sizesAreBounded() {
    String large = "x".repeat(70_000);
    assertEquals(
        "at most 65536", fault(() -> schema.read(Map.of("url", large)), "url").expectation());
    Map<String, String> many = new HashMap<>(stored);
    for (int i = 0; i < 1_001; i++) {
      many.put("properties.k" + i, "");
    }
    assertEquals(
        "at most 1000 entries", fault(() -> schema.read(many), "properties").expectation());
    assertEquals(
        "at most 65536",
        fault(() -> schema.read(Map.of("url", "x", "properties.a", large)), "properties.a")
            .expectation());
    assertTrue(
        fault(() -> schema.merge(stored, Map.of("max", large), Set.of()), "max").value().length()
            < 200);
  }

  @Test
  public void equalSettingsAreEqual() {
    assertEquals(schema.read(stored), schema.read(Map.of("url", "jdbc:x", "max", "10")));
    assertNotEquals(schema.read(stored), schema.read(Map.of("url", "jdbc:x", "max", "11")));
  }

  @Test
  public void aNameIsDeclaredOnceAndABugIsLoud() {
    Setting one = Setting.hot("a", Type.TEXT, null, Rule.ANY, "");
    assertThrows(
        IllegalArgumentException.class, () -> new SettingsSchema(List.of(one, one), List.of()));
    assertThrows(IllegalStateException.class, () -> schema.read(stored).text("password"));
  }

  private static Fault fault(ThrowingRunnable call, String field) {
    Invalid e = assertThrows(Invalid.class, call);
    return e.faults().stream().filter(f -> f.field().equals(field)).findFirst().orElseThrow();
  }

  private static void assertFaults(ThrowingRunnable call, String... faults) {
    Invalid e = assertThrows(Invalid.class, call);
    String found =
        e.faults().stream()
            .map(Fault::toString)
            .filter(f -> !f.startsWith("typo"))
            .sorted()
            .collect(Collectors.joining("\n"));
    assertEquals(String.join("\n", new TreeSet<>(Arrays.asList(faults))), found);
  }

  @Test
  public void textsOfAListMayHaveCommasAndBackslashes() {
    List<String> texts = List.of("SELECT f('a', 'b')", "C:\\data", "\\,", "plain");
    assertEquals(texts, ListText.split(ListText.join(texts)));
    assertEquals(List.of("a", "b\\c"), ListText.split(" a , b\\c "));
    assertEquals(List.of(), ListText.split(" "));
    assertEquals(List.of("a"), ListText.split("a,"));
    assertEquals(List.of("", "a", "", "b"), ListText.split(",a, ,b"));
    for (List<String> blank : List.of(List.of(""), List.of("a", ""), List.of("", "a", "", ""))) {
      assertEquals(blank, ListText.split(ListText.join(blank)));
    }
  }
}

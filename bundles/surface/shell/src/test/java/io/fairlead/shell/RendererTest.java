package io.fairlead.shell;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.Test;

public class RendererTest {

  private record Row(long rowId, String name, @Nullable String lastQuery, Instant createdAt) {}

  private record Nested(String name, Row inner, List<Row> rows) {}

  private static final Row ROW = new Row(1, "a", null, Instant.EPOCH);

  private final Renderer renderer = new Renderer();

  @Test
  public void aListIsATableOfTheWantedColumns() {
    assertEquals(
        "row_id  name\n1       a\n22      b",
        renderer.text(
            List.of(ROW, new Row(22, "b", "x", Instant.EPOCH)), List.of("row_id", "name")));
    assertEquals("none", renderer.text(List.of(), List.of("row_id")));
  }

  @Test
  public void aRecordIsLinesAndNullIsADash() {
    String text = renderer.text(new Nested("n", ROW, List.of(ROW)), List.of());
    assertTrue(text, text.contains("last_query  -"));
    assertTrue(text, text.contains("created_at  1970-01-01T00:00:00Z"));
    assertTrue(text, text.contains("rows:\n  row_id"));
  }

  @Test
  public void whatClientsSentSteersNoTerminal() {
    String text = renderer.text(new Row(1, "\u001b[2Jgone\n", null, Instant.EPOCH), List.of());
    assertFalse(text, text.contains("\u001b"));
    Row sent = new Row(1, "a\u009b\u202e\u2028é\n\u007f", null, Instant.EPOCH);
    assertEquals("name\na???é ?", renderer.text(List.of(sent), List.of("name")));
    assertEquals(
        "x?[31m\ty\nz?\n  {\"k?\":\"v\"}",
        renderer.text("x\u001b[31m\ty\nz\u2066\n  {\"k\u0085\":\"v\"}", List.of()));
    String json = renderer.json(sent);
    assertTrue(json, json.contains("\"a\\u009b\\u202e\\u2028é\\n\\u007f\""));
    assertTrue(renderer.json("\uDB40\uDC01").contains("\"\\udb40\\udc01\""));
  }

  @Test
  public void jsonHasRestsNames() {
    assertTrue(renderer.json(ROW).contains("\"row_id\" : 1"));
    assertTrue(renderer.json(ROW).contains("\"created_at\" : \"1970-01-01T00:00:00Z\""));
  }
}

package io.fairlead.client.cli;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.Test;

public class ResultPrinterTest {

  private static final List<String> NAMES = List.of("ID", "NAME");
  private static final List<List<String>> FRUIT =
      List.of(List.of("1", "梨"), List.of("10", "a\"b,\u001b"));

  private static String printed(String format, List<String> names, List<List<String>> rows)
      throws IOException {
    return printed(format, names, rows, Integer.MAX_VALUE);
  }

  private static String printed(
      String format, List<String> names, List<List<String>> rows, int widest) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    ResultPrinter printer = ResultPrinter.of(format, out, widest);
    printer.columns(names);
    for (List<String> row : rows) {
      printer.row(row);
    }
    printer.end(1);
    return bytes.toString(StandardCharsets.UTF_8);
  }

  @Test
  public void aTableIsAlignedByWidthOnATerminalAndSteersNone() throws IOException {
    assertEquals(
        "ID | NAME\n---+------\n1  | 梨\n10 | a\"b,\uFFFD\n(2 rows)\n",
        printed("table", NAMES, FRUIT));
    assertEquals(
        "W    | X\n-----+--\n日本 | 1\nabcd | 2\n(2 rows)\n",
        printed("table", List.of("W", "X"), List.of(List.of("日本", "1"), List.of("abcd", "2"))));
    assertEquals(
        "X\n-----\na↵b→c\n(1 row)\n", printed("table", List.of("X"), List.of(List.of("a\nb\tc"))));
  }

  @Test
  public void longValuesAreCutWhereAskedFor() throws IOException {
    List<List<String>> row = List.of(List.of("日本日本日本"));
    assertEquals("X\n-----\n日本…\n(1 row)\n", printed("table", List.of("X"), row, 6));
    assertEquals("X\n------------\n日本日本日本\n(1 row)\n", printed("table", List.of("X"), row));
  }

  @Test
  public void aLongTableIsPrintedWhileItComes() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    TablePrinter printer =
        new TablePrinter(new PrintStream(bytes, true, StandardCharsets.UTF_8), Integer.MAX_VALUE);
    printer.columns(List.of("X"));
    for (int i = 0; i < 1_000; i++) {
      printer.row(List.of("v"));
    }
    assertTrue(bytes.size() > 2_000);
    printer.row(List.of("wider"));
    printer.end(1_001);
    List<String> lines = Arrays.asList(bytes.toString(StandardCharsets.UTF_8).split("\n"));
    assertEquals(1_004, lines.size());
    assertEquals("wider", lines.get(1_002));
    assertEquals("(1001 rows)", lines.get(1_003));
  }

  @Test
  public void aChangeSaysHowManyRows() throws IOException {
    assertEquals("(1 row affected)\n", printed("table", List.of(), List.of()));
    assertEquals("{\"rows_affected\": 1}\n", printed("json", List.of(), List.of()));
    assertEquals("", printed("csv", List.of(), List.of()));
  }

  @Test
  public void csvAndJsonQuote() throws IOException {
    assertEquals("ID,NAME\r\n1,梨\r\n10,\"a\"\"b,\u001b\"\r\n", printed("csv", NAMES, FRUIT));
    assertEquals(
        "[{\"ID\": \"1\", \"NAME\": \"梨\"},\n {\"ID\": \"10\", \"NAME\": \"a\\\"b,\\u001b\"}]\n",
        printed("json", NAMES, FRUIT));
    assertEquals("[]\n", printed("json", NAMES, List.of()));
  }
}

package io.fairlead.client.cli;

import static org.junit.Assert.assertEquals;

import io.fairlead.client.QueryResult;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.Test;

public class ResultPrinterTest {

  private static String printed(QueryResult result, String format) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    new ResultPrinter(new PrintStream(bytes, true, StandardCharsets.UTF_8)).print(result, format);
    return bytes.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
  }

  private static final QueryResult FRUIT =
      new QueryResult(
          List.of("ID", "NAME"), List.of(List.of("1", "梨"), List.of("10", "a\"b,\u001b")), 2);

  @Test
  public void aTableIsAlignedByWidthOnATerminalAndSteersNone() {
    assertEquals("ID | NAME\n---+------\n1  | 梨\n10 | a\"b,�\n(2 rows)\n", printed(FRUIT, "table"));
  }

  @Test
  public void aChangeSaysHowManyRows() {
    assertEquals("(1 row affected)\n", printed(new QueryResult(List.of(), List.of(), 1), "table"));
  }

  @Test
  public void csvAndJsonQuote() {
    assertEquals("ID,NAME\r\n1,梨\r\n10,\"a\"\"b,\u001b\"\r\n", printed(FRUIT, "csv"));
    assertEquals(
        "[{\"ID\": \"1\", \"NAME\": \"梨\"},\n {\"ID\": \"10\", \"NAME\": \"a\\\"b,\\u001b\"}]\n",
        printed(FRUIT, "json"));
  }
}

package io.fairlead.client.cli;

import java.io.PrintStream;
import java.util.List;

/** RFC 4180, with a line of names. */
final class CsvPrinter implements ResultPrinter {

  private final PrintStream out;

  CsvPrinter(PrintStream out) {
    this.out = out;
  }

  @Override
  public void columns(List<String> names) {
    if (!names.isEmpty()) {
      row(names);
    }
  }

  @Override
  public void row(List<String> values) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < values.size(); i++) {
      line.append(i == 0 ? "" : ",").append(quoted(values.get(i)));
    }
    out.print(line.append("\r\n"));
  }

  private static String quoted(String value) {
    boolean plain = value.chars().noneMatch(c -> c == '"' || c == ',' || c == '\r' || c == '\n');
    return plain ? value : "\"" + value.replace("\"", "\"\"") + "\"";
  }

  @Override
  public void end(long rowsAffected) {}
}

package io.fairlead.client.cli;

import io.fairlead.client.QueryResult;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Prints a result as an aligned table, as CSV (RFC 4180) or as a JSON array of objects. */
final class ResultPrinter {

  static final List<String> FORMATS = List.of("table", "csv", "json");

  private final PrintStream out;

  ResultPrinter(PrintStream out) {
    this.out = out;
  }

  void print(QueryResult result, String format) {
    switch (format) {
      case "csv" -> csv(result);
      case "json" -> json(result);
      default -> table(result);
    }
    out.flush();
  }

  private void table(QueryResult result) {
    if (!result.columns().isEmpty()) {
      List<List<String>> lines = new ArrayList<>();
      lines.add(result.columns().stream().map(ResultPrinter::visible).toList());
      result.rows().forEach(row -> lines.add(row.stream().map(ResultPrinter::visible).toList()));
      int[] widths = new int[result.columns().size()];
      for (List<String> line : lines) {
        for (int i = 0; i < widths.length; i++) {
          widths[i] = Math.max(widths[i], width(line.get(i)));
        }
      }
      line(lines.get(0), widths);
      StringBuilder rule = new StringBuilder();
      for (int w : widths) {
        rule.append(rule.isEmpty() ? "" : "-+-").append("-".repeat(w));
      }
      out.println(rule);
      lines.subList(1, lines.size()).forEach(l -> line(l, widths));
    }
    String what = result.columns().isEmpty() ? " affected" : "";
    out.println(
        "(" + result.rowsAffected() + (result.rowsAffected() == 1 ? " row" : " rows") + what + ")");
  }

  private void line(List<String> values, int[] widths) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      text.append(i == 0 ? "" : " | ")
          .append(values.get(i))
          .append(" ".repeat(widths[i] - width(values.get(i))));
    }
    out.println(text.toString().stripTrailing());
  }

  /** Columns on a terminal: East Asian wide characters and emoji take two, combining marks none. */
  static int width(String text) {
    return text.codePoints().map(ResultPrinter::width).sum();
  }

  private static int width(int c) {
    int type = Character.getType(c);
    if (type == Character.NON_SPACING_MARK
        || type == Character.ENCLOSING_MARK
        || type == Character.FORMAT) {
      return 0;
    }
    boolean wide =
        c >= 0x1100 && c <= 0x115F
            || c >= 0x2E80 && c <= 0xA4CF
            || c >= 0xAC00 && c <= 0xD7A3
            || c >= 0xF900 && c <= 0xFAFF
            || c >= 0xFE30 && c <= 0xFE6F
            || c >= 0xFF00 && c <= 0xFF60
            || c >= 0xFFE0 && c <= 0xFFE6
            || c >= 0x1F300 && c <= 0x1FAFF
            || c >= 0x20000 && c <= 0x3FFFD;
    return wide ? 2 : 1;
  }

  /** A value must neither break the table nor steer the terminal. */
  private static String visible(String value) {
    return value
        .codePoints()
        .mapToObj(
            c ->
                Character.isISOControl(c)
                    ? (c == '\n' ? "↵" : c == '\t' ? "→" : "�")
                    : Character.toString(c))
        .collect(Collectors.joining());
  }

  private void csv(QueryResult result) {
    out.print(csvLine(result.columns()));
    result.rows().forEach(row -> out.print(csvLine(row)));
  }

  private static String csvLine(List<String> values) {
    return values.stream()
        .map(v -> v.matches("(?s).*[\",\r\n].*") ? "\"" + v.replace("\"", "\"\"") + "\"" : v)
        .collect(Collectors.joining(",", "", "\r\n"));
  }

  private void json(QueryResult result) {
    List<String> names = result.columns().stream().map(ResultPrinter::quoted).toList();
    out.println(
        result.rows().stream()
            .map(
                row -> {
                  StringBuilder object = new StringBuilder("{");
                  for (int i = 0; i < names.size(); i++) {
                    object
                        .append(i == 0 ? "" : ", ")
                        .append(names.get(i))
                        .append(": ")
                        .append(quoted(row.get(i)));
                  }
                  return object.append('}').toString();
                })
            .collect(Collectors.joining(",\n ", "[", "]")));
  }

  private static String quoted(String text) {
    StringBuilder json = new StringBuilder("\"");
    for (char c : text.toCharArray()) {
      if (c == '"' || c == '\\') {
        json.append('\\').append(c);
      } else if (c < ' ') {
        json.append(String.format("\\u%04x", (int) c));
      } else {
        json.append(c);
      }
    }
    return json.append('"').toString();
  }
}

package io.fairlead.client.cli;

import java.io.PrintStream;
import java.util.List;

/**
 * An array of objects, one a line; {@code {"rows_affected": n}} for a statement without columns.
 */
final class JsonPrinter implements ResultPrinter {

  private final PrintStream out;
  private List<String> names = List.of();
  private boolean begun;

  JsonPrinter(PrintStream out) {
    this.out = out;
  }

  @Override
  public void columns(List<String> columns) {
    names = columns.stream().map(JsonPrinter::quoted).toList();
  }

  @Override
  public void row(List<String> values) {
    StringBuilder object = new StringBuilder(begun ? ",\n " : "[").append('{');
    for (int i = 0; i < values.size(); i++) {
      object.append(i == 0 ? "" : ", ").append(names.get(i)).append(": ");
      object.append(quoted(values.get(i)));
    }
    out.print(object.append('}'));
    begun = true;
  }

  @Override
  public void end(long rowsAffected) {
    if (names.isEmpty()) {
      out.print("{\"rows_affected\": " + Long.toUnsignedString(rowsAffected) + "}\n");
    } else {
      out.print(begun ? "]\n" : "[]\n");
    }
  }

  private static String quoted(String text) {
    StringBuilder json = new StringBuilder(text.length() + 2).append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
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

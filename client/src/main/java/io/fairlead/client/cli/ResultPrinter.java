package io.fairlead.client.cli;

import io.fairlead.client.RowHandler;
import java.io.PrintStream;
import java.util.List;

/** Prints a result while it comes, so that a big one needs no memory. */
interface ResultPrinter extends RowHandler {

  List<String> FORMATS = List.of("table", "csv", "json");

  /** After the last row; a statement without columns has changed so many. */
  void end(long rowsAffected);

  /**
   * The printer of a format.
   *
   * @param widest the widest a table's value may be, in columns of a terminal
   */
  static ResultPrinter of(String format, PrintStream out, int widest) {
    return switch (format) {
      case "csv" -> new CsvPrinter(out);
      case "json" -> new JsonPrinter(out);
      case "table" -> new TablePrinter(out, widest);
      default -> throw new IllegalArgumentException(format);
    };
  }
}

package io.fairlead.client.cli;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/**
 * An aligned table. It is as wide as its first thousand rows want it; a wider value further down
 * makes it wider from there on, so that a table of any length needs the memory of a thousand rows.
 */
final class TablePrinter implements ResultPrinter {

  private static final int BLOCK = 1_000;

  private final PrintStream out;
  private final int widest;
  private final List<List<String>> block = new ArrayList<>();
  private int[] widths = {};
  private boolean headed;
  private long rows;

  TablePrinter(PrintStream out, int widest) {
    this.out = out;
    this.widest = widest;
  }

  @Override
  public void columns(List<String> names) {
    widths = new int[names.size()];
    add(names);
  }

  @Override
  public void row(List<String> values) {
    rows++;
    add(values);
    if (block.size() > BLOCK) {
      printBlock();
    }
  }

  private void add(List<String> values) {
    List<String> shown = new ArrayList<>(values.size());
    for (int i = 0; i < values.size(); i++) {
      String text = TerminalText.shortened(TerminalText.visible(values.get(i)), widest);
      widths[i] = Math.max(widths[i], TerminalText.width(text));
      shown.add(text);
    }
    block.add(shown);
  }

  private void printBlock() {
    for (List<String> line : block) {
      print(line);
      if (!headed) {
        headed = true;
        rule();
      }
    }
    block.clear();
  }

  private void print(List<String> values) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < values.size(); i++) {
      String value = values.get(i);
      line.append(i == 0 ? "" : " | ").append(value);
      line.append(" ".repeat(widths[i] - TerminalText.width(value)));
    }
    out.print(line.toString().stripTrailing() + "\n");
  }

  private void rule() {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      line.append(i == 0 ? "" : "-+-").append("-".repeat(widths[i]));
    }
    out.print(line.append('\n'));
  }

  @Override
  public void end(long rowsAffected) {
    boolean table = widths.length > 0;
    if (table) {
      printBlock();
    }
    long count = table ? rows : rowsAffected;
    out.print("(" + count + (count == 1 ? " row" : " rows") + (table ? "" : " affected") + ")\n");
  }
}

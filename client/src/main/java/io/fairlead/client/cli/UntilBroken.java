package io.fairlead.client.cli;

import io.fairlead.client.RowHandler;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;

/** Gives up a long result whose reader has gone ({@code | head}). */
final class UntilBroken implements RowHandler {

  private static final int LOOK_EVERY = 1_000;

  private final RowHandler to;
  private final PrintStream out;
  private long rows;

  UntilBroken(RowHandler to, PrintStream out) {
    this.to = to;
    this.out = out;
  }

  @Override
  public void columns(List<String> names) throws IOException {
    to.columns(names);
  }

  @Override
  public void row(List<String> values) throws IOException {
    to.row(values);
    if (++rows % LOOK_EVERY == 0 && out.checkError()) {
      throw new IOException("the output cannot be written");
    }
  }
}

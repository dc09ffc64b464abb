package io.fairlead.client;

import java.util.List;

/** Takes a result row by row, so that it needs no memory. */
public interface RowHandler {

  /** Called once, before the rows. */
  void columns(List<String> names);

  void row(List<String> values);
}

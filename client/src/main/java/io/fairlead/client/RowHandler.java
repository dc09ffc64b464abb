package io.fairlead.client;

import java.io.IOException;
import java.util.List;

/** Takes a result row by row, so that it needs no memory. An exception ends the connection. */
public interface RowHandler {

  /** Called once, before the rows. */
  void columns(List<String> names) throws IOException;

  void row(List<String> values) throws IOException;
}

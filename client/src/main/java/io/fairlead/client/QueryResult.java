package io.fairlead.client;

import java.util.List;

/**
 * The answer to a query. Every value is text; the format has no NULL, the server sends the text
 * {@code NULL} for it.
 *
 * @param columns the columns' names; empty for a statement without rows
 * @param rows the rows' values
 * @param rowsAffected how many rows were changed, or read
 */
public record QueryResult(List<String> columns, List<List<String>> rows, long rowsAffected) {

  public QueryResult {
    columns = List.copyOf(columns);
    rows = List.copyOf(rows);
  }
}

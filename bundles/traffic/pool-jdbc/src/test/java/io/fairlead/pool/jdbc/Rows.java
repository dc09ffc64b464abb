package io.fairlead.pool.jdbc;

import io.fairlead.traffic.pool.spi.ResultSink;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Keeps a result. */
class Rows implements ResultSink {

  List<String> columns = List.of();
  final List<List<@Nullable String>> rows = new ArrayList<>();
  long affected = -1;

  @Override
  public void columns(String[] names) {
    columns = List.of(names);
  }

  @Override
  public void row(@Nullable String[] values) {
    rows.add(new ArrayList<>(Arrays.asList(values)));
  }

  @Override
  public void end(long rowsAffected) {
    affected = rowsAffected;
  }

  /** The only value. */
  @Nullable String value() {
    if (rows.size() != 1 || rows.get(0).size() != 1) {
      throw new AssertionError("one value expected: " + rows);
    }
    return rows.get(0).get(0);
  }
}

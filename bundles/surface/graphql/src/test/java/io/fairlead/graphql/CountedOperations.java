package io.fairlead.graphql;

import io.fairlead.kernel.metric.OperationMeter;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Remembers what was counted, as {@code surface operation status}. */
public final class CountedOperations implements OperationMeter {

  private final List<String> done = new CopyOnWriteArrayList<>();

  @Override
  public void done(String surface, String operation, int status, long nanos) {
    done.add(surface + " " + operation + " " + status);
  }

  public List<String> done() {
    return done;
  }
}

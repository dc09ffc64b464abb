package io.fairlead.session;

import static org.junit.Assert.assertEquals;

import io.fairlead.kernel.metric.Metric.Point;
import io.fairlead.traffic.session.RequestCallback;
import java.util.ArrayList;
import java.util.List;
import org.junit.Test;

public class StatementMeterTest {

  private long now;
  private final StatementMeter meter = new StatementMeter(() -> now);
  private final List<String> told = new ArrayList<>();

  @Test
  public void whoHasTheAnswerFindsItCounted() {
    RequestCallback one =
        meter.measured(
            new RequestCallback() {
              @Override
              public void succeeded(long transactionId) {
                told.add("succeeded " + transactionId + ", counted " + count("ok"));
              }

              @Override
              public void failed(String message) {
                told.add(message + ", counted " + count("error"));
              }
            });
    now = 2_000_000_000L;
    one.succeeded(7);
    now = 5_000_000_000L;
    one.failed("wrong");
    assertEquals(List.of("succeeded 7, counted 1", "wrong, counted 1"), told);
    assertEquals(2, point("ok").distribution().sum(), 1e-9);
    assertEquals(5, point("error").distribution().sum(), 1e-9);
  }

  private long count(String outcome) {
    return point(outcome).distribution().count();
  }

  private Point point(String outcome) {
    return meter.metric().points().stream()
        .filter(p -> p.labels().get("outcome").equals(outcome))
        .findFirst()
        .orElseThrow();
  }
}

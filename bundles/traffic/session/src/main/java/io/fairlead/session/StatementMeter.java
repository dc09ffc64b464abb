package io.fairlead.session;

import io.fairlead.kernel.metric.Metric;
import io.fairlead.kernel.metric.Metric.Distribution;
import io.fairlead.kernel.metric.Metric.Point;
import io.fairlead.kernel.metric.Metric.Type;
import io.fairlead.traffic.session.RequestCallback;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/** Counts the statements that were answered, and the time from request to answer. */
final class StatementMeter {

  private static final double NANOS = 1e9;

  private final LongSupplier ticker;
  private final Tally succeeded = new Tally();
  private final Tally failed = new Tally();

  /**
   * @param ticker nanoseconds
   */
  StatementMeter(LongSupplier ticker) {
    this.ticker = ticker;
  }

  /** The same callback, counted when it is told the answer. */
  RequestCallback measured(RequestCallback callback) {
    return new Measured(callback, ticker.getAsLong());
  }

  Metric metric() {
    return new Metric(
        "fairlead_statement_duration_seconds",
        Type.SUMMARY,
        "SQL statements of clients, from the request to the answer, waiting included.",
        List.of(succeeded.point("ok"), failed.point("error")));
  }

  private static final class Tally {
    private final LongAdder count = new LongAdder();
    private final LongAdder nanos = new LongAdder();

    void add(long took) {
      nanos.add(took);
      count.increment();
    }

    Point point(String outcome) {
      return Point.of(
          Map.of("outcome", outcome), new Distribution(count.sum(), nanos.sum() / NANOS, Map.of()));
    }
  }

  /** Counts before it tells: who has the answer finds it counted. */
  private final class Measured implements RequestCallback {
    private final RequestCallback told;
    private final long since;

    Measured(RequestCallback told, long since) {
      this.told = told;
      this.since = since;
    }

    @Override
    public void succeeded(long transactionId) {
      succeeded.add(ticker.getAsLong() - since);
      told.succeeded(transactionId);
    }

    @Override
    public void failed(String message) {
      failed.add(ticker.getAsLong() - since);
      told.failed(message);
    }
  }
}

package io.fairlead.graphql.operation;

import io.fairlead.kernel.error.Exhausted;
import io.fairlead.kernel.error.FairleadException;
import io.fairlead.kernel.error.Unavailable;
import io.fairlead.kernel.metric.OperationMeter;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Counts root fields as the operations that they are, with the class of status that REST would
 * answer. Of a subscription it is the opening that counts.
 */
public final class FieldMeter {

  /** The surface's name for meters and listeners. */
  public static final String SURFACE = "graphql";

  private static final int OK = 200;
  private static final int REFUSED = 400;
  private static final int FAILED = 500;

  private final OperationMeter meter;
  private final LongSupplier ticker;

  /**
   * @param ticker nanoseconds
   */
  public FieldMeter(OperationMeter meter, LongSupplier ticker) {
    this.meter = meter;
    this.ticker = ticker;
  }

  /** Answers a field and counts how that ends. */
  <T extends @org.jspecify.annotations.Nullable Object> T measure(
      String field, Supplier<T> answer) {
    long since = ticker.getAsLong();
    int status = FAILED;
    try {
      T result = answer.get();
      status = OK;
      return result;
    } catch (RuntimeException e) {
      status = statusOf(e);
      throw e;
    } finally {
      meter.done(SURFACE, field, status, ticker.getAsLong() - since);
    }
  }

  /** A request that did not get as far as a field. */
  public void refused(RuntimeException why) {
    meter.done(SURFACE, OperationMeter.NONE, statusOf(why), 0);
  }

  /** A request that is not one that can be answered. */
  public void refused() {
    meter.done(SURFACE, OperationMeter.NONE, REFUSED, 0);
  }

  private static int statusOf(RuntimeException e) {
    return e instanceof FairleadException
            && !(e instanceof Unavailable)
            && !(e instanceof Exhausted)
        ? REFUSED
        : FAILED;
  }
}

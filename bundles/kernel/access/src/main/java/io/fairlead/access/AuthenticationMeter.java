package io.fairlead.access;

import io.fairlead.kernel.error.Exhausted;
import io.fairlead.kernel.error.Unauthenticated;
import io.fairlead.kernel.metric.Metric;
import io.fairlead.kernel.metric.Metric.Point;
import io.fairlead.kernel.metric.Metric.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.Supplier;

/** Counts who was let in and who was not. Says nothing about names. */
final class AuthenticationMeter {

  private final AtomicLongArray counts = new AtomicLongArray(Result.values().length);

  private enum Result {
    /** With a right credential. */
    ACCEPTED,
    /** With a wrong one. */
    REFUSED,
    /** Without any. */
    MISSING,
    /** Not looked at: too many guesses were wrong, or too many verifications are under way. */
    LIMITED
  }

  /** Runs a verification and counts how it ends. */
  <T> T counted(boolean hasCredential, Supplier<T> verification) {
    try {
      T known = verification.get();
      count(Result.ACCEPTED);
      return known;
    } catch (Unauthenticated e) {
      count(hasCredential ? Result.REFUSED : Result.MISSING);
      throw e;
    } catch (Exhausted e) {
      count(Result.LIMITED);
      throw e;
    }
  }

  Metric metric() {
    List<Point> points =
        Arrays.stream(Result.values())
            .map(
                r ->
                    Point.of(
                        Map.of("result", r.name().toLowerCase(Locale.ROOT)),
                        counts.get(r.ordinal())))
            .toList();
    return new Metric(
        "fairlead_authentications_total",
        Type.COUNTER,
        "Requests and logins whose sender was asked for, by how that ended.",
        points);
  }

  private void count(Result result) {
    counts.incrementAndGet(result.ordinal());
  }
}

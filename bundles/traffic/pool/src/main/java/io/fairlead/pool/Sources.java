package io.fairlead.pool;

import io.fairlead.traffic.pool.spi.ConnectionSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The sources of connections that are there now, by driver. */
final class Sources {

  private record Offer(ConnectionSource source, String driver, int ranking, long serviceId) {}

  /** How long a driver that has gone is taken for one that is on its way back. */
  static final long RETURNING_MS = 3_000;

  private static final Comparator<Offer> BEST_FIRST =
      Comparator.comparingInt(Offer::ranking).reversed().thenComparingLong(Offer::serviceId);

  private final List<Offer> offers = new ArrayList<>();

  /** Of drivers that have gone: what comes back, or nothing when the time is up. */
  private final Map<String, CompletableFuture<Optional<ConnectionSource>>> returning =
      new HashMap<>();

  synchronized void add(ConnectionSource source, String driver, int ranking, long serviceId) {
    offers.add(new Offer(source, driver, ranking, serviceId));
    offers.sort(BEST_FIRST);
    CompletableFuture<Optional<ConnectionSource>> awaited = returning.remove(driver);
    if (awaited != null) {
      awaited.complete(Optional.of(source));
    }
  }

  synchronized void remove(String driver, long serviceId) {
    if (offers.removeIf(o -> o.serviceId() == serviceId) && find(driver) == null) {
      returning.put(
          driver,
          new CompletableFuture<Optional<ConnectionSource>>()
              .completeOnTimeout(Optional.empty(), RETURNING_MS, TimeUnit.MILLISECONDS));
    }
  }

  /** As {@link #find}; one that has just gone, as it does in an update, is waited for. */
  synchronized CompletableFuture<Optional<ConnectionSource>> awaited(String driver) {
    ConnectionSource present = find(driver);
    CompletableFuture<Optional<ConnectionSource>> back = returning.get(driver);
    return present != null || back == null
        ? CompletableFuture.completedFuture(Optional.ofNullable(present))
        : back;
  }

  /** The one that pools of this driver use: the highest ranking, then the oldest. */
  synchronized @Nullable ConnectionSource find(String driver) {
    for (Offer offer : offers) {
      if (offer.driver().equals(driver)) {
        return offer.source();
      }
    }
    return null;
  }
}

package io.fairlead.pool;

import io.fairlead.traffic.pool.spi.ConnectionSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The sources of connections that are there now, by driver. */
final class Sources {

  private record Offer(ConnectionSource source, String driver, int ranking, long serviceId) {}

  private static final Comparator<Offer> BEST_FIRST =
      Comparator.comparingInt(Offer::ranking).reversed().thenComparingLong(Offer::serviceId);

  private final List<Offer> offers = new ArrayList<>();

  synchronized void add(ConnectionSource source, String driver, int ranking, long serviceId) {
    offers.add(new Offer(source, driver, ranking, serviceId));
    offers.sort(BEST_FIRST);
  }

  synchronized void remove(long serviceId) {
    offers.removeIf(o -> o.serviceId() == serviceId);
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

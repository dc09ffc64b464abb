package io.fairlead.rest.host;

import java.util.Comparator;

/**
 * A resource that somebody offers.
 *
 * @param id of the service: later ones have higher ones
 * @param ranking of the service: of two with one name the higher one serves
 * @param bundle the symbolic name of who offers it
 * @param name unique among those that serve
 */
record Offered(long id, int ranking, String bundle, String name, Object resource) {

  /** The one that serves first. */
  static final Comparator<Offered> BEST_FIRST =
      Comparator.comparingInt(Offered::ranking).reversed().thenComparingLong(Offered::id);

  boolean hasNameOf(Offered other) {
    return name.equals(other.name());
  }
}

package io.fairlead.pool.core;

import java.util.Optional;
import java.util.stream.Collectors;

/** Why somebody who waits is not served now, in words. */
final class HeldUp {

  private HeldUp() {}

  static String by(Pool pool, Waiter waiter) {
    Optional<String> whole = wholePool(pool);
    return whole.or(() -> quota(pool, waiter)).orElseGet(() -> connections(pool));
  }

  /** What keeps all from being served. */
  private static Optional<String> wholePool(Pool pool) {
    String state = pool.state();
    return switch (state) {
      case "running" -> Optional.empty();
      case "no_driver" ->
          Optional.of("driver " + pool.settings().spec().driver() + " is not there");
      case "database_down" -> Optional.of("the database is down: " + pool.errorText());
      default -> pool.mode().serves() ? Optional.empty() : Optional.of("the pool is " + state);
    };
  }

  /** What keeps this one back although others may be served, or its pool though others are not. */
  static Optional<String> quota(Pool pool, Waiter waiter) {
    Share share = waiter.share;
    Optional<String> ofPartition =
        share == null || share == pool.shares.sole ? Optional.empty() : partition(pool, share);
    return ofPartition.or(pool.places::heldUpBy);
  }

  private static Optional<String> partition(Pool pool, Share share) {
    Work.Limit reached = share.work.reached();
    if (reached != Work.Limit.NONE) {
      return Optional.of(Messages.limitReached(share, reached));
    }
    if (share.ceilingLeft() == 0) {
      return Optional.of(
          "partition %s has as many as it may, max_connections is %d"
              .formatted(share.name, share.settings().max()));
    }
    if (share.room() != Share.NO_ROOM) {
      return Optional.empty();
    }
    String reserves =
        pool.shares.present().stream()
            .filter(other -> other.reservedLeft() > 0)
            .map(other -> other.reservedLeft() + " for partition " + other.name)
            .collect(Collectors.joining(", "));
    return reserves.isEmpty()
        ? Optional.empty()
        : Optional.of("what is not lent is kept by min_connections: " + reserves);
  }

  private static String connections(Pool pool) {
    Counts now = Counts.of(pool);
    int opening = pool.filler.underWay();
    if (opening > 0) {
      return "opening " + opening + (opening == 1 ? " connection" : " connections");
    }
    int most = pool.settings().max();
    if (now.total() < most) {
      return "more connections are opened as creation_throttle and elastic allow";
    }
    return "all connections are in use, max_connections is " + most;
  }
}

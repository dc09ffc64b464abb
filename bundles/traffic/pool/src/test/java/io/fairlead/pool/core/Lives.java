package io.fairlead.pool.core;

import io.fairlead.pool.core.LifeSettings.Aging;
import io.fairlead.pool.core.LifeSettings.Recycling;
import io.fairlead.traffic.pool.Loan;
import io.fairlead.traffic.pool.spi.ResetMode;
import io.fairlead.traffic.pool.spi.ServerException;
import java.time.Duration;
import java.util.Optional;

/** Settings about lives, each with one thing that is not the standard. */
final class Lives {

  private Lives() {}

  private static LifeSettings with(
      Aging aging, long borrows, Recycling recycling, ResetMode reset) {
    return new LifeSettings(
        aging,
        borrows,
        0.25,
        20,
        recycling,
        reset,
        Optional.empty(),
        false,
        Duration.ofSeconds(3),
        Optional.empty(),
        Duration.ofSeconds(3),
        LeakSettings.OFF);
  }

  static LifeSettings aging(Aging aging, long borrows) {
    return with(aging, borrows, Recycling.FAST, ResetMode.STANDARD);
  }

  static LifeSettings recycling(Recycling how) {
    return with(Aging.TIME, 1, how, ResetMode.STANDARD);
  }

  static LifeSettings reset(ResetMode mode) {
    return with(Aging.TIME, 1, Recycling.FAST, mode);
  }

  static LifeSettings validating(boolean onRelease, Optional<Duration> keepalive) {
    return new LifeSettings(
        Aging.TIME,
        1,
        0.25,
        20,
        Recycling.FAST,
        ResetMode.STANDARD,
        Optional.of("SELECT 7"),
        onRelease,
        Duration.ofSeconds(3),
        keepalive,
        Duration.ofSeconds(4),
        LeakSettings.OFF);
  }

  static LifeSettings leaks(Duration threshold, boolean reclaim, boolean stacks) {
    LifeSettings base = LifeSettings.STANDARD;
    return new LifeSettings(
        base.aging(),
        base.maxBorrows(),
        base.errorThreshold(),
        base.jitterPercent(),
        base.recycling(),
        base.reset(),
        base.validationQuery(),
        base.validateOnRelease(),
        base.releaseTimeout(),
        base.keepalive(),
        base.keepaliveTimeout(),
        new LeakSettings(threshold, reclaim, stacks));
  }

  static void work(Loan loan) {
    try {
      loan.run("SELECT 1", c -> true);
    } catch (ServerException e) {
      throw new AssertionError(e);
    }
  }

  /** Work that fails, the connection staying usable. */
  static void fail(Loan loan) {
    ServerException why = new ServerException("syntax", "42601", false, null);
    try {
      loan.run(
          "SELEC",
          c -> {
            throw why;
          });
    } catch (ServerException e) {
      if (e != why) {
        throw new AssertionError(e);
      }
    }
  }
}

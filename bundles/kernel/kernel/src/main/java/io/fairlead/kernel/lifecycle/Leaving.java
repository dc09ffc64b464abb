package io.fairlead.kernel.lifecycle;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongBinaryOperator;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/**
 * What bundles have just left behind. An update takes a bundle away and brings it back; what it
 * offered may serve on until then, so that nobody sees a gap. Without a sign that the bundle is on
 * its way that is a moment; with one ({@link Returning}) it is as long as a start may take.
 *
 * <p>Safe for use by several threads.
 */
public final class Leaving<T> {

  /** How long a bundle that is on its way is waited for. */
  public static final long RETURN_NANOS = TimeUnit.SECONDS.toNanos(3);

  private record Left<T>(String bundle, T what, long until) {}

  private final LongSupplier lingerNanos;
  private final LongSupplier ticker;
  private final List<Left<T>> all = new ArrayList<>();

  /**
   * @param lingerNanos how long what was left stays without a sign of its bundle
   * @param ticker nanoseconds
   */
  public Leaving(LongSupplier lingerNanos, LongSupplier ticker) {
    this.lingerNanos = lingerNanos;
    this.ticker = ticker;
  }

  /**
   * A bundle has left this behind.
   *
   * @return after how many nanoseconds it is worth a look
   */
  public synchronized long add(String bundle, T what) {
    long nanos = lingerNanos.getAsLong();
    all.add(new Left<>(bundle, what, ticker.getAsLong() + nanos));
    return nanos;
  }

  /** A bundle of this name is on its way; true when something is kept for it. */
  public synchronized boolean returns(String bundle) {
    return keepFor(bundle, RETURN_NANOS, Math::max);
  }

  /**
   * A bundle of this name was uninstalled; true when what it left goes a moment from now, or
   * before: that it was is heard of late when the machine is busy.
   */
  public synchronized boolean ends(String bundle) {
    return keepFor(bundle, lingerNanos.getAsLong(), Math::min);
  }

  private boolean keepFor(String bundle, long nanos, LongBinaryOperator choice) {
    long now = ticker.getAsLong();
    boolean kept = false;
    for (int i = 0; i < all.size(); i++) {
      Left<T> left = all.get(i);
      long rest = left.until() - now;
      if (left.bundle().equals(bundle) && rest > 0) {
        all.set(i, new Left<>(bundle, left.what(), now + choice.applyAsLong(rest, nanos)));
        kept = true;
      }
    }
    return kept;
  }

  /** What is kept still, the latest first. */
  public synchronized List<T> kept() {
    long now = ticker.getAsLong();
    all.removeIf(left -> left.until() - now <= 0);
    List<T> kept = new ArrayList<>();
    for (Left<T> left : all) {
      kept.add(0, left.what());
    }
    return kept;
  }

  /** Keeps what fits no longer. */
  public synchronized void forget(Predicate<T> which) {
    all.removeIf(left -> which.test(left.what()));
  }
}

package io.fairlead.access;

import io.fairlead.kernel.error.Exhausted;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * How many wrong guesses an address has: a token bucket each, in which only what fails costs a
 * token. No user is ever locked: the owner comes in from elsewhere, or from the same address after
 * a moment. The address that guessed longest ago is forgotten first.
 */
final class Attempts {

  private final int burst;
  private final long refillNanos;
  private final int mostAddresses;
  private final LongSupplier nanoTime;
  private final Map<String, Bucket> buckets = new LinkedHashMap<>(16, 0.75f, true);

  /**
   * @param burst wrong guesses at once
   * @param refill one more after each
   */
  Attempts(int burst, Duration refill, int mostAddresses, LongSupplier nanoTime) {
    this.burst = burst;
    this.refillNanos = refill.toNanos();
    this.mostAddresses = mostAddresses;
    this.nanoTime = nanoTime;
  }

  /** Tokens at a time; kept as what was there then. */
  private record Bucket(double tokens, long at) {}

  /**
   * @throws Exhausted when the address has no guess left
   */
  synchronized void check(String address) {
    Bucket bucket = buckets.get(address);
    if (bucket == null) {
      return;
    }
    double tokens = tokensNow(bucket);
    if (tokens < 1) {
      Duration wait = Duration.ofNanos((long) Math.ceil((1 - tokens) * refillNanos));
      throw new Exhausted(
          "too many wrong guesses: " + address,
          wait.plusSeconds(1).truncatedTo(ChronoUnit.SECONDS));
    }
  }

  synchronized void failed(String address) {
    Bucket bucket = buckets.get(address);
    double tokens = bucket == null ? burst : tokensNow(bucket);
    buckets.put(address, new Bucket(Math.max(0, tokens - 1), nanoTime.getAsLong()));
    if (buckets.size() > mostAddresses) {
      buckets.remove(buckets.keySet().iterator().next());
    }
  }

  private double tokensNow(Bucket bucket) {
    return Math.min(
        burst, bucket.tokens + (double) (nanoTime.getAsLong() - bucket.at) / refillNanos);
  }
}

package io.fairlead.access;

import io.fairlead.kernel.error.Exhausted;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * How many wrong guesses there are by a key, such as an address: a token bucket each, in which only
 * what fails costs a token. Nobody is ever locked out for good: a token comes back after a moment.
 * The key that was guessed by longest ago is forgotten first.
 */
final class Attempts {

  private final int burst;
  private final long refillNanos;
  private final int mostKeys;
  private final LongSupplier nanoTime;
  private final Map<String, Bucket> buckets = new LinkedHashMap<>(16, 0.75f, true);

  /**
   * @param burst wrong guesses at once
   * @param refill one more after each
   */
  Attempts(int burst, Duration refill, int mostKeys, LongSupplier nanoTime) {
    this.burst = burst;
    this.refillNanos = refill.toNanos();
    this.mostKeys = mostKeys;
    this.nanoTime = nanoTime;
  }

  /** Tokens at a time; kept as what was there then. */
  private record Bucket(double tokens, long at) {}

  /**
   * @throws Exhausted when the key has no guess left
   */
  synchronized void check(String key) {
    Bucket bucket = buckets.get(key);
    if (bucket == null) {
      return;
    }
    double tokens = tokensNow(bucket);
    if (tokens < 1) {
      Duration wait = Duration.ofNanos((long) Math.ceil((1 - tokens) * refillNanos));
      throw Exhausted.byCaller(
          "too many wrong guesses", wait.plusSeconds(1).truncatedTo(ChronoUnit.SECONDS));
    }
  }

  synchronized void failed(String key) {
    Bucket bucket = buckets.get(key);
    double tokens = bucket == null ? burst : tokensNow(bucket);
    buckets.put(key, new Bucket(Math.max(0, tokens - 1), nanoTime.getAsLong()));
    if (buckets.size() > mostKeys) {
      buckets.remove(buckets.keySet().iterator().next());
    }
  }

  private double tokensNow(Bucket bucket) {
    return Math.min(
        burst, bucket.tokens + (double) (nanoTime.getAsLong() - bucket.at) / refillNanos);
  }
}

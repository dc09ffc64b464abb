package io.fairlead.pool.core;

import static org.junit.Assert.assertEquals;

import org.junit.Test;

public class TokenBucketTest {

  /** So late that the clock overflows meanwhile. */
  private static final long NOW = Long.MAX_VALUE - Integer.parseInt("500");

  @Test
  public void soManyAtOnceAndThenOneInEachInterval() {
    TokenBucket bucket = new TokenBucket(100, 3, NOW);
    for (int i = 0; i < 3; i++) {
      assertEquals(0, bucket.until(NOW));
      bucket.take(NOW);
    }
    assertEquals(100, bucket.until(NOW));
    assertEquals(1, bucket.until(NOW + 99));
    assertEquals(0, bucket.until(NOW + 100));
    assertEquals(0, bucket.until(NOW + 1_000));
  }

  @Test
  public void whatWasTakenStaysTakenWhenTheRateIsAnother() {
    TokenBucket bucket = new TokenBucket(100, 1, NOW);
    bucket.take(NOW);
    bucket.limit(100, 1, NOW + 1);
    assertEquals("a part of one is not forgotten", 99, bucket.until(NOW + 1));
    bucket.limit(1_000, 1, NOW + 50);
    assertEquals(500, bucket.until(NOW + 50));
  }
}

package io.fairlead.access;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

import io.fairlead.kernel.error.Exhausted;
import java.time.Duration;
import org.junit.Test;

public class AttemptsTest {

  private long now;
  private final Attempts attempts = new Attempts(3, Duration.ofSeconds(2), 2, () -> now);

  @Test
  public void anAddressRunsOutOfGuessesAndGetsThemBack() {
    fail("a", 3);
    Exhausted e = assertThrows(Exhausted.class, () -> attempts.check("a"));
    assertEquals(Duration.ofSeconds(3), e.retryAfter());
    attempts.check("b");
    now += Duration.ofSeconds(2).toNanos();
    attempts.check("a");
    fail("a", 1);
    assertThrows(Exhausted.class, () -> attempts.check("a"));
    now += Duration.ofHours(1).toNanos();
    fail("a", 3);
    assertThrows(Exhausted.class, () -> attempts.check("a"));
  }

  @Test
  public void theAddressThatGuessedLongestAgoIsForgotten() {
    fail("a", 3);
    fail("b", 3);
    fail("c", 1);
    attempts.check("a");
    assertThrows(Exhausted.class, () -> attempts.check("b"));
  }

  private void fail(String address, int times) {
    for (int i = 0; i < times; i++) {
      attempts.failed(address);
    }
  }
}

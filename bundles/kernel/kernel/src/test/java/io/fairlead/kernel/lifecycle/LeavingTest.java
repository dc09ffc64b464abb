package io.fairlead.kernel.lifecycle;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.Test;

public class LeavingTest {

  private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5);
  private final Leaving<String> leaving = new Leaving<>(() -> 10, now::get);

  @Test
  public void whatWasLeftStaysForAMoment() {
    assertEquals(10, leaving.add("a", "first"));
    now.addAndGet(9);
    leaving.add("b", "second");
    assertEquals(List.of("second", "first"), leaving.kept());
    now.addAndGet(1);
    assertEquals(List.of("second"), leaving.kept());
  }

  @Test
  public void itStaysLongerWhenItsBundleIsOnItsWay() {
    leaving.add("a", "first");
    leaving.add("b", "second");
    now.addAndGet(9);
    assertTrue(leaving.returns("a"));
    assertFalse(leaving.returns("c"));
    now.addAndGet(Leaving.RETURN_NANOS - 1);
    assertEquals(List.of("first"), leaving.kept());
    now.addAndGet(1);
    assertEquals(List.of(), leaving.kept());
  }

  @Test
  public void itStaysForAMomentWhenItsBundleIsUninstalledAfterAll() {
    leaving.add("a", "first");
    leaving.returns("a");
    assertTrue(leaving.ends("a"));
    assertFalse(leaving.ends("b"));
    now.addAndGet(9);
    assertEquals(List.of("first"), leaving.kept());
    now.addAndGet(1);
    assertEquals(List.of(), leaving.kept());
  }

  @Test
  public void thatItWasUninstalledKeepsItNoLonger() {
    leaving.add("a", "first");
    now.addAndGet(9);
    assertTrue(leaving.ends("a"));
    now.addAndGet(1);
    assertEquals(List.of(), leaving.kept());
  }

  @Test
  public void whatIsOverDoesNotComeBack() {
    leaving.add("a", "first");
    now.addAndGet(10);
    assertFalse(leaving.returns("a"));
    assertEquals(List.of(), leaving.kept());
  }

  @Test
  public void whatIsThereAgainIsForgotten() {
    leaving.add("a", "first");
    leaving.add("a", "second");
    leaving.forget("first"::equals);
    assertEquals(List.of("second"), leaving.kept());
  }
}

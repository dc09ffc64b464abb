package io.fairlead.rest.host;

import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.fairlead.kernel.lifecycle.Leaving;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.Test;

public class DepartedPagesTest {

  private final AtomicLong now = new AtomicLong();
  private final DepartedPages departed = new DepartedPages(new Leaving<>(() -> 10, now::get));

  @Test
  public void aPageIsAwaitedForAMomentAndAnotherNever() {
    departed.left("a", List.of("/docs/one.json", "/ui/*"));
    assertTrue(departed.awaits("/docs/one.json"));
    assertTrue(departed.awaits("/ui"));
    assertTrue(departed.awaits("/ui/style.css"));
    assertFalse(departed.awaits("/docs/two.json"));
    assertFalse(departed.awaits("/uix"));
    now.addAndGet(10);
    assertFalse(departed.awaits("/ui"));
  }

  @Test
  public void itIsAwaitedLongerWhileItsBundleIsOnItsWay() {
    departed.left("a", List.of("/ui/*"));
    departed.returns("a");
    now.addAndGet(11);
    assertTrue(departed.awaits("/ui/"));
  }
}

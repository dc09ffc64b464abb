package io.fairlead.rest.host;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.swagger.v3.oas.annotations.Operation;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.junit.After;
import org.junit.Test;

public class ResourceBoardTest {

  private final ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1);
  private final AtomicLong linger = new AtomicLong(TimeUnit.MILLISECONDS.toNanos(1));
  private final List<List<Object>> served = new CopyOnWriteArrayList<>();
  private volatile boolean broken;
  private final ResourceBoard board =
      new ResourceBoard(
          resources -> {
            if (broken) {
              throw new IllegalStateException("nothing can be served");
            }
            if (resources.stream().anyMatch(Unfit.class::isInstance)) {
              throw new IllegalStateException("does not go together\nwith the others");
            }
            served.add(List.copyOf(resources));
          },
          linger::get,
          System::nanoTime,
          executor);

  private final Object first = new First();
  private final Object second = new Second();

  @After
  public void end() {
    executor.shutdownNow();
  }

  @Test
  public void whatComesTogetherIsServedAtOnce() {
    board.add(offered(1, 0, "a", first));
    board.add(offered(2, 0, "b", second));
    assertSettlesOn(first, second);
    assertEquals(1, served.size());
    assertEquals(List.of(First.class, Second.class), board.snapshot().classes());
  }

  @Test
  public void whatIsGoneIsServedNoMore() {
    board.add(offered(1, 0, "a", first));
    board.add(offered(2, 0, "b", second));
    assertSettlesOn(first, second);
    long generation = board.snapshot().generation();
    board.remove(1);
    assertSettlesOn(second);
    assertTrue(board.snapshot().generation() > generation);
  }

  @Test
  public void anUpdateShowsNoGap() {
    linger.set(TimeUnit.MINUTES.toNanos(1));
    board.add(offered(1, 0, "a", first));
    await(() -> isServed(first));
    board.remove(1);
    Object next = new First();
    board.add(offered(2, 0, "a", next));
    await(() -> isServed(next));
    assertEquals(2, served.size());
  }

  @Test
  public void whatABundleOnItsWayLeftBehindServesUntilItIsThere() {
    linger.set(TimeUnit.MILLISECONDS.toNanos(300));
    board.add(offered(1, 0, "a", first));
    board.add(offered(2, 0, "b", second));
    assertSettlesOn(first, second);
    board.remove(1);
    board.returns("bundle1");
    board.remove(2);
    await(() -> isServed(first) && !isServed(second));
    Object next = new First();
    board.add(offered(3, 0, "a", next));
    await(() -> isServed(next));
    assertFalse(served.contains(List.of()));
  }

  @Test
  public void oneThatGoesBeforeItServedLeavesThePlaceToItsPredecessor() {
    linger.set(TimeUnit.MINUTES.toNanos(1));
    board.add(offered(1, 0, "a", first));
    assertSettlesOn(first);
    board.remove(1);
    board.add(offered(2, 0, "a", new First()));
    board.remove(2);
    board.add(offered(3, 0, "b", second));
    await(() -> isServed(first, second));
  }

  @Test
  public void whatAnUninstalledBundleLeftServesForAMomentOnly() {
    linger.set(TimeUnit.MILLISECONDS.toNanos(1));
    board.add(offered(1, 0, "a", first));
    board.add(offered(2, 0, "b", second));
    assertSettlesOn(first, second);
    linger.set(TimeUnit.MINUTES.toNanos(1));
    board.remove(1);
    linger.set(TimeUnit.MILLISECONDS.toNanos(1));
    board.ends("bundle1");
    await(() -> isServed(second));
  }

  @Test
  public void theHigherRankingServesAndTheOtherIsShown() {
    board.add(offered(1, 0, "a", first));
    board.add(offered(2, 5, "a", second));
    assertSettlesOn(second);
    assertEquals(1, board.rejections().size());
    assertEquals("the name a is taken by bundle2", board.rejections().get(0).reason());
    board.remove(2);
    assertSettlesOn(first);
    assertEquals(List.of(), board.rejections());
  }

  @Test
  public void itIsNotSettledWhileNothingCanBeServedAndTriesAgain() {
    broken = true;
    board.add(offered(1, 0, "a", first));
    board.add(offered(2, 0, "b", second));
    await(() -> board.rejections().size() == 2);
    assertFalse(board.settled());
    broken = false;
    assertSettlesOn(first, second);
    assertEquals(List.of(), board.rejections());
  }

  @Test
  public void oneThatDoesNotFitNeverVoidsTheRest() {
    board.add(offered(1, 0, "a", first));
    board.add(offered(2, 0, "unfit", new Unfit()));
    board.add(offered(3, 0, "b", second));
    assertSettlesOn(first, second);
    assertEquals(1, board.rejections().size());
    assertEquals(Unfit.class.getName(), board.rejections().get(0).what());
    assertEquals("does not go together", board.rejections().get(0).reason());
    assertEquals(List.of(First.class, Second.class), board.snapshot().classes());
  }

  @Test
  public void everyBrokenRuleIsSaid() {
    assertBroken("has no @Path on the class", new Object());
    assertBroken("anonymous has no @Operation(operationId = …)", new Anonymous());
    assertBroken("below has @Path, but no HTTP method such as @GET", new Locator());
    assertBroken("again: operationId first is that of resource a", new Again());
    assertBroken("operationId twice is that of resource bad", new Twice());
  }

  private void assertBroken(String reason, Object resource) {
    ResourceRules rules = new ResourceRules();
    assertFalse(rules.broken(offered(1, 0, "a", first)).isPresent());
    String broken = rules.broken(offered(2, 0, "bad", resource)).orElse("");
    assertTrue(broken, broken.endsWith(reason));
  }

  /** The report follows the switch, so both hold for certain only when the board has settled. */
  private void assertSettlesOn(Object... resources) {
    await(board::settled);
    assertEquals(List.of(resources), served.get(served.size() - 1));
  }

  private boolean isServed(Object... resources) {
    return !served.isEmpty() && served.get(served.size() - 1).equals(List.of(resources));
  }

  private static Offered offered(long id, int ranking, String name, Object resource) {
    return new Offered(id, ranking, "bundle" + id, name, resource);
  }

  private static void await(BooleanSupplier condition) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (!condition.getAsBoolean()) {
      assertTrue("not in time", System.nanoTime() < end);
      java.util.concurrent.locks.LockSupport.parkNanos(1_000_000);
    }
  }

  @Path("/first")
  public static final class First {
    @GET
    @Operation(operationId = "first")
    public String first() {
      return "";
    }
  }

  @Path("/second")
  public static final class Second {
    @GET
    @Operation(operationId = "second")
    public String second() {
      return "";
    }
  }

  @Path("/unfit")
  public static final class Unfit {}

  @Path("/anonymous")
  public static final class Anonymous {
    @GET
    public String anonymous() {
      return "";
    }
  }

  @Path("/locator")
  public static final class Locator {
    @Path("below")
    public Object below() {
      return this;
    }
  }

  @Path("/again")
  public static final class Again {
    @GET
    @Operation(operationId = "first")
    public String again() {
      return "";
    }
  }

  @Path("/twice")
  public static final class Twice {
    @GET
    @Operation(operationId = "twice")
    public String one() {
      return "";
    }

    @GET
    @Path("other")
    @Operation(operationId = "twice")
    public String other() {
      return "";
    }
  }
}

package io.fairlead.pool.core;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

import io.fairlead.kernel.error.Invalid;
import io.fairlead.kernel.page.PageRequest;
import io.fairlead.pool.core.Harness.Asked;
import io.fairlead.traffic.pool.AcquireRequest;
import io.fairlead.traffic.pool.ClearRequest;
import io.fairlead.traffic.pool.Loan;
import io.fairlead.traffic.pool.WaiterView;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.Test;

/** Who waits is shown why, whatever the reason is. */
public class WhyTest {

  private static final WorkLimits ONE_SECOND =
      new WorkLimits(
          1_000_000_000L, Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE, 60_000_000_000L, false);

  private static PartitionSettings partition(String match, int min, int max, WorkLimits limits) {
    return new PartitionSettings(
        "of_" + match, "user", match, 1, Optional.empty(), min, max, 3, limits);
  }

  private static WaiterView first(Harness h) {
    return h.pool.waiting(new PageRequest(1, 10)).data().get(0);
  }

  private static String why(Harness h) {
    return first(h).because();
  }

  @Test
  public void allConnectionsAreInUse() {
    Harness h = new Harness(s -> s.size(1, 1, 1));
    h.take();
    h.ask();
    assertEquals("all connections are in use, max_connections is 1", why(h));
  }

  @Test
  public void thePoolIsPaused() {
    Harness h = new Harness(s -> s.size(1, 1, 1));
    h.pool.pause();
    h.ask();
    assertEquals("the pool is paused", why(h));
    assertEquals("nobody's end would help", List.of(), first(h).waitsFor());
  }

  @Test
  public void itsDriverIsNotThere() {
    Harness h = new Harness(s -> s.size(1, 1, 1), Mode.RUNNING, false);
    h.ask();
    assertEquals("driver com.example.Driver is not there", why(h));
  }

  @Test
  public void theDatabaseIsDown() {
    Harness h = new Harness(s -> s.size(0, 0, 1));
    h.server.refusal = Optional.of("no route");
    h.ask();
    h.settle();
    assertEquals("the database is down: no route", why(h));
  }

  @Test
  public void itsPartitionHasAsManyAsItMay() {
    Harness h =
        new Harness(s -> s.size(2, 2, 2).partitioned(partition("ann", 0, 1, WorkLimits.NONE)));
    h.ask(AcquireRequest.of("ann")).loan();
    Asked second = h.ask(AcquireRequest.of("ann"));
    String why = "partition of_ann has as many as it may, max_connections is 1";
    assertEquals(why, why(h));
    h.advance(Duration.ofSeconds(30));
    assertEquals(
        "pool orders: no connection within 30 s (active 1, idle 1, total 2, waiting 0); " + why,
        second.failure.getMessage());
  }

  @Test
  public void whatIsLeftIsReservedForOthers() {
    Harness h =
        new Harness(s -> s.size(2, 2, 2).partitioned(partition("ann", 2, 2, WorkLimits.NONE)));
    h.ask(AcquireRequest.of("ben"));
    assertEquals("what is not lent is kept by min_connections: 2 for partition of_ann", why(h));
  }

  @Test
  public void itsPartitionHasReachedALimit() throws Exception {
    Harness h = new Harness(s -> s.size(2, 2, 2).partitioned(partition("ann", 0, 2, ONE_SECOND)));
    Loan loan = h.ask(AcquireRequest.of("ann")).loan();
    loan.run(
        "slow",
        connection -> {
          h.time.advanceOnly(Duration.ofSeconds(1));
          return null;
        });
    loan.release();
    h.ask(AcquireRequest.of("ann"));
    assertEquals(
        "partition of_ann has reached its cpu_limit_seconds for this window of 60 s", why(h));
  }

  @Test
  public void aPartitionThatIsNotThereIsNotCleared() {
    ClearRequest typo = new ClearRequest(Optional.empty(), Optional.of("of_an"));
    Harness whole = new Harness(s -> s.size(1, 1, 1));
    assertEquals(
        "none, the pool is not partitioned",
        assertThrows(Invalid.class, () -> whole.pool.clearQueue(typo))
            .faults()
            .get(0)
            .expectation());
    Harness parted =
        new Harness(s -> s.size(1, 1, 1).partitioned(partition("ann", 0, 1, WorkLimits.NONE)));
    assertEquals(
        "one of default, of_ann",
        assertThrows(Invalid.class, () -> parted.pool.clearQueue(typo))
            .faults()
            .get(0)
            .expectation());
  }
}

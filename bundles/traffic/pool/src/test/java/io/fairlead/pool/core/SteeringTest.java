package io.fairlead.pool.core;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotNull;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.fairlead.kernel.error.Conflict;
import io.fairlead.kernel.error.Unavailable;
import io.fairlead.pool.core.Harness.Asked;
import io.fairlead.traffic.pool.DrainRequest;
import io.fairlead.traffic.pool.Loan;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.Test;

public class SteeringTest {

  private static final Duration DEADLINE = Duration.ofSeconds(30);

  @Test
  public void whoAsksAPausedPoolWaitsUntilItGoesOn() {
    Harness h = new Harness(s -> s.size(1, 1, 2));
    Loan out = h.take();
    h.pool.pause();
    Asked waiter = h.ask();
    out.release();
    h.settle();
    assertTrue(waiter.waits());
    assertEquals("paused", h.pool.state());
    h.pool.resume();
    assertNotNull(waiter.loan());
    assertEquals("running", h.pool.state());
  }

  @Test
  public void whoWaitedTooLongForAPausedPoolIsToldSo() {
    Harness h = new Harness(s -> s, Mode.PAUSED, true);
    Asked waiter = h.ask();
    h.advance(DEADLINE);
    assertTrue(waiter.failure instanceof Unavailable);
    assertTrue(
        waiter.failure.getMessage(),
        waiter.failure.getMessage().startsWith("pool orders: paused, no connection within 30 s ("));
  }

  @Test
  public void aDrainServesThoseWhoWaitAndRefusesWhoComes() {
    Harness h = new Harness(s -> s.size(1, 1, 1));
    Loan out = h.take();
    Asked waiter = h.ask();
    assertEquals(
        1,
        h.pool.drain(new DrainRequest(DrainRequest.OnWaiters.SERVE, Optional.empty(), DEADLINE)));
    Asked late = h.ask();
    assertEquals(
        "pool orders: draining, no new loans (active 1, idle 0, total 1, waiting 1)",
        late.failure.getMessage());
    out.release();
    Loan last = waiter.loan();
    assertEquals("draining", h.pool.state());
    last.release();
    h.settle();
    assertEquals("drained", h.pool.state());
    assertEquals("nothing is open", 0, h.server.open());
    assertTrue(h.events.containsAll(List.of("draining", "drained")));
  }

  @Test
  public void aDrainCanRefuseThoseWhoWait() {
    Harness h = new Harness(s -> s.size(1, 1, 1));
    Loan out = h.take();
    Asked waiter = h.ask();
    h.pool.drain(new DrainRequest(DrainRequest.OnWaiters.REFUSE, Optional.empty(), DEADLINE));
    assertTrue(waiter.failure instanceof Unavailable);
    out.release();
    h.settle();
    assertEquals("drained", h.pool.state());
  }

  @Test
  public void anIdlePoolIsDrainedAtOnce() {
    Harness h = new Harness(s -> s.size(2, 2, 2));
    assertEquals(
        0,
        h.pool.drain(new DrainRequest(DrainRequest.OnWaiters.SERVE, Optional.empty(), DEADLINE)));
    assertEquals("not active any more", new Counts(0, 0, 2, 0), h.pool.counts());
    h.settle();
    assertEquals("drained", h.pool.state());
    assertEquals(Counts.NONE, h.pool.counts());
    assertEquals(0, h.server.open());
    h.advance(Duration.ofMinutes(10));
    assertEquals("not filled again", 2, h.server.opened.size());
  }

  @Test
  public void atTheDeadlineWhatIsOutIsTakenBack() {
    Harness h = new Harness(s -> s.size(1, 1, 1));
    Loan out = h.take();
    Asked waiter = h.ask();
    h.pool.drain(new DrainRequest(DrainRequest.OnWaiters.SERVE, Optional.empty(), DEADLINE));
    h.advance(DEADLINE.minusNanos(1));
    assertTrue(out.revocation().isEmpty());
    h.advance(Duration.ofNanos(1));
    assertEquals(
        "connection 1: taken back, pool orders is draining", out.revocation().orElseThrow());
    assertNotNull(waiter.failure);
    assertEquals("drained", h.pool.state());
    assertEquals(0, h.server.open());
  }

  @Test
  public void aDrainedPoolResumes() {
    Harness h = new Harness(s -> s.size(1, 1, 1), Mode.DRAINED, true);
    assertEquals(0, h.server.attempts);
    assertNotNull(h.ask().failure);
    h.pool.resume();
    h.settle();
    assertNotNull(h.take());
  }

  @Test
  public void aResumeEndsADrainAndItsDeadline() {
    Harness h = new Harness(s -> s.size(1, 1, 1));
    Loan out = h.take();
    h.pool.drain(new DrainRequest(DrainRequest.OnWaiters.SERVE, Optional.empty(), DEADLINE));
    h.pool.resume();
    h.advance(Duration.ofMinutes(5));
    assertTrue(out.revocation().isEmpty());
    out.release();
    assertNotNull(h.take());
  }

  @Test
  public void aClosedPoolIsGoneWhenItsLastConnectionIs() {
    Harness h = new Harness(s -> s.size(2, 2, 2));
    Loan out = h.take();
    CompletableFuture<Void> gone = h.pool.close(DEADLINE);
    h.settle();
    assertEquals("the idle one is closed", 1, h.server.open());
    assertFalse(gone.isDone());
    assertNotNull(h.ask().failure);
    assertThrows(Conflict.class, h.pool::resume);
    out.release();
    h.settle();
    assertTrue(gone.isDone());
    assertTrue(h.crew("work").closed);
  }

  @Test
  public void aClosedPoolTakesBackWhatIsOutAtTheDeadline() {
    Harness h = new Harness(s -> s.size(1, 1, 1));
    Loan out = h.take();
    CompletableFuture<Void> gone = h.pool.close(DEADLINE);
    h.advance(DEADLINE);
    assertTrue(out.revocation().isPresent());
    assertTrue(gone.isDone());
  }

  @Test
  public void withoutADriverWhoAsksWaitsAndIsThenToldWhichIsMissing() {
    Harness h = new Harness(s -> s, Mode.RUNNING, false);
    assertEquals("no_driver", h.pool.state());
    Asked waiter = h.ask();
    h.advance(DEADLINE);
    assertEquals(
        "pool orders: driver com.example.Driver is not there, no connection within 30 s (active 0,"
            + " idle 0, total 0, waiting 0)",
        waiter.failure.getMessage());
  }

  @Test
  public void whenADriverComesWhoWaitsIsServed() {
    Harness h = new Harness(s -> s.size(2, 2, 2), Mode.RUNNING, false);
    Asked waiter = h.ask();
    h.pool.source(h.server, Duration.ZERO);
    h.settle();
    assertNotNull(waiter.loan());
    assertEquals("running", h.pool.state());
    h.assertNumbers(1, 1, 0);
  }

  @Test
  public void whenADriverGoesIdleOnesAreClosedAndLoansHaveADeadline() {
    Harness h = new Harness(s -> s.size(2, 2, 2));
    Loan out = h.take();
    CompletableFuture<Void> closed = h.pool.source(null, Duration.ofSeconds(10));
    assertFalse(closed.isDone());
    h.settle();
    assertTrue(closed.isDone());
    assertEquals(1, h.server.open());
    assertEquals("no_driver", h.pool.state());
    h.advance(Duration.ofSeconds(9));
    assertTrue(out.revocation().isEmpty());
    h.advance(Duration.ofSeconds(1));
    assertEquals(
        "connection 1: its driver com.example.Driver is gone", out.revocation().orElseThrow());
    assertEquals(0, h.server.open());
  }

  @Test
  public void anEmbeddedDatabaseIsClosedWholeBeforeItsDriverHasGone() {
    Harness h = new Harness(s -> s.size(2, 2, 2).url("jdbc:h2:file:./data/main"));
    Loan out = h.take();
    CompletableFuture<Void> closed = h.pool.source(null, Duration.ofSeconds(10));
    h.settle();
    assertEquals(1, h.server.open());
    assertFalse("a loan uses it", closed.isDone());
    h.advance(Duration.ofSeconds(1));
    assertTrue(out.revocation().isPresent());
    assertEquals(0, h.server.open());
    assertTrue(closed.isDone());
  }

  @Test
  public void anotherDriverBeginsAGeneration() {
    Harness h = new Harness(s -> s.size(1, 1, 3));
    Loan old = h.take();
    FakeServer other = new FakeServer();
    h.pool.source(other, Duration.ofSeconds(10));
    h.settle();
    assertEquals("beside the old one", 1, other.open());
    assertEquals(List.of("1 [] 1 0", "2 [driver] 0 1"), generations(h));
    old.release();
    h.settle();
    assertEquals(0, h.server.open());
    assertEquals(List.of("2 [driver] 0 1"), generations(h));
  }

  @Test
  public void aSealedSettingThatIsAnotherBeginsAGenerationThatSaysWhich() {
    Harness h = new Harness(s -> s.size(1, 1, 3));
    Loan old = h.take();
    h.apply(new Harness.Settings().size(1, 1, 3).url("jdbc:fake:other").build());
    h.apply(new Harness.Settings().size(2, 2, 3).url("jdbc:fake:other").build());
    h.settle();
    assertEquals(List.of("1 [] 1 0", "2 [url] 0 2"), generations(h));
    assertEquals(1, h.view(old).generation());
    assertEquals(2, h.view(h.take()).generation());
    old.release();
    h.settle();
    assertEquals(List.of("2 [url] 1 1"), generations(h));
  }

  private static List<String> generations(Harness h) {
    return h.pool.generations().stream()
        .map(
            g ->
                "%d %s %d %d"
                    .formatted(
                        g.generation(), g.changed(), g.activeConnections(), g.idleConnections()))
        .toList();
  }

  @Test
  public void anEmbeddedDatabaseIsClosedWholeBeforeAnotherDriverOpensIt() {
    Harness h = new Harness(s -> s.size(2, 2, 4).url("jdbc:h2:file:./data/main"));
    Loan old = h.take();
    FakeServer other = new FakeServer();
    other.onOpen = () -> assertEquals("the old driver has it open", 0, h.server.open());
    h.pool.source(other, Duration.ofSeconds(10));
    Asked waiter = h.ask();
    h.settle();
    assertEquals(0, other.attempts);
    assertTrue(waiter.waits());
    old.release();
    h.settle();
    assertNotNull(waiter.loan());
    assertEquals(2, other.open());
  }

  @Test
  public void aServerIsNotAnEmbeddedDatabase() {
    assertTrue(EmbeddedDatabases.holds(spec("jdbc:h2:mem:x")));
    assertTrue(EmbeddedDatabases.holds(spec("JDBC:H2:./data/x")));
    assertFalse(EmbeddedDatabases.holds(spec("jdbc:h2:tcp://localhost/x")));
    assertFalse(EmbeddedDatabases.holds(spec("jdbc:h2:ssl://localhost/x")));
    assertFalse(EmbeddedDatabases.holds(spec("jdbc:postgresql://localhost/x")));
  }

  private static io.fairlead.traffic.pool.spi.ConnectionSpec spec(String url) {
    return new Harness.Settings().url(url).build().spec();
  }
}

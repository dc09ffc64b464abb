package io.fairlead.pool.core;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotNull;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;
import static org.junit.Assert.fail;

import io.fairlead.pool.core.Harness.Asked;
import io.fairlead.traffic.pool.AcquireRequest;
import io.fairlead.traffic.pool.ConnectionView;
import io.fairlead.traffic.pool.Loan;
import io.fairlead.traffic.pool.spi.ServerException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.Test;

public class LoanTest {

  private final Harness h = new Harness(s -> s.size(1, 1, 1));
  private final FakeConnection connection = h.server.opened.get(0);

  /** Works, and does something meanwhile. */
  private static void work(Loan loan, Runnable meanwhile) {
    try {
      loan.run(
          "UPDATE t",
          c -> {
            meanwhile.run();
            return true;
          });
    } catch (ServerException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  public void aStaleLoanIsRefusedBeforeItReachesTheDriver() {
    Loan stale = h.take();
    stale.release();
    Loan present = h.take();
    ServerException gone =
        assertThrows(ServerException.class, () -> stale.run("SELECT 1", c -> true));
    assertEquals("08003", gone.sqlState());
    stale.cancel();
    stale.release();
    h.settle();
    h.assertNumbers(1, 0, 0);
    work(present, () -> {});
    assertEquals(0, connection.cancels.get());
  }

  @Test
  public void oneThreadWorksAtATime() {
    Loan loan = h.take();
    work(
        loan,
        () -> assertThrows(IllegalStateException.class, () -> loan.run("SELECT 2", c -> true)));
    work(loan, () -> {});
  }

  @Test
  public void whatIsReleasedWhileItWorksComesHomeWhenThatEnds() {
    Loan loan = h.take();
    Asked waiter = h.ask();
    work(
        loan,
        () -> {
          loan.release();
          h.settle();
          assertTrue(waiter.waits());
        });
    h.settle();
    assertNotNull(waiter.loan());
  }

  @Test
  public void aConnectionIsLentToNobodyUntilItsCancelIsBack() {
    Loan loan = h.take();
    Asked waiter = h.ask();
    connection.onCancel =
        () -> {
          assertTrue("cancel is not back", waiter.waits());
        };
    work(
        loan,
        () -> {
          loan.cancel();
          loan.release();
        });
    assertEquals("cancelling", h.view(loan).state());
    assertTrue(h.crew("cancel").waiting() > 0);
    assertTrue(waiter.waits());
    h.settle();
    assertNotNull(waiter.loan());
  }

  @Test
  public void aCancelThatComesTooLateIsNotSent() {
    Loan loan = h.take();
    work(loan, loan::cancel);
    h.settle();
    assertEquals("the work had ended", 0, connection.cancels.get());
    loan.cancel();
    h.settle();
    assertEquals("nothing ran", 0, connection.cancels.get());
  }

  @Test
  public void aCancelReachesWhatRuns() {
    Loan loan = h.take();
    work(
        loan,
        () -> {
          loan.cancel();
          h.settle();
          assertEquals(1, connection.cancels.get());
        });
    h.settle();
    work(loan, () -> {});
    assertTrue("the loan stands", loan.revocation().isEmpty());
  }

  @Test
  public void aCancelBeforeTheDriverHadBegunIsAskedAgain() {
    Loan loan = h.take();
    work(
        loan,
        () -> {
          loan.cancel();
          h.settle();
          h.advance(Duration.ofMillis(1100));
          assertEquals(3, connection.cancels.get());
        });
  }

  @Test
  public void whatDoesNotStopIsCut() {
    Loan loan = h.take();
    ServerException why =
        assertThrows(
            ServerException.class,
            () ->
                loan.run(
                    "SELECT sleep()",
                    c -> {
                      loan.cancel();
                      h.settle();
                      h.advance(Duration.ofSeconds(5));
                      assertTrue(connection.aborted);
                      throw new ServerException("cut", "08006", true, null);
                    }));
    String text = "connection 1: did not stop within 5 s of its cancel, it is taken back";
    assertEquals(text, why.getMessage());
    assertEquals(Optional.of(text), loan.revocation());
    h.settle();
    assertTrue(connection.closed);
    h.assertNumbers(0, 1, 0);
  }

  @Test
  public void whatTheDriverCannotCutIsStuckWithItsStatementAndKeepsItsPlace() {
    h.server.abortable = false;
    Loan loan = h.take();
    Asked waiter = h.ask();
    work(
        loan,
        () -> {
          loan.cancel();
          loan.release();
          h.advance(Duration.ofSeconds(6));
          ConnectionView stuck = h.view(loan);
          assertEquals("stuck", stuck.state());
          assertEquals("UPDATE t", stuck.statement());
          assertTrue(waiter.waits());
          assertEquals("its place is taken", 1, h.server.opened.size());
        });
    h.settle();
    assertTrue(connection.closed);
    assertEquals(2, waiter.loan().connectionId());
  }

  /** Out of memory in an embedded database, say: what the connection is in then, nobody knows. */
  @Test
  public void aConnectionOnWhichTheJavaMachineFailedIsReplaced() {
    Loan loan = h.take();
    assertThrows(
        OutOfMemoryError.class,
        () ->
            loan.run(
                "SELECT REPEAT('x', 1000000000)",
                c -> {
                  throw new OutOfMemoryError("Java heap space");
                }));
    Asked waiter = h.ask();
    loan.release();
    h.settle();
    assertTrue(connection.closed);
    assertEquals(2, waiter.loan().connectionId());
  }

  @Test
  public void aKilledConnectionIsClosedAndItsHolderGetsAnErrorWithTheNextWork() {
    Loan loan = h.take();
    assertTrue(h.pool.kill(1));
    h.settle();
    assertTrue(connection.closed);
    assertEquals(Optional.of("connection 1: was killed"), loan.revocation());
    ServerException why =
        assertThrows(ServerException.class, () -> loan.run("SELECT 1", c -> true));
    assertEquals("connection 1: was killed", why.getMessage());
    loan.release();
    h.settle();
    h.assertNumbers(0, 1, 0);
    assertFalse("gone", h.pool.kill(1));
  }

  @Test
  public void killingWhatWorksCancelsItFirst() {
    Loan loan = h.take();
    ServerException why =
        assertThrows(
            ServerException.class,
            () ->
                loan.run(
                    "SELECT sleep()",
                    c -> {
                      h.pool.kill(1);
                      h.settle();
                      assertEquals(1, connection.cancels.get());
                      assertFalse(connection.closed);
                      throw new ServerException("canceled", "57014", false, null);
                    }));
    assertEquals("connection 1: was killed", why.getMessage());
    h.settle();
    assertTrue(connection.closed);
  }

  @Test
  public void whoseConnectionIsTakenBackUnderItsWorkIsToldOnceAndNotByTheOneWhoTakesIt() {
    Loan loan = h.take();
    List<String> told = new ArrayList<>();
    loan.whenRevoked(why -> told.add("an earlier holder"));
    loan.whenRevoked(told::add);
    work(
        loan,
        () -> {
          h.pool.kill(1);
          assertEquals("not on the killer's thread", List.of(), told);
          h.settle();
          h.pool.kill(1);
          h.settle();
        });
    assertEquals(List.of("connection 1: was killed"), told);
  }

  @Test
  public void whoDoesNothingOnItsConnectionIsNotToldThatItIsTakenBack() {
    Loan loan = h.take();
    loan.whenRevoked(why -> fail(why));
    h.pool.kill(1);
    h.settle();
    assertTrue(connection.closed);
  }

  @Test
  public void workThatWasDoneBeforeItsKillArrivedIsNotDenied() {
    Loan loan = h.take();
    work(loan, () -> h.pool.kill(1));
    h.settle();
    assertTrue(connection.closed);
  }

  @Test
  public void anIdleConnectionCanBeKilledToo() {
    h.pool.kill(1);
    h.settle();
    assertTrue(connection.closed);
    h.assertNumbers(0, 1, 0);
  }

  @Test
  public void aLentConnectionShowsItsHolderAndWhatItDoes() {
    Loan loan =
        h.ask(
                new AcquireRequest(
                    OptionalLong.of(42), "ann", Optional.of("127.0.0.1:5"), Optional.empty()))
            .loan();
    loan.pinned(Optional.of("SET"));
    work(
        loan,
        () -> {
          ConnectionView view = h.view(loan);
          assertEquals(
              List.of(42L, "ann", "127.0.0.1:5", "active", "UPDATE t", "SET", "FAKE"),
              List.of(
                  view.sessionId(),
                  view.username(),
                  view.clientAddress(),
                  view.state(),
                  view.statement(),
                  view.pinnedBecause(),
                  view.database()));
        });
    connection.transaction = true;
    work(loan, () -> {});
    assertTrue(h.view(loan).transaction());
    assertEquals(2, h.view(loan).queriesExecuted());
    loan.release();
    h.settle();
    h.advance(Duration.ofSeconds(3));
    ConnectionView idle = h.view(loan);
    assertNull(idle.username());
    assertNull(idle.sessionId());
    assertFalse(idle.transaction());
    assertEquals("idle", idle.state());
    assertEquals(3, idle.idleTimeSecs());
    assertEquals(1, idle.borrowCount());
  }

  @Test
  public void whatHappensToConnectionsIsSaid() {
    h.take().release();
    h.pool.kill(1);
    h.settle();
    assertEquals(
        List.of("created 1", "acquired 1", "released 1", "destroyed 1", "created 2"), h.events);
  }
}

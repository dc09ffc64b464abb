package io.fairlead.pool.core;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.fairlead.traffic.pool.Loan;
import io.fairlead.traffic.pool.spi.ServerException;
import java.time.Duration;
import java.util.Optional;
import org.junit.Test;

public class LoanTimeoutsTest {

  private static final Duration SECOND = Duration.ofSeconds(1);

  private static Harness harness(int statement, int idle, int transaction) {
    return new Harness(s -> s.size(1, 1, 1).timeouts(statement, idle, transaction));
  }

  private static Loan borrow(Harness h) {
    Loan loan = h.take();
    loan.underTimeouts();
    return loan;
  }

  private static void statement(Loan loan, boolean open) throws ServerException {
    loan.run(
        "SELECT 1",
        c -> {
          ((FakeConnection) c).transaction = open;
          return true;
        });
  }

  private static String refused(Loan loan) {
    ServerException why =
        assertThrows(ServerException.class, () -> loan.run("SELECT 1", c -> true));
    assertEquals("08003", why.sqlState());
    return why.getMessage();
  }

  /** Works until the time has passed; what it fails with then, if it was cancelled. */
  private static ServerException works(Harness h, Loan loan, Duration time, String state) {
    FakeConnection connection = h.server.opened.get(h.server.opened.size() - 1);
    int before = connection.cancels.get();
    return assertThrows(
        ServerException.class,
        () ->
            loan.run(
                "SELECT sleep()",
                c -> {
                  h.advance(time);
                  String now = connection.cancels.get() > before ? state : "none";
                  throw new ServerException("as the driver says it", now, false, null);
                }));
  }

  @Test
  public void aStatementThatTakesTooLongIsCancelledAndTheLoanGoesOn() throws ServerException {
    Harness h = harness(3, 0, 0);
    Loan loan = borrow(h);
    assertEquals("none", works(h, loan, Duration.ofMillis(2_900), "57014").sqlState());
    ServerException why = works(h, loan, Duration.ofSeconds(5), "70100");
    assertEquals("57014", why.sqlState());
    assertEquals("connection 1: statement timeout: cancelled after 3 s", why.getMessage());
    statement(loan, false);
    assertEquals(Optional.empty(), loan.revocation());
    loan.release();
    h.settle();
    h.assertNumbers(0, 1, 0);
  }

  @Test
  public void eachStatementHasItsOwnTime() throws ServerException {
    Harness h = harness(3, 0, 0);
    Loan loan = borrow(h);
    for (int i = 0; i < 10; i++) {
      loan.run(
          "SELECT 1",
          c -> {
            h.advance(SECOND);
            return true;
          });
    }
    assertEquals(0, h.server.opened.get(0).cancels.get());
  }

  @Test
  public void aTransactionThatNobodyGoesOnWithIsEndedWithItsLoan() throws ServerException {
    Harness h = harness(0, 60, 0);
    Loan loan = borrow(h);
    statement(loan, true);
    h.advance(Duration.ofMillis(59_900));
    assertEquals(Optional.empty(), loan.revocation());
    h.advance(Duration.ofSeconds(2));
    String why = "connection 1: idle in transaction timeout: rolled back after 60 s";
    assertEquals(Optional.of(why), loan.revocation());
    assertEquals(why, refused(loan));
    assertTrue("closed, and so rolled back", h.server.opened.get(0).closed);
    loan.release();
    h.settle();
    h.assertNumbers(0, 1, 0);
  }

  @Test
  public void anyCallPutsItOff() throws ServerException {
    Harness h = harness(0, 60, 0);
    Loan loan = borrow(h);
    statement(loan, true);
    for (int i = 0; i < 10; i++) {
      h.advance(Duration.ofSeconds(40));
      loan.step(c -> true);
    }
    assertEquals(Optional.empty(), loan.revocation());
  }

  @Test
  public void withoutATransactionALoanMayRest() throws ServerException {
    Harness h = harness(0, 60, 60);
    Loan loan = borrow(h);
    statement(loan, true);
    statement(loan, false);
    h.advance(Duration.ofSeconds(1_000));
    statement(loan, false);
  }

  @Test
  public void aWholeTransactionIsCountedFromItsBeginning() throws ServerException {
    Harness h = harness(0, 60, 100);
    Loan loan = borrow(h);
    for (int i = 0; i < 3; i++) {
      statement(loan, true);
      h.advance(Duration.ofSeconds(33));
    }
    assertEquals(Optional.empty(), loan.revocation());
    h.advance(Duration.ofSeconds(2));
    assertEquals("connection 1: transaction timeout: rolled back after 100 s", refused(loan));
    assertTrue(h.server.opened.get(0).closed);
  }

  @Test
  public void whatRunsInItIsCancelled() throws ServerException {
    Harness h = harness(0, 0, 10);
    Loan loan = borrow(h);
    statement(loan, true);
    ServerException why = works(h, loan, Duration.ofSeconds(12), "57014");
    assertEquals("08003", why.sqlState());
    assertEquals("connection 1: transaction timeout: rolled back after 10 s", why.getMessage());
    h.settle();
    assertTrue(h.server.opened.get(0).closed);
  }

  @Test
  public void manyShortTransactionsAreNotOneLong() throws ServerException {
    Harness h = harness(0, 0, 10);
    Loan loan = borrow(h);
    for (int i = 0; i < 100; i++) {
      statement(loan, true);
      h.advance(Duration.ofMillis(1_500));
      statement(loan, false); // between two looks
      statement(loan, true);
      h.advance(Duration.ofMillis(1_500));
      statement(loan, false);
    }
    assertEquals(Optional.empty(), loan.revocation());
  }

  @Test
  public void theTransactionOfTheLastBorrowerIsNotTheNextOnes() throws ServerException {
    Harness h = harness(0, 10, 10);
    Loan first = borrow(h);
    statement(first, true);
    h.advance(Duration.ofSeconds(5));
    first.release(); // reset at home
    h.settle();
    Loan next = borrow(h);
    assertFalse(h.view(next).transaction());
    h.advance(Duration.ofSeconds(30));
    statement(next, true);
    h.advance(Duration.ofSeconds(5));
    statement(next, true);
    assertEquals(1, h.stats().totalCreated());
  }

  @Test
  public void whoLooksAfterHisTimeoutsHimselfIsLeftAlone() throws ServerException {
    Harness h = harness(1, 1, 1);
    Loan loan = h.take();
    statement(loan, true);
    h.advance(Duration.ofSeconds(100));
    assertEquals("none", works(h, loan, Duration.ofSeconds(100), "57014").sqlState());
    statement(loan, false);
  }

  @Test
  public void aTimeoutThatIsSetHoldsForWhatIsOut() throws ServerException {
    Harness h = harness(0, 0, 0);
    Loan loan = borrow(h);
    statement(loan, true);
    h.advance(Duration.ofSeconds(1_000));
    h.apply(new Harness.Settings().size(1, 1, 1).timeouts(0, 5, 0).build());
    h.advance(Duration.ofSeconds(4));
    assertEquals(Optional.empty(), loan.revocation());
    h.advance(Duration.ofSeconds(3));
    refused(loan);
  }

  /** A cancel for what ran before, held up until something else runs, does nothing to that. */
  @Test
  public void aCancelIsForWhatWasMeantOnly() throws ServerException {
    Harness h = harness(0, 0, 0);
    Loan loan = borrow(h);
    loan.run(
        "SELECT 1",
        c -> {
          loan.cancel(() -> false);
          h.settle();
          h.advance(Duration.ofSeconds(20)); // nor is it cut for not ending
          return true;
        });
    assertEquals(0, h.server.opened.get(0).cancels.get());
    statement(loan, false);
    assertEquals(Optional.empty(), loan.revocation());
  }
}

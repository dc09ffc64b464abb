package io.fairlead.session;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.fairlead.kernel.error.Exhausted;
import io.fairlead.kernel.error.NotFound;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.Test;

public class SessionTest {

  private final SessionHarness it = new SessionHarness();

  @Test
  public void holdsNoConnectionBetweenStatements() {
    assertEquals("ok", it.query("SELECT 1"));
    assertEquals(0, it.pool.out());
    assertEquals("idle", it.view().state());
    assertNull(it.view().connectionId());
    assertEquals(1, it.view().statements());
  }

  @Test
  public void holdsOneConnectionFromBeginToCommit() {
    assertEquals("transaction", it.begin());
    assertEquals("idle_in_transaction", it.view().state());
    assertEquals("ok", it.query("INSERT"));
    assertEquals(1, it.pool.loans.size());
    assertEquals(1, it.pool.out());
    assertEquals("ok", it.commit());
    assertEquals(0, it.pool.out());
    assertEquals(List.of("begin()", "INSERT", "commit()"), it.pool.connection.seen);
    assertNull(it.view().transactionId());
    assertEquals(1, it.view().transactions());
  }

  @Test
  public void aTransactionBegunAsTextIsOneToo() {
    it.query("BEGIN");
    assertEquals("idle_in_transaction", it.view().state());
    assertTrue(it.begin().startsWith("error: a transaction is open already"));
    it.query("ROLLBACK");
    assertEquals("idle", it.view().state());
    assertEquals(0, it.pool.out());
  }

  @Test
  public void commitAndRollbackWithoutTransactionAreErrorsAndTakeNoConnection() {
    assertEquals("error: no transaction is open", it.commit());
    assertEquals("error: no transaction is open", it.rollback());
    assertTrue(it.pool.loans.isEmpty());
  }

  @Test
  public void aFailedStatementInATransactionLeavesItOpen() {
    it.begin();
    assertEquals("error: no such table", it.query("FAIL"));
    assertEquals("idle_in_transaction", it.view().state());
    assertEquals("ok", it.rollback());
  }

  @Test
  public void aLostConnectionEndsTheTransaction() {
    it.begin();
    assertEquals("error: connection lost", it.query("LOST"));
    assertEquals(0, it.pool.out());
    assertEquals("idle", it.view().state());
    assertEquals("error: no transaction is open", it.commit());
  }

  @Test
  public void stateLeftBehindPinsTheConnectionAndSaysWhy() {
    it.query("SET");
    assertEquals("SET", it.view().pinnedBecause());
    assertEquals(Optional.of("SET"), it.pool.loans.get(0).pinned);
    it.query("SELECT 1");
    assertEquals(1, it.pool.loans.size());
    it.session.close();
    assertEquals(0, it.pool.out());
  }

  @Test
  public void waitingForAConnectionIsShownAndEndsWithThePoolsError() {
    it.pool.grantAtOnce = false;
    it.session.query("SELECT 1", it.sink, it.callback);
    assertEquals("waiting", it.view().state());
    assertEquals("main", it.view().waitingFor());
    it.pool.refuseNext(new Exhausted("pool main: no connection within 30 s"));
    it.pool.work();
    assertEquals("error: pool main: no connection within 30 s", it.last());
    assertEquals("idle", it.view().state());
  }

  @Test
  public void aMissingPoolIsNamed() {
    it.present = Optional.empty();
    assertEquals("error: pool main: there is none of that name", it.query("SELECT 1"));
  }

  @Test
  public void terminateWhileWaitingFreesThePlaceAndAnswers() {
    it.pool.grantAtOnce = false;
    it.session.query("SELECT 1", it.sink, it.callback);
    it.registry.terminate(it.session.id(), "ended by an administrator");
    assertTrue(it.pool.waiting.isEmpty());
    assertEquals(List.of("error: ended by an administrator"), it.answers);
    assertEquals(List.of("ended by an administrator"), it.endings);
    assertThrows(NotFound.class, () -> it.registry.terminate(it.session.id(), "again"));
  }

  @Test
  public void aGrantThatCrossesTheTerminationGoesHomeUnused() {
    it.session.query("SELECT 1", it.sink, it.callback);
    // Granted, but the executor has not come to it.
    it.registry.terminate(it.session.id(), "ended");
    it.pool.work();
    assertEquals(0, it.pool.out());
    assertTrue(it.pool.connection.seen.isEmpty());
    assertEquals(List.of("error: ended"), it.answers);
  }

  @Test
  public void terminateWhileAStatementRunsCancelsAnswersOnceAndTouchesTheSinkNoMore() {
    it.pool.connection.during = () -> it.registry.terminate(it.session.id(), "ended");
    it.query("SELECT 1");
    assertEquals(1, it.pool.loans.get(0).cancels);
    assertEquals(0, it.pool.out());
    assertEquals(List.of("error: ended"), it.answers);
    assertTrue(it.rows.isEmpty());
    assertEquals(List.of("ended"), it.endings);
  }

  @Test
  public void aClientThatGoesInMidTransactionLeavesNoConnectionOut() {
    it.begin();
    it.session.close();
    assertEquals(0, it.pool.out());
    assertTrue("who closes is not told", it.endings.isEmpty());
    assertEquals("error: the session is closed: closed by the client", it.query("SELECT 1"));
  }

  @Test
  public void aKilledConnectionIsAnErrorAndTheSessionLives() {
    it.begin();
    it.pool.loans.get(0).revocation = Optional.of("connection 1 was closed by an administrator");
    assertEquals("error: connection 1 was closed by an administrator", it.query("SELECT 1"));
    assertEquals("ok", it.query("SELECT 2"));
    assertEquals(0, it.pool.out());
  }

  @Test
  public void statementTimeoutCancelsAndSaysSo() {
    it.pool.statementTimeout = Optional.of(Duration.ofSeconds(3));
    it.pool.connection.during =
        () -> {
          it.alarms.pass(Duration.ofSeconds(3));
          assertEquals(1, it.pool.loans.get(0).cancels);
        };
    assertEquals("error: statement timeout: cancelled after 3 s", it.query("FAIL"));
    assertEquals(0, it.pool.out());
    it.pool.connection.during = () -> {};
    assertEquals("ok", it.query("SELECT 1"));
  }

  @Test
  public void aStatementThatDoesNotEndForACancelIsAnsweredAllTheSame() {
    it.pool.statementTimeout = Optional.of(Duration.ofSeconds(3));
    it.pool.connection.during =
        () -> {
          it.alarms.pass(Duration.ofSeconds(3));
          assertEquals(List.of(), it.answers);
          it.alarms.pass(Duration.ofMillis(100));
          assertEquals(
              List.of(
                  "error: statement timeout: cancelled after 3 s; the database has not answered"
                      + " the cancel yet"),
              it.answers);
          assertEquals("idle", it.view().state());
          assertEquals(0, it.pool.out());
        };
    it.query("SELECT 1");
    assertEquals(1, it.answers.size());
    assertTrue(it.rows.isEmpty());
  }

  @Test
  public void aKilledConnectionWhoseStatementDoesNotEndIsAnErrorAllTheSame() {
    it.pool.connection.during =
        () -> {
          it.pool.loans.get(0).whenRevoked.revoked("connection 1: was killed");
          assertEquals(List.of(), it.answers);
          it.alarms.pass(Duration.ofMillis(100));
          assertEquals(List.of("error: connection 1: was killed"), it.answers);
          assertEquals("idle", it.view().state());
          assertEquals(0, it.pool.out());
        };
    it.query("SELECT 1");
    assertEquals(1, it.answers.size());
    assertTrue(it.rows.isEmpty());
  }

  @Test
  public void statementTimeoutInATransactionRollsItBack() {
    it.pool.statementTimeout = Optional.of(Duration.ofSeconds(3));
    it.begin();
    it.pool.connection.during = () -> it.alarms.pass(Duration.ofSeconds(3));
    assertEquals("error: statement timeout: cancelled after 3 s", it.query("FAIL"));
    assertEquals(0, it.pool.out());
    assertNull(it.view().transactionId());
  }

  @Test
  public void idleInTransactionTimeoutRollsBackAndTellsTheNextRequest() {
    it.pool.idleInTransactionTimeout = Optional.of(Duration.ofSeconds(60));
    it.begin();
    it.alarms.pass(Duration.ofSeconds(59));
    assertEquals(1, it.pool.out());
    it.alarms.pass(Duration.ofSeconds(1));
    assertEquals(0, it.pool.out());
    assertEquals("idle", it.view().state());
    assertEquals("error: idle in transaction timeout: rolled back after 60 s", it.query("INSERT"));
    assertEquals("ok", it.query("INSERT"));
  }

  @Test
  public void activityPutsIdleInTransactionOff() {
    it.pool.idleInTransactionTimeout = Optional.of(Duration.ofSeconds(60));
    it.begin();
    for (int i = 0; i < 5; i++) {
      it.alarms.pass(Duration.ofSeconds(50));
      assertEquals("ok", it.query("INSERT"));
    }
  }

  @Test
  public void transactionTimeoutCountsFromTheBeginning() {
    it.pool.idleInTransactionTimeout = Optional.of(Duration.ofSeconds(60));
    it.pool.transactionTimeout = Optional.of(Duration.ofSeconds(100));
    it.begin();
    it.alarms.pass(Duration.ofSeconds(50));
    it.query("INSERT");
    it.alarms.pass(Duration.ofSeconds(49));
    assertEquals(1, it.pool.out());
    it.alarms.pass(Duration.ofSeconds(1));
    assertEquals(0, it.pool.out());
    assertEquals("error: transaction timeout: rolled back after 100 s", it.query("INSERT"));
  }

  @Test
  public void oneAlarmServesManyStatementsAndNoneIsLeftBehind() {
    it.pool.statementTimeout = Optional.of(Duration.ofSeconds(300));
    for (int i = 0; i < 1_000; i++) {
      it.query("SELECT 1");
    }
    assertEquals(1, it.alarms.made);
    it.session.close();
    assertEquals(0, it.alarms.waiting());
  }

  @Test
  public void eventsAndNumbersFollow() {
    it.query("SELECT 1");
    assertEquals(1, it.registry.stats().totalSessions());
    it.session.close();
    assertEquals(List.of("created", "active", "idle", "terminated"), it.events);
    assertEquals(0, it.registry.stats().totalSessions());
    assertEquals(1, it.registry.stats().peakSessions());
    assertFalse(it.registry.find(it.session.id()).isPresent());
  }

  @Test
  public void aDriversBugIsAnErrorAndTheConnectionGoesHome() {
    it.pool.connection.during =
        () -> {
          throw new IllegalStateException("bug");
        };
    assertEquals("error: internal error", it.query("SELECT 1"));
    assertEquals(0, it.pool.out());
    assertEquals("idle", it.view().state());
  }

  @Test
  public void aStatementTooLargeForTheMemoryIsToldSoAndTheSessionServesOn() {
    it.pool.connection.during =
        () -> {
          throw new OutOfMemoryError("Java heap space");
        };
    assertEquals(
        "error: the statement needed more memory than the server has free; ask for smaller values"
            + " or fewer rows at once",
        it.query("SELECT 1"));
    assertEquals(0, it.pool.out());
    assertEquals("idle", it.view().state());
  }

  @Test
  public void aStatementNestedTooDeeplyIsToldSoAndItsConnectionIsGivenUp() {
    it.pool.connection.during =
        () -> {
          throw new StackOverflowError();
        };
    assertEquals(
        "error: the statement is nested too deeply for the database to read it; break it up",
        it.query("SELECT 1"));
    assertEquals(0, it.pool.out());
    assertEquals("idle", it.view().state());
  }
}

package io.fairlead.session;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertTrue;

import io.fairlead.traffic.pool.PoolMode;
import java.util.List;
import java.util.Optional;
import org.junit.Test;

/** How long a session keeps its connection, and what it may leave there, is the pool's to say. */
public class PoolModeTest {

  private static final String NO_TRANSACTIONS =
      "error: pool main: transactions are refused, each statement runs alone (mode statement)";

  private final SessionHarness it = new SessionHarness();

  @Test
  public void aSessionKeepsItsConnectionToItsEnd() {
    it.pool.mode = PoolMode.SESSION;
    it.query("SELECT 1");
    assertEquals("session mode", it.view().pinnedBecause());
    assertEquals(Optional.of("session mode"), it.pool.loans.get(0).pinned);
    it.query("SELECT 2");
    it.begin();
    it.commit();
    assertEquals(1, it.pool.loans.size());
    assertEquals(1, it.pool.out());
    it.session.close();
    assertEquals(0, it.pool.out());
  }

  @Test
  public void aSessionKeepsNoConnectionThatIsLost() {
    it.pool.mode = PoolMode.SESSION;
    it.query("SELECT 1");
    assertEquals("error: connection lost", it.query("LOST"));
    assertEquals(0, it.pool.out());
    assertEquals("ok", it.query("SELECT 2"));
    assertEquals(2, it.pool.loans.size());
  }

  @Test
  public void anotherModeHoldsFromTheNextStatementOn() {
    it.pool.mode = PoolMode.SESSION;
    it.query("SELECT 1");
    it.pool.mode = PoolMode.TRANSACTION;
    it.query("SELECT 2");
    assertEquals(0, it.pool.out());
    assertNull(it.view().pinnedBecause());
  }

  @Test
  public void statementModeRefusesTransactions() {
    it.pool.mode = PoolMode.STATEMENT;
    assertEquals("ok", it.query("INSERT"));
    assertEquals(NO_TRANSACTIONS, it.begin());
    assertEquals(NO_TRANSACTIONS, it.query("BEGIN"));
    assertFalse(it.pool.connection.transaction);
    assertEquals(List.of("INSERT", "BEGIN", "rollback()"), it.pool.connection.seen);
    assertEquals("idle", it.view().state());
    assertEquals(0, it.pool.out());
  }

  @Test
  public void aTransactionFromBeforeStatementModeComesToItsEnd() {
    it.begin();
    it.pool.mode = PoolMode.STATEMENT;
    assertEquals("ok", it.query("INSERT"));
    assertEquals("ok", it.commit());
    assertEquals(List.of("begin()", "INSERT", "commit()"), it.pool.connection.seen);
  }

  @Test
  public void whatWouldStayIsRefusedBeforeItRuns() {
    it.pool.refusesSessionState = true;
    String refusal = it.query("SET");
    assertTrue(refusal, refusal.contains("SET is refused") && refusal.contains("on_session_state"));
    it.pool.refusesSessionState = false;
    it.pool.mode = PoolMode.STATEMENT;
    refusal = it.query("SET");
    assertTrue(refusal, refusal.contains("(mode statement)"));
    assertEquals(List.of(), it.pool.connection.seen);
    assertEquals(0, it.pool.out());
  }
}

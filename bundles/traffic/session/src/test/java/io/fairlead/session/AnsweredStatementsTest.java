package io.fairlead.session;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertSame;

import io.fairlead.traffic.session.RequestCallback;
import io.fairlead.traffic.session.SessionRequest;
import io.fairlead.traffic.session.spi.AnsweredStatement;
import io.fairlead.traffic.session.spi.StatementListener;
import java.util.ArrayList;
import java.util.List;
import org.junit.Test;

/** Who listens is told after the client, and who does not costs nothing. */
public class AnsweredStatementsTest {

  private static final SessionRequest SESSION =
      new SessionRequest("eve", "shop", "main", "127.0.0.1:4711", "native", "basic", reason -> {});

  private long now = 5;
  private List<StatementListener> listeners = List.of();
  private final List<Object> told = new ArrayList<>();
  private final AnsweredStatements statements = new AnsweredStatements(() -> listeners, () -> now);
  private final RequestCallback client =
      new RequestCallback() {
        @Override
        public void succeeded(long transactionId) {
          told.add(transactionId);
        }

        @Override
        public void failed(String message) {
          told.add(message);
        }
      };

  @Test
  public void withoutAListenerTheCallbackIsTheVerySame() {
    assertSame(client, statements.heard(client, SESSION, "SELECT 1"));
  }

  @Test
  public void aListenerIsToldAfterTheClientHowItEnded() {
    listeners = List.of(told::add);
    statements.heard(client, SESSION, "BEGIN").succeeded(7);
    RequestCallback heard = statements.heard(client, SESSION, "SELECT x");
    now = 12;
    heard.failed("no x");
    assertEquals(
        List.of(7L, statement("BEGIN", false, 0), "no x", statement("SELECT x", true, 7)), told);
  }

  @Test
  public void aListenerThatFailsHarmsNobodyAndOneThatHasGoneIsNotTold() {
    listeners =
        List.of(
            answered -> {
              throw new IllegalStateException("wrong");
            });
    statements.heard(client, SESSION, "SELECT 1").succeeded(0);
    List<Object> others = new ArrayList<>();
    listeners =
        List.of(
            answered -> {
              throw new NoClassDefFoundError("its bundle has gone");
            },
            others::add);
    statements.heard(client, SESSION, "SELECT 3").succeeded(3);
    assertEquals("who comes after it is told", 1, others.size());
    listeners = List.of(told::add);
    RequestCallback heard = statements.heard(client, SESSION, "SELECT 2");
    listeners = List.of();
    heard.succeeded(1);
    assertEquals(List.of(0L, 3L, 1L), told);
  }

  private static AnsweredStatement statement(String text, boolean failed, long nanos) {
    return new AnsweredStatement(
        text, "main", "shop", "127.0.0.1:4711", "native", "basic", failed, nanos);
  }
}

package io.fairlead.wire;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.util.Map;
import org.junit.After;
import org.junit.AfterClass;
import org.junit.Test;

public class TimeoutsTest {

  private final Harness harness = new Harness();
  private final RawClient client = harness.client();

  @After
  public void close() {
    client.close();
    harness.close();
  }

  @AfterClass
  public static void leaks() {
    Leaks.check();
  }

  @Test
  public void whoAsksNothingIsToldAndClosed() {
    assertEquals("pong", client.ping());
    harness.pass(301);
    assertEquals("error: idle timeout: nothing was asked for 300 s", client.answer());
    assertEquals("end", client.answer());
  }

  @Test
  public void whoSaysNothingAtAllIsToldAndClosed() {
    harness.served();
    harness.pass(301);
    assertEquals("error: idle timeout: nothing was asked for 300 s", client.answer());
    assertEquals("end", client.answer());
  }

  @Test
  public void aShorterTimeoutHoldsForThoseWhoAreThere() {
    assertEquals("pong", client.ping());
    harness.pass(100);
    assertEquals("pong", client.ping());
    harness.settings(Map.of("timeout_secs", "10"));
    harness.pass(11);
    assertEquals("error: idle timeout: nothing was asked for 10 s", client.answer());
  }

  @Test
  public void halfARequestIsNotWaitedForLong() {
    client.hex("00 08 53");
    Harness.await("it has come", () -> harness.served().view().bytesReceived() == 3);
    harness.pass(29);
    client.hex("45");
    Harness.await("more has come", () -> harness.served().view().bytesReceived() == 4);
    harness.pass(2);
    assertEquals(
        "error: request timeout: the request was not complete after 30 s", client.answer());
    assertEquals("end", client.answer());
    assertEquals(1, harness.wire.counters().errors.sum());
  }

  @Test
  public void aStatementThatRunsIsNobodysIdleness() {
    client.send(RawClient.query("WAIT"));
    Harness.await("it is under way", () -> harness.sessions.queries.get() == 1);
    harness.pass(1_000);
    try (RawClient other = harness.client()) {
      // The sweep that sees the time gone has been through when this one is told.
      assertEquals("pong", other.ping());
      harness.pass(301);
      assertEquals("error: idle timeout: nothing was asked for 300 s", other.answer());
    }
    harness.sessions.release();
    assertEquals("[] [] 0", client.answer());
    assertEquals("pong", client.ping());
  }

  @Test
  public void whoReadsNothingForTooLongIsClosed() {
    client.send(RawClient.query("ROWS 3000 10000"));
    Harness.await("the result waits for it", () -> harness.sessions.answered.get() == 1);
    Client served = harness.served();
    Harness.await("the socket takes no more", () -> !served.inbox().writable());
    Harness.await(
        "it is closed",
        () -> {
          harness.pass(200);
          return harness.wire.clients().size() == 0;
        });
    assertTrue(harness.wire.counters().errors.sum() > 0);
  }
}

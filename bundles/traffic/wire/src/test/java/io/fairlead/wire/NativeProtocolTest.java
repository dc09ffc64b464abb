package io.fairlead.wire;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.After;
import org.junit.AfterClass;
import org.junit.Test;

public class NativeProtocolTest {

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
  public void answersAreTheOriginalsByteForByte() {
    assertEquals("04", client.hex("04").readHex(1));
    assertEquals("0107", client.hex("01").readHex(2));
    assertEquals("02", client.hex("02").readHex(1));
    String none = "no transaction is open";
    assertEquals(
        "0316" + HexFormat.of().formatHex(none.getBytes(StandardCharsets.UTF_8)),
        client.hex("03").readHex(2 + none.length()));
    // columns [text, nothing], rows [[a, NULL]], 1
    assertEquals(
        "0002" + "0474657874" + "076e6f7468696e67" + "01" + "02" + "0161" + "044e554c4c" + "01",
        client.send(RawClient.query("ECHO a")).readHex(25));
    assertEquals("000000fb2c01", client.send(RawClient.query("CHANGE 300")).readHex(6));
    assertEquals("000000fc70110100", client.send(RawClient.query("CHANGE 70000")).readHex(8));
    assertEquals(
        "000000fd0000000001000000", client.send(RawClient.query("CHANGE 4294967296")).readHex(12));
  }

  @Test
  public void aRequestSplitAtEveryByteIsAnswered() {
    for (byte each : RawClient.query("ECHO split é")) {
      client.send(each);
    }
    assertEquals("[text, nothing] [[split é, NULL]] 1", client.answer());
  }

  @Test
  public void aThousandPipelinedRequestsAreAnsweredInOrder() {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (int i = 0; i < 1_000; i++) {
      all.writeBytes(
          switch (i % 4) {
            case 0 -> RawClient.query("CHANGE " + i);
            case 1 -> new byte[] {4};
            case 2 -> RawClient.query("NONSENSE " + i);
            default -> RawClient.query("");
          });
    }
    client.send(all.toByteArray());
    for (int i = 0; i < 1_000; i++) {
      assertEquals(
          switch (i % 4) {
            case 0 -> "[] [] " + i;
            case 1 -> "pong";
            case 2 -> "error: no such statement: NONSENSE " + i;
            default -> "error: No SQL statements";
          },
          client.answer());
    }
    assertEquals("one at a time", 1, harness.sessions.mostAtOnce.get());
  }

  @Test
  public void onlySixtyFourRequestsWaitInTheServer() throws Exception {
    client.send(RawClient.query("WAIT"));
    Harness.await("the first is under way", () -> harness.sessions.queries.get() == 1);
    byte[] pings = new byte[256 * 1024];
    Arrays.fill(pings, (byte) 4);
    Thread sender = new Thread(() -> client.send(pings));
    sender.start();
    Client served = harness.served();
    Harness.await("it reads no more", () -> !served.socket().config().isAutoRead());
    long read = served.view().bytesReceived();
    assertTrue("read: " + read, read < pings.length);
    harness.sessions.release();
    assertEquals("[] [] 0", client.answer());
    for (int i = 0; i < pings.length; i++) {
      assertEquals("pong", client.answer());
    }
    sender.join();
  }

  @Test
  public void wrongInputGetsAnErrorAndTheServerServesOn() {
    assertEquals("error: invalid UTF-8 in the SQL text", client.hex("00 01 ff").answer());
    assertEquals("pong", client.ping());
    client.hex("00 fc 01001000").send(new byte[(1 << 20) + 1]);
    assertEquals("error: SQL query too large: 1048577 bytes (max: 1048576 bytes)", client.answer());
    assertEquals("pong", client.ping());
    assertEquals(
        "error: SQL query too large: 18446744073709551615 bytes (max: 1048576 bytes)",
        client.hex("00 fd ffffffffffffffff 41 41").answer());
    assertEquals("end", client.answer());
    try (RawClient next = harness.client()) {
      assertEquals("pong", next.ping());
      assertEquals("error: unknown request: 9 (expected: 0 to 4)", next.hex("09 04").answer());
      assertEquals("end", next.answer());
    }
    assertEquals(4, harness.wire.counters().errors.sum());
  }

  @Test
  public void theLongestTextIsServed() {
    String text = "é".repeat(((1 << 20) - 6) / 2) + " ";
    assertEquals("[text, nothing] [[" + text + ", NULL]] 1", client.ask("ECHO " + text));
  }

  @Test
  public void textOfAllKindsComesBack() {
    for (int length : new int[] {5, 80, 85, 250, 255, 65_530, 65_535, 65_540, 200_000}) {
      String text = "a€𝄞é".repeat(length / 5);
      assertEquals("[text, nothing] [[" + text + ", NULL]] 1", client.ask("ECHO " + text));
    }
  }

  @Test
  public void aClientThatEndsItsOutputStillGetsItsAnswers() throws Exception {
    client.send(RawClient.query("CHANGE 1")).send(RawClient.query("CHANGE 2"));
    client.socket.shutdownOutput();
    assertEquals("[] [] 1", client.answer());
    assertEquals("[] [] 2", client.answer());
    assertEquals("end", client.answer());
    Harness.await("its session is closed", () -> harness.sessions.open.get() == 0);
  }

  @Test
  public void aClientThatHasEndedItsOutputIsTakenOutOfTheQueueSoon() throws Exception {
    harness.sessions.waiting = true;
    client.send(RawClient.query("WAIT"));
    Harness.await("it is under way", () -> harness.sessions.queries.get() == 1);
    client.socket.shutdownOutput();
    harness.pass(1); // well below what a request that runs has
    String answer = client.answer();
    assertTrue(answer, answer.contains("does not wait for a database connection"));
    Harness.await("its session is closed", () -> harness.sessions.open.get() == 0);
  }

  @Test
  public void aClientThatHasEndedItsOutputAndWhoseStatementRunsGetsItsTime() throws Exception {
    client.send(RawClient.query("WAIT"));
    Harness.await("it is under way", () -> harness.sessions.queries.get() == 1);
    client.socket.shutdownOutput();
    harness.pass(4);
    harness.sessions.release();
    assertEquals("[] [] 0", client.answer());
  }

  @Test
  public void aClientThatGoesClosesItsSession() {
    assertEquals("tx 7", client.send((byte) 1).answer());
    assertEquals(1, harness.sessions.open.get());
    client.close();
    Harness.await("its session is closed", () -> harness.sessions.open.get() == 0);
    Harness.await("it is not counted", () -> harness.wire.clients().size() == 0);
  }

  @Test
  public void aClientThatGoesWhileItsStatementRunsClosesItsSession() {
    client.send(RawClient.query("WAIT"));
    Harness.await("it is under way", () -> harness.sessions.queries.get() == 1);
    client.close();
    Harness.await(
        "its session is closed",
        () -> {
          harness.pass(1);
          return harness.sessions.open.get() == 0;
        });
  }

  @Test
  public void twoHundredAndFiftySixClientsAtOnce() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(32);
    List<RawClient> clients = new ArrayList<>();
    try {
      for (int i = 0; i < 256; i++) {
        clients.add(harness.client());
      }
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < 256; i++) {
        RawClient each = clients.get(i);
        int number = i;
        all.add(
            threads.submit(
                () -> {
                  for (int j = 0; j < 50; j++) {
                    assertEquals("[] [] " + (number * j), each.ask("CHANGE " + (number * j)));
                  }
                }));
      }
      for (Future<?> each : all) {
        each.get();
      }
      assertEquals(257, harness.wire.clients().size());
    } catch (ExecutionException e) {
      throw new AssertionError(e.getCause());
    } finally {
      clients.forEach(RawClient::close);
      threads.shutdownNow();
    }
  }

  @Test
  public void anEndedSessionTellsItsClient() {
    assertEquals("pong", client.ping());
    harness.sessions.terminate(
        harness.sessions.sessions.keySet().iterator().next(), "killed by admin");
    assertEquals("error: killed by admin", client.answer());
    assertEquals("end", client.answer());
  }
}

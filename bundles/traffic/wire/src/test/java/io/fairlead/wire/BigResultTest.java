package io.fairlead.wire;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.netty.util.internal.PlatformDependent;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.After;
import org.junit.AfterClass;
import org.junit.Test;

public class BigResultTest {

  private static final int ROW = 10_000;
  private static final int ROWS = 20_000;

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

  private long direct() {
    return Math.max(0, PlatformDependent.usedDirectMemory());
  }

  @Test
  public void aClientThatReadsNothingHoldsNoMemory() throws Exception {
    client.ping();
    long before = direct();
    client.send(RawClient.query("ROWS " + ROWS + " " + ROW));
    long most = 0;
    while (harness.sessions.answered.get() == 0) {
      most = Math.max(most, direct() - before);
      Thread.onSpinWait();
    }
    most = Math.max(most, direct() - before);
    assertTrue("direct memory of a 200 MB result: " + most, most < 16 << 20);
    assertEquals(
        "the worker is done, the client reads nothing", 1, harness.sessions.answered.get());
    assertEquals("no file has a name", 0, files());
    Client served = harness.served();
    Harness.await("the socket takes no more", () -> !served.inbox().writable());
    assertTrue("sent " + served.view().bytesSent(), served.view().bytesSent() < 100 << 20);
    try (RawClient other = harness.client()) {
      assertEquals("others are served", "pong", other.ping());
    }
    readAll(client.in);
    assertEquals("the connection goes on", "pong", client.ping());
  }

  @Test
  public void manyClientsThatReadNothingHoldNoMoreThanTheirShare() throws Exception {
    harness.settings(Map.of("spill_threshold_bytes", "8000000"));
    List<RawClient> silent = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      silent.add(harness.client().send(RawClient.query("ROWS 700 10000")));
    }
    Harness.await("all are answered", () -> harness.sessions.answered.get() == 20);
    long held = harness.wire.spill().inMemory();
    assertTrue("140 MB wait, in memory " + held, held < 16 << 20);
    for (RawClient each : silent) {
      each.in.skipNBytes(4 + 3 + 700 * (1 + 3 + 10_000L) + 3);
      assertEquals("pong", each.ping());
      each.close();
    }
  }

  private long files() throws IOException {
    try (Stream<java.nio.file.Path> all = Files.list(harness.folder.resolve("spill"))) {
      return all.count();
    }
  }

  private static void readAll(DataInputStream in) throws IOException {
    in.skipNBytes(4); // variant, one column "x"
    assertEquals(251, in.read());
    assertEquals(ROWS, in.read() | in.read() << 8);
    byte[] row = new byte[ROW];
    for (int i = 0; i < ROWS; i++) {
      assertEquals(1, in.read());
      assertEquals(251, in.read());
      assertEquals(ROW, in.read() | in.read() << 8);
      in.readFully(row);
      assertEquals('x', row[0]);
      assertEquals('x', row[ROW - 1]);
    }
    assertEquals(251, in.read());
    assertEquals(ROWS, in.read() | in.read() << 8);
  }

  @Test
  public void aClientThatGoesInTheMiddleLeavesNothing() throws Exception {
    client.send(RawClient.query("ROWS " + ROWS + " " + ROW));
    client.in.skipNBytes(1 << 20);
    client.close();
    Harness.await("it is gone", () -> harness.wire.clients().size() == 0);
    Harness.await("its session too", () -> harness.sessions.open.get() == 0);
  }

  @Test
  public void aResultThatIsTooLongIsAnErrorAndNeverCut() {
    harness.settings(Map.of("max_result_rows", "10"));
    assertEquals("[x] [[x], [x], [x]] of 10 10", client.ask("ROWS 10 1"));
    assertEquals(
        "error: the result has more than 10 rows (max_result_rows)", client.ask("ROWS 11 1"));
    harness.settings(Map.of("max_result_bytes", "3000000"));
    assertEquals(
        "error: the result has more than 3000000 bytes (max_result_bytes)",
        client.ask("ROWS 31 100000"));
    assertEquals(
        "error: the result has more than 3000000 bytes (max_result_bytes)",
        client.ask("ROWS 1 3000001"));
    assertEquals("pong", client.ping());
  }

  @Test
  public void oneGiantValueComesWhole() throws Exception {
    client.send(RawClient.query("ROWS 1 30000000"));
    client.in.skipNBytes(6);
    assertEquals(252, client.in.read());
    client.in.skipNBytes(4);
    client.in.skipNBytes(30_000_000);
    assertEquals(1, client.in.read());
    assertEquals("pong", client.ping());
  }

  @Test
  public void anUnreadableFolderIsAnErrorForTheClient() throws Exception {
    var folder = harness.folder.resolve("spill");
    assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)));
    Files.delete(folder);
    String answer = client.ask("ROWS 300 10000");
    assertTrue(answer, answer.startsWith("error: the result is too big for memory"));
    assertEquals("pong", client.ping());
  }
}
